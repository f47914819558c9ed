package org.medsendx.readinglist.web;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.readinglist.config.ReadingConfig;
import org.medsendx.readinglist.exam.ExamId;
import org.medsendx.readinglist.exam.ExamList;
import org.medsendx.readinglist.exam.ExamList.Located;
import org.medsendx.readinglist.exam.StoredObject;
import org.medsendx.readinglist.object.CheckedCopy;
import org.medsendx.readinglist.object.CheckedCopy.DiffersException;
import org.medsendx.readinglist.object.ObjectStore;
import org.medsendx.readinglist.object.ObjectStore.GoneException;
import org.medsendx.readinglist.object.ObjectStore.Opened;
import org.medsendx.readinglist.object.ObjectStore.UnavailableException;
import org.medsendx.readinglist.telemetry.ReadingMetrics;
import org.medsendx.readinglist.telemetry.ReadingMetrics.Handed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out objects, those that an event has named and no other. Small ones are compared with the
 * digest of their event before anything is sent; of larger ones the end is held back until that is
 * done. The store's own times are not passed on.
 */
@Path("/")
public class ObjectResource {

    /** Compared as a whole before they are sent. */
    private static final int SMALL = 1 << 20;

    /** A report has no size in its event. */
    private static final int LARGEST_REPORT = 8 << 20;

    private static final int PATIENCE_SECONDS = 5;

    /** It is begun at once, by the same thread, or not at all. */
    private static final long WRITTEN_WITHIN_NANOS = 10_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(ObjectResource.class);
    private static final long LOG_EVERY_NANOS = 60_000_000_000L;

    private static final Map<UploadedKind, String> TYPES =
            Map.of(
                    UploadedKind.INSTANCE, "application/dicom",
                    UploadedKind.SEGMENTATION, "application/dicom",
                    UploadedKind.MEASUREMENTS, "application/dicom",
                    UploadedKind.HIGHLIGHT, "image/png",
                    UploadedKind.THUMBNAIL, "image/png",
                    UploadedKind.REPORT, "application/json");

    private final ExamList list;
    private final ObjectStore store;
    private final ReadingMetrics metrics;
    private final long largest;
    private final Semaphore places;
    private final Queue<HandedOn> handedOn = new ConcurrentLinkedQueue<>();
    private final AtomicLong logged = new AtomicLong(System.nanoTime() - LOG_EVERY_NANOS);

    ObjectResource(ExamList list, ObjectStore store, ReadingMetrics metrics, ReadingConfig config) {
        this.list = list;
        this.store = store;
        this.metrics = metrics;
        this.largest = config.largestObject().asLongValue();
        this.places = new Semaphore(config.downloads());
    }

