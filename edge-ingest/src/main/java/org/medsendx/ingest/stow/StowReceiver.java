package org.medsendx.ingest.stow;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.identified.Intake;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.web.MediaType;
import org.medsendx.dicom.web.MultipartReader;
import org.medsendx.ingest.device.DeviceDesk;
import org.medsendx.ingest.device.Judgement;
import org.medsendx.ingest.device.RefusalReason;
import org.medsendx.ingest.dicom.CStoreReceiver;
import org.medsendx.ingest.dicom.StoreTracer;
import org.medsendx.ingest.inspect.LimitedInput;
import org.medsendx.ingest.intake.Arrival;
import org.medsendx.ingest.intake.Reading;
import org.medsendx.ingest.intake.Reception;
import org.medsendx.ingest.intake.Reception.Judged;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.store.Incoming;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the instances of a STOW-RS request (PS3.18, 10.5; media types of 8.7): {@code
 * multipart/related} whose parts are DICOM files, or metadata and bulk data ({@link
 * MetadataMessage}). Each part goes to disk as it comes.
 *
 * <p>Nothing is decided before the closing boundary was read: a request that is aborted, cut or
 * over a limit leaves no file, no ledger entry and no event. Then the instances are decided about
 * one by one, as if each had come by C-STORE, and what is answered about each is true for itself.
 * Thread safe.
 */
public final class StowReceiver {

    private static final Logger LOG = LoggerFactory.getLogger(StowReceiver.class);

    /** Refused: out of resources (PS3.4, B.2.3). */
    static final int NO_RESOURCES = 0xA700;

    private static final int SOP_CLASS_NOT_SUPPORTED = 0x0122;
    private static final int BUFFER = 64 << 10;
    private static final String DICOM = "application/dicom";

    private final Reception reception;
    private final DeviceDesk devices;
    private final StowLimits limits;
    private final StoreTracer tracer;

    /**
     * @param devices who may send
     */
    public StowReceiver(
            Reception reception, DeviceDesk devices, StowLimits limits, StoreTracer tracer) {
        this.reception = reception;
        this.devices = devices;
        this.limits = limits;
        this.tracer = tracer;
    }

    private record Poster(String account, InetAddress address, Judgement.Admitted admitted) {}

    /**
     * Takes a request.
     *
     * @param body the message, not closed; an IOException of it is an abort
     * @param contentType of the message, as it was sent
     * @param study Study Instance UID of the resource, or null for all studies
     * @param account who sends
     * @param address where from
     * @param progress is called after each part and each decision, for whoever has to say that it
     *     goes on
     * @throws StowRefusedException the request as a whole is refused, and nothing of it kept
     * @throws IOException the sender is gone or does not go on; nothing is kept
     */
    public StowReport take(
            InputStream body,
            @Nullable String contentType,
            @Nullable String study,
            String account,
            InetAddress address,
            Runnable progress)
            throws StowRefusedException, IOException {
        MediaType type = type(contentType);
        var expected = study(study);
        if (!(devices.admit(account, address) instanceof Judgement.Admitted admitted)) {
            throw new StowRefusedException(StowRefusal.UNKNOWN_SOURCE);
        }
        var sender = new Poster(account, address, admitted);
        if (!hasRoom()) {
            LOG.warn("refused a STOW-RS request: no room, or no disk");
            throw new StowRefusedException(StowRefusal.NO_ROOM);
        }
        var undecided = new ArrayDeque<Part>();
        try {
            receive(
                    new LimitedInput(body, limits.requestBytes()),
                    type,
                    sender,
                    undecided,
                    progress);
            var outcomes = new ArrayList<Outcome>();
            while (!undecided.isEmpty()) {
                outcomes.add(decide(undecided.removeFirst(), sender, expected.orElse(null)));
                progress.run();
            }
            return new StowReport(outcomes);
        } finally {
            undecided.forEach(this::abandon);
        }
    }

