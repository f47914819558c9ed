package org.medsendx.ingest.dicom;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.medsendx.contracts.identified.Intake;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.net.StoreHandler;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.ingest.device.DeviceDesk;
import org.medsendx.ingest.device.Judgement;
import org.medsendx.ingest.device.RefusalReason;
import org.medsendx.ingest.intake.Arrival;
import org.medsendx.ingest.intake.Reception;
import org.medsendx.ingest.ledger.IntakeEntry;
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
    static final StoreStatus NOT_AUTHORIZED = new StoreStatus(0x0124, "may not send");
    static final StoreStatus TOO_LARGE = new StoreStatus(0x0124, "larger than its device may send");
    static final StoreStatus DISK_FAILED = new StoreStatus(0xA700, "disk failed");

    private final Reception reception;
    private final DeviceDesk devices;
    private final StoreTracer tracer;

    /**
     * @param devices who may send; asked at each instance, since the list may have changed after
     *     the association began
     */
    public CStoreReceiver(Reception reception, DeviceDesk devices, StoreTracer tracer) {
        this.reception = reception;
        this.devices = devices;
        this.tracer = tracer;
    }

    @Override
    public Sink begin(StoreRequest request) throws IOException {
        if (!(devices.admit(request.caller()) instanceof Judgement.Admitted admitted)) {
            return new RefusingSink(NOT_AUTHORIZED);
        }
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
                    request,
                    admitted,
                    reception.begin(DicomWriter.metaBytes(meta)),
                    tracer.begin("C-STORE"));
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
                            // It is good, and kept; sent again it would only wait twice.
                            case "order-differs" -> 0;
                            case "uid-conflict" -> 0x0111;
                            case "other-modality",
                                    "uid-mismatch",
                                    "class-mismatch",
                                    "study-mismatch",
                                    "sop-class-not-accepted" ->
                                    0xA900;
                            default -> 0xC000;
                        };
                yield code == 0 ? StoreStatus.SUCCESS : new StoreStatus(code, reason);
            }
        };
    }

    private final class ReceivingSink implements Sink {

        private final StoreRequest request;
        private final Judgement.Admitted admitted;
        private final Incoming incoming;
        private final StoreTracer.Span span;
        private final Bounded bounded;

        ReceivingSink(
                StoreRequest request,
                Judgement.Admitted admitted,
                Incoming incoming,
                StoreTracer.Span span) {
            this.request = request;
            this.admitted = admitted;
            this.incoming = incoming;
            this.span = span;
            this.bounded = new Bounded(incoming, admitted.limits().instanceBytes());
        }

        @Override
        public OutputStream stream() {
            return bounded;
        }

        @Override
        public void write(ByteBuffer data) throws IOException {
            bounded.write(data);
        }

        @Override
        public StoreStatus complete() {
            if (bounded.over) {
                devices.refuse(request.caller(), RefusalReason.INSTANCE_TOO_LARGE);
                return TOO_LARGE;
            }
            span.received(incoming.objectId());
            try {
                var arrival =
                        new Arrival(
                                Intake.C_STORE,
                                request.caller().aeTitle(),
                                admitted.sender(),
                                new Arrival.Expected.Command(
                                        request.sopClassUid(), request.sopInstanceUid()),
                                new Arrival.Terms(admitted.quarantined(), admitted.modalities()),
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

    /** Takes so many bytes and lets the rest pass by. */
    private static final class Bounded extends OutputStream {

        private final Incoming to;
        private long left;
        private boolean over;

        Bounded(Incoming to, long most) {
            this.to = to;
            this.left = most;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            write(ByteBuffer.wrap(buffer, offset, length));
        }

        void write(ByteBuffer data) throws IOException {
            over |= data.remaining() > left;
            if (over) {
                data.position(data.limit());
            } else {
                left -= data.remaining();
                to.write(data);
            }
        }
    }

    /** Lets the data set pass by and answers why it is not kept. */
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