    /**
     * An object of an image: {@code instance}, {@code highlight}, {@code segmentation}, {@code
     * measurements}, {@code thumbnail} or {@code report}.
     */
    @GET
    @Path("exams/{truck}/{study}/{objectId}/{kind}")
    public Response object(
            @PathParam("truck") String truck,
            @PathParam("study") String study,
            @PathParam("objectId") String objectId,
            @PathParam("kind") String kindName,
            @Context Request request)
            throws InterruptedException {
        var exam = Addresses.exam(truck, study).orElseThrow(NotFoundException::new);
        var image = Addresses.object(objectId).orElseThrow(NotFoundException::new);
        var kind = Addresses.kind(kindName).orElseThrow(NotFoundException::new);
        var located = list.object(exam, image, kind).orElseThrow(NotFoundException::new);
        var bucket = located.object().bucket();
        if (bucket == null) {
            return refused(404, "elsewhere", "It lies in a bucket that is not read here.");
        }
        if (located.object().bytes() > largest) {
            return refused(413, "too-large", "It is larger than what is handed out here.");
        }
        if (request.getMethod().equals("HEAD")) {
            return found(exam, image, kind, located.object().bytes(), null);
        }
        takeBack();
        if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            metrics.count(Handed.BUSY);
            return refused(503, "busy", "Too many objects are being handed out; ask again.");
        }
        boolean streams = false;
        try {
            var opened = store.open(bucket, located.key());
            try {
                var answer = answer(exam, image, kind, located, opened);
                streams = answer.streams();
                return answer.response();
            } finally {
                if (!streams) {
                    opened.close();
                }
            }
        } catch (GoneException e) {
            metrics.count(Handed.GONE);
            return refused(404, "gone", "The store has it no longer.");
        } catch (DiffersException e) {
            metrics.count(Handed.DIFFERS);
            return refused(502, "differs", "The store has another object there.");
        } catch (UnavailableException e) {
            metrics.count(Handed.UNAVAILABLE);
            log(String.valueOf(e.getMessage()));
            return refused(502, "store", "The store does not give it.");
        } catch (IOException e) {
            metrics.count(Handed.BROKEN_OFF);
            return refused(502, "store", "The store does not give it.");
        } finally {
            if (!streams) {
                places.release();
            }
        }
    }

    // A page asks for fifty pictures at once.
    private void log(String code) {
        long now = System.nanoTime();
        long last = logged.get();
        if (now - last >= LOG_EVERY_NANOS && logged.compareAndSet(last, now)) {
            LOG.warn("the store does not give an object: {}", code);
        }
    }

    /**
     * @param streams whether the response gives the place back and closes what is open
     */
    private record Answer(Response response, boolean streams) {}

    private Answer answer(
            ExamId exam, UUID image, UploadedKind kind, Located located, Opened opened)
            throws IOException {
        long bytes = located.object().bytes();
        if (bytes < 0) {
            bytes = opened.bytes();
            if (bytes < 0 || bytes > LARGEST_REPORT) {
                throw new DiffersException();
            }
        } else if (opened.bytes() != bytes) {
            throw new DiffersException();
        }
        if (bytes <= SMALL || located.object().bytes() < 0) {
            var whole = new ByteArrayOutputStream((int) bytes);
            CheckedCopy.copy(opened.content(), whole, bytes, located.object().sha256());
            metrics.count(Handed.WHOLE);
            return new Answer(found(exam, image, kind, bytes, whole.toByteArray()), false);
        }
        long size = bytes;
        var place = new HandedOn(opened, System.nanoTime());
        handedOn.add(place);
        StreamingOutput body = out -> stream(located.object(), size, place, out);
        return new Answer(found(exam, image, kind, size, body), true);
    }

    /** What is open, and a place, of an answer that is about to be written. */
    private record HandedOn(Opened opened, long nanos) {}

    /**
     * An answer whose reader has gone before it is never written: its place is taken back here.
     * Whoever removes it from the queue has it.
     */
    private void takeBack() {
        for (var place : handedOn) {
            if (System.nanoTime() - place.nanos() >= WRITTEN_WITHIN_NANOS
                    && handedOn.remove(place)) {
                place.opened().close();
                places.release();
                metrics.count(Handed.BROKEN_OFF);
            }
        }
    }

    private void stream(StoredObject object, long bytes, HandedOn place, OutputStream out)
            throws IOException {
        if (!handedOn.remove(place)) {
            throw new IOException("too late");
        }
        try (var opened = place.opened()) {
            CheckedCopy.copy(opened.content(), out, bytes, object.sha256());
            metrics.count(Handed.WHOLE);
        } catch (DiffersException e) {
            metrics.count(Handed.DIFFERS);
            throw e;
        } catch (IOException e) {
            metrics.count(Handed.BROKEN_OFF);
            throw e;
        } finally {
            places.release();
        }
    }

    private static Response found(
            ExamId exam, UUID image, UploadedKind kind, long bytes, @Nullable Object body) {
        var type = TYPES.getOrDefault(kind, MediaType.APPLICATION_OCTET_STREAM);
        var response = Response.ok(body).header(HttpHeaders.CONTENT_TYPE, type);
        if (bytes >= 0) {
            response.header(HttpHeaders.CONTENT_LENGTH, bytes);
        }
        if (!type.equals("image/png")) {
            response.header(
                    HttpHeaders.CONTENT_DISPOSITION,
                    "attachment; filename=\"%s-%s%s\""
                            .formatted(exam.truck(), image, StoredObject.suffix(kind)));
        }
        return response.build();
    }

    private static Response refused(int status, String code, String words) {
        var response =
                Response.status(status)
                        .type(MediaType.APPLICATION_JSON)
                        .entity("{\"error\":\"%s\",\"message\":\"%s\"}".formatted(code, words));
        if (status == 503) {
            response.header(HttpHeaders.RETRY_AFTER, "2");
        }
        return response.build();
    }
}
