package org.medsendx.ingest.dicom;

import java.io.IOException;
import java.io.OutputStream;
import org.medsendx.contracts.identified.Intake;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.net.StoreHandler;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.ingest.intake.Arrival;
import org.medsendx.ingest.intake.Reception;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.source.Senders;
import org.medsendx.ingest.store.Incoming;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes instances by C-STORE: the data set goes to disk as it comes, behind a preamble and file
 * meta group of our own; the status says what was decided (PS3.4, B.2.3).
 *
 * <p>The status is success only when the instance survives a power cut. A disk that fails or is
 * nearly full is 0xA700, so that the scanner keeps the instance and tries again.
 */
public final class CStoreReceiver implements StoreHandler {

    private static final Logger LOG = LoggerFactory.getLogger(CStoreReceiver.class);

    static final StoreStatus NO_ROOM = new StoreStatus(0xA700, "disk nearly full");
    static final StoreStatus DISK_FAILED = new StoreStatus(0xA700, "disk failed");

    private final Reception reception;
    private final Senders senders;
    private final StoreTracer tracer;

    public CStoreReceiver(Reception reception, Senders senders, StoreTracer tracer) {
        this.reception = reception;
        this.senders = senders;
        this.tracer = tracer;
    }

    @Override
    public Sink begin(StoreRequest request) throws IOException {
        try {
            if (!reception.hasRoom()) {
                LOG.warn("refused an instance with 0xA700: free space is below the low watermark");
                return new RefusingSink(NO_ROOM);
            }
            var meta =
                    new FileMeta(
                            request.sopClassUid(),
                            request.sopInstanceUid(),
                            request.transferSyntaxUid());
            return new ReceivingSink(
                    request, reception.begin(DicomWriter.metaBytes(meta)), tracer.begin("C-STORE"));
        } catch (IOException e) {
            LOG.error("refused an instance with 0xA700: {}", e.getClass().getSimpleName());
            return new RefusingSink(DISK_FAILED);
        }
    }

    /** The status for what was decided; also of other ways in that have codes of PS3.4. */
    public static StoreStatus status(IntakeEntry entry) {
        return switch (entry) {
            case IntakeEntry.Received received -> StoreStatus.SUCCESS;
            case IntakeEntry.Duplicate duplicate -> StoreStatus.SUCCESS;
            case IntakeEntry.Quarantined quarantined -> {
                String reason = quarantined.reason().code();
                int code =
                        switch (reason) {
                            case "uid-conflict" -> 0x0111;
                            case "uid-mismatch",
                                    "class-mismatch",
                                    "study-mismatch",
                                    "sop-class-not-accepted" ->
                                    0xA900;
                            default -> 0xC000;
                        };
                yield new StoreStatus(code, reason);
            }
        };
    }

    private final class ReceivingSink implements Sink {

        private final StoreRequest request;
        private final Incoming incoming;
        private final StoreTracer.Span span;

        ReceivingSink(StoreRequest request, Incoming incoming, StoreTracer.Span span) {
            this.request = request;
            this.incoming = incoming;
            this.span = span;
        }

        @Override
        public OutputStream stream() {
            return incoming;
        }

        @Override
        public StoreStatus complete() {
            span.received(incoming.objectId());
            try {
                var arrival =
                        new Arrival(
                                Intake.C_STORE,
                                request.callingAeTitle().strip(),
                                senders.of(request.callingAeTitle()),
                                new Arrival.Expected.Command(
                                        request.sopClassUid(), request.sopInstanceUid()),
                                span.traceparent());
                var entry = reception.decide(incoming.seal(), arrival);
                span.end(entry.outcome());
                LOG.debug(
                        "association {}: object {} {}",
                        request.associationId(),
                        entry.input().objectId(),
                        entry.outcome());
                if (entry instanceof IntakeEntry.Quarantined quarantined) {
                    LOG.warn(
                            "quarantined object {}: {}",
                            entry.input().objectId(),
                            quarantined.reason().code());
                }
                return status(entry);
            } catch (IOException e) {
                // Only the kind of failure: a file system's message may hold a path.
                LOG.error(
                        "object {} not stored, 0xA700: {}",
                        incoming.objectId(),
                        e.getClass().getSimpleName());
                span.end("failed");
                return DISK_FAILED;
            }
        }

        @Override
        public void close() {
            try {
                incoming.close();
            } catch (IOException e) {
                LOG.warn("object {} left in incoming/ until the next start", incoming.objectId());
            }
            span.end("aborted");
        }
    }

    /** Lets the data set pass by and answers that there is no room for it. */
    record RefusingSink(StoreStatus status) implements Sink {

        @Override
        public OutputStream stream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public StoreStatus complete() {
            return status;
        }

        @Override
        public void close() {}
    }
}