    private static MediaType type(@Nullable String contentType) throws StowRefusedException {
        MediaType type = contentType == null ? null : MediaType.parse(contentType);
        if (type == null
                || !type.name().equals("multipart/related")
                || type.parameter("boundary") == null) {
            throw new StowRefusedException(StowRefusal.NOT_MULTIPART);
        }
        // RFC 2387, 3.1 demands the parameter; without it the parts tell.
        MediaType root = root(type);
        if (type.parameter("type") != null && !isDicom(root) && !MetadataMessage.isMetadata(root)) {
            throw new StowRefusedException(StowRefusal.OTHER_TYPE);
        }
        return type;
    }

    private static @Nullable MediaType root(MediaType type) {
        String root = type.parameter("type");
        return root == null ? null : MediaType.parse(root);
    }

    private static boolean isDicom(@Nullable MediaType type) {
        return type != null && type.name().equals(DICOM);
    }

    private static Optional<Arrival.Expected> study(@Nullable String study)
            throws StowRefusedException {
        if (study == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Arrival.Expected.Study(Checks.uid(study)));
        } catch (IllegalArgumentException e) {
            throw new StowRefusedException(StowRefusal.BAD_STUDY);
        }
    }

    private boolean hasRoom() {
        try {
            return reception.hasRoom();
        } catch (IOException e) {
            return false;
        }
    }

    private void receive(
            InputStream body,
            MediaType type,
            Poster sender,
            Collection<Part> parts,
            Runnable progress)
            throws StowRefusedException, IOException {
        var own = limits.withInstances(sender.admitted().limits().instanceBytes());
        boolean apart = MetadataMessage.isMetadata(root(type));
        try {
            var reader =
                    new MultipartReader(
                            body, type, apart ? own.multipartOfMetadata() : own.multipart());
            if (apart) {
                receiveApart(reader, own, parts, progress);
            } else {
                receiveFiles(reader, parts, progress);
            }
        } catch (DicomFormatException e) {
            if (e.problem() == DicomFormatException.Problem.TOO_LARGE
                    && sender.admitted().limits().instanceBytes() < limits.instanceBytes()) {
                devices.refuse(
                        sender.account(), sender.address(), RefusalReason.INSTANCE_TOO_LARGE);
            }
            throw new StowRefusedException(
                    switch (e.problem()) {
                        case TOO_LARGE -> StowRefusal.TOO_LARGE;
                        case TRUNCATED -> StowRefusal.TRUNCATED;
                        default -> StowRefusal.MALFORMED;
                    });
        } catch (LimitedInput.TooLongException e) {
            throw new StowRefusedException(StowRefusal.TOO_LARGE);
        }
        if (parts.isEmpty()) {
            throw new StowRefusedException(StowRefusal.EMPTY);
        }
    }

    private void receiveFiles(MultipartReader reader, Collection<Part> parts, Runnable progress)
            throws StowRefusedException, IOException {
        for (var part = reader.next(); part != null; part = reader.next()) {
            // A part says what it is; one without a word is of the message's type.
            if (part.headers().containsKey("content-type") && !isDicom(part.contentType())) {
                throw new StowRefusedException(StowRefusal.OTHER_TYPE);
            }
            parts.add(receive(part.content()));
            progress.run();
        }
    }

    private void receiveApart(
            MultipartReader reader, StowLimits own, Collection<Part> parts, Runnable progress)
            throws StowRefusedException, IOException {
        MetadataMessage message;
        try {
            message = new MetadataMessage(reception, own);
        } catch (IOException e) {
            LOG.error("a STOW-RS request is not stored: {}", e.getClass().getSimpleName());
            throw new StowRefusedException(StowRefusal.NO_ROOM);
        }
        try (message) {
            for (var part = reader.next(); part != null; part = reader.next()) {
                if (!hasRoom()) {
                    throw new StowRefusedException(StowRefusal.NO_ROOM);
                }
                message.take(part);
                progress.run();
            }
            message.compose(parts, progress);
        } catch (MetadataMessage.DiskException e) {
            LOG.error("a STOW-RS request is not stored: {}", e.getClass().getSimpleName());
            throw new StowRefusedException(StowRefusal.NO_ROOM);
        }
    }

    /**
     * Writes a part to disk. What the sender does wrong is an IOException, what the disk does not.
     */
    private Part receive(InputStream content) throws IOException {
        if (!hasRoom()) {
            return unwritten(content, "no room");
        }
        Incoming incoming;
        try {
            incoming = reception.begin(new byte[0]);
        } catch (IOException e) {
            return unwritten(content, e.getClass().getSimpleName());
        }
        try {
            byte[] buffer = new byte[BUFFER];
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                try {
                    incoming.write(buffer, 0, count);
                } catch (IOException e) {
                    return unwritten(content, e.getClass().getSimpleName());
                }
            }
            try {
                return new Part.OnDisk(incoming.seal());
            } catch (IOException e) {
                return unwritten(content, e.getClass().getSimpleName());
            }
        } finally {
            close(incoming);
        }
    }

    private static Part unwritten(InputStream content, String why) throws IOException {
        LOG.error("an instance of a STOW-RS request is not stored: {}", why);
        content.transferTo(OutputStream.nullOutputStream());
        return new Part.Unwritten();
    }

    private static void close(Incoming incoming) {
        try {
            incoming.close();
        } catch (IOException e) {
            LOG.warn("object {} left in incoming/ until the next start", incoming.objectId());
        }
    }

    private void abandon(Part part) {
        if (!(part instanceof Part.OnDisk(Incoming.Sealed stored))) {
            return;
        }
        try {
            reception.abandon(stored);
        } catch (IOException e) {
            LOG.warn("object {} left in incoming/ until the next start", stored.objectId());
        }
    }

    private Outcome decide(Part part, Poster sender, Arrival.@Nullable Expected expected) {
        return switch (part) {
            case Part.OnDisk(Incoming.Sealed stored) -> decide(stored, sender, expected);
            case Part.Unwritten unwritten -> new Outcome.Unknown(NO_RESOURCES);
            case Part.Unfit(Outcome why) -> why;
        };
    }

    private Outcome decide(
            Incoming.Sealed stored, Poster sender, Arrival.@Nullable Expected expected) {
        var span = tracer.begin("STOW-RS");
        span.received(stored.objectId());
        try {
            var arrival =
                    new Arrival(
                            Intake.STOW_RS,
                            sender.account(),
                            sender.admitted().sender(),
                            expected,
                            new Arrival.Terms(
                                    sender.admitted().quarantined(),
                                    sender.admitted().modalities()),
                            span.traceparent());
            Judged judged = reception.judge(stored, arrival);
            span.end(judged.entry().outcome());
            if (judged.entry() instanceof IntakeEntry.Quarantined quarantined) {
                LOG.warn(
                        "quarantined object {}: {}",
                        stored.objectId(),
                        quarantined.reason().code());
            }
            return outcome(judged);
        } catch (IOException e) {
            // Only the kind of failure: a file system's message may hold a path.
            LOG.error(
                    "object {} not stored, 0xA700: {}",
                    stored.objectId(),
                    e.getClass().getSimpleName());
            return new Outcome.Unknown(NO_RESOURCES);
        } finally {
            span.end("failed");
        }
    }

    private static Outcome outcome(Judged judged) {
        return switch (judged.reading()) {
            case Reading.Unfit unfit ->
                    new Outcome.Unknown(CStoreReceiver.status(judged.entry()).code());
            case Reading.Instance instance ->
                    judged.entry() instanceof IntakeEntry.Quarantined quarantined
                                    && !CStoreReceiver.status(quarantined).success()
                            ? new Outcome.Failed(
                                    instance.sopClassUid(),
                                    instance.sopInstanceUid(),
                                    reason(quarantined))
                            : new Outcome.Stored(instance.sopClassUid(), instance.sopInstanceUid());
        };
    }

    // C-STORE negotiates the class before; here it is said behind (PS3.18, table 10.5.3-3).
    private static int reason(IntakeEntry.Quarantined quarantined) {
        return quarantined.reason().code().equals("sop-class-not-accepted")
                ? SOP_CLASS_NOT_SUPPORTED
                : CStoreReceiver.status(quarantined).code();
    }
}
