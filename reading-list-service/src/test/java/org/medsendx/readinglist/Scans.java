package org.medsendx.readinglist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.CleanInstance;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.contracts.deidentified.InstanceUids;
import org.medsendx.contracts.deidentified.InstanceUploaded;
import org.medsendx.contracts.deidentified.InstanceUploaded.Report;
import org.medsendx.contracts.deidentified.ObjectKey;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScanReviewed;
import org.medsendx.contracts.deidentified.ScanReviewed.Decision;
import org.medsendx.contracts.deidentified.StudyEvent;
import org.medsendx.contracts.deidentified.Triage;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.readinglist.exam.StoredObject;
import org.medsendx.readinglist.intake.RawRecord;

/** Events of trucks, made of the samples of the contracts. */
public final class Scans {

    public static final String BUCKET = "clinic";

    private static final String DATE = "20240611";

    private Scans() {}

    /** A sample as it was published. */
    public static <P extends Payload> P sample(Class<P> payload, String name) {
        try (var in = Payload.class.getResourceAsStream("/samples/" + name + ".json")) {
            return EventCodec.JSON.readValue(in, payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An image: a sample, but of this truck and study, with this priority. */
    public static ScanAssessed scan(String truck, int study, int image, int priority) {
        return scan(truck, study, image, priority, "with-parts-of-the-priority");
    }

    public static ScanAssessed scan(
            String truck, int study, int image, int priority, String sample) {
        var of = sample(ScanAssessed.class, "scans.assessed.v1/" + sample);
        var uids =
                new InstanceUids(
                        "2.25." + study,
                        "2.25.%d.1".formatted(study),
                        "2.25.%d.1.%d".formatted(study, image));
        return new ScanAssessed(
                new CleanInstance(id(truck, study, image), truck, uids),
                of.scanner(),
                of.modality(),
                of.segmentation(),
                of.quality(),
                new Triage(priority, of.triage().inputs(), of.triage().parts()),
                ObjectKey.of(truck, DATE, uids),
                of.derived(),
                of.measured());
    }

    public static UUID id(String truck, int study, int image) {
        return UUID.nameUUIDFromBytes(
                (truck + study + "/" + image).getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] content(ScanAssessed scan, UploadedKind kind) {
        return (scan.objectId() + " " + kind).getBytes(StandardCharsets.UTF_8);
    }

    /** It is in the bucket, with its report when it is the image itself. */
    public static InstanceUploaded upload(ScanAssessed scan, UploadedKind kind) {
        return upload(scan, kind, content(scan, kind));
    }

    public static InstanceUploaded upload(ScanAssessed scan, UploadedKind kind, byte[] content) {
        boolean image = kind == UploadedKind.INSTANCE;
        return new InstanceUploaded(
                scan.instance(),
                kind,
                BUCKET,
                scan.objectKey().path() + StoredObject.suffix(kind),
                Sha256.of(content),
                content.length,
                Encryption.NONE,
                image
                        ? new Report(
                                scan.objectKey().derived(DerivedKind.REPORT),
                                Sha256.of(content(scan, UploadedKind.REPORT)))
                        : null);
    }

    public static ScanReviewed review(ScanAssessed scan, @Nullable String reason, int revision) {
        return new ScanReviewed(
                scan.instance(),
                scan.scanner(),
                scan.modality(),
                reason == null ? Decision.ACCEPTED : Decision.REJECTED,
                reason,
                reason != null,
                revision,
                ScanReviewed.Reviewer.CREW);
    }

    /** As the truck's uplink carries it. */
    public static Event<StudyEvent> event(StudyEvent data, long sequence) {
        var topic = data.topic().topicName();
        return new Event<>(
                Event.idOf(data.subject(), topic, Long.toString(sequence)),
                "/trucks/" + data.truck() + "/segmenter-service",
                sequence,
                "0123456789abcdef",
                null,
                data);
    }

    /** As the broker has it. */
    public static RawRecord record(StudyEvent data, long sequence, Instant at) {
        return record(
                data,
                data.key(),
                EventCodec.headers(event(data, sequence)),
                EventCodec.value(data),
                at);
    }

    public static RawRecord record(
            StudyEvent data, String key, Map<String, String> headers, byte[] value, Instant at) {
        return new RawRecord(
                data.topic().topicName(), key.getBytes(StandardCharsets.UTF_8), value, headers, at);
    }

    /** The same with another header. */
    public static RawRecord with(RawRecord record, String header, String value) {
        var headers = new HashMap<>(record.headers());
        headers.put(header, value);
        return new RawRecord(
                record.topic(), record.key(), record.value(), headers, record.writtenAt());
    }

    /** The same with another value. */
    public static RawRecord with(RawRecord record, byte @Nullable [] value) {
        return new RawRecord(
                record.topic(), record.key(), value, record.headers(), record.writtenAt());
    }

    /** The same with something else in its value. */
    public static RawRecord with(RawRecord record, List<String> fromTo) {
        var value = record.value();
        var text = new String(value == null ? new byte[0] : value, StandardCharsets.UTF_8);
        if (!text.contains(fromTo.getFirst())) {
            throw new IllegalArgumentException("not in " + text);
        }
        return with(
                record,
                text.replace(fromTo.getFirst(), fromTo.getLast()).getBytes(StandardCharsets.UTF_8));
    }
}
