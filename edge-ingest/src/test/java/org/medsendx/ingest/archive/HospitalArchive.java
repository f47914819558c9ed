package org.medsendx.ingest.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.CommitmentHandler;
import org.medsendx.dicom.net.CommitmentReport;
import org.medsendx.dicom.net.CommitmentRequest;
import org.medsendx.dicom.net.Peer;
import org.medsendx.dicom.net.StorageScp;
import org.medsendx.dicom.net.StoreHandler;
import org.medsendx.dicom.net.StoreStatus;

/** A node on loopback that keeps what it gets in memory, and says what the test tells it to. */
final class HospitalArchive implements StoreHandler, CommitmentHandler, AutoCloseable {

    static final String TITLE = "ARCHIVE";

    /** Data sets by UID, each time one came. */
    final Map<String, List<byte[]>> stored = new ConcurrentHashMap<>();

    final List<CommitmentRequest> requests = new CopyOnWriteArrayList<>();
    volatile Function<String, StoreStatus> status = _ -> StoreStatus.SUCCESS;
    volatile Function<CommitmentRequest, Optional<CommitmentReport>> answer = HospitalArchive::all;
    private final StorageScp scp;

    HospitalArchive() throws IOException {
        scp =
                StorageScp.listen(
                        new StorageScp.Options(
                                new InetSocketAddress("127.0.0.1", 0),
                                TITLE,
                                Set.of("TRUCK"),
                                Set.of(Uid.CTImageStorage),
                                8,
                                64 << 10),
                        this,
                        Optional.of(this));
    }

    static Optional<CommitmentReport> all(CommitmentRequest request) {
        return Optional.of(
                new CommitmentReport(request.transactionUid(), request.instances(), List.of()));
    }

    Peer peer() {
        return new Peer(
                new InetSocketAddress("127.0.0.1", scp.port()),
                TITLE,
                "TRUCK",
                Duration.ofSeconds(10),
                Optional.empty());
    }

    @Override
    public Sink begin(StoreRequest request) {
        var out = new ByteArrayOutputStream();
        return new Sink() {
            @Override
            public OutputStream stream() {
                return out;
            }

            @Override
            public StoreStatus complete() {
                var said = status.apply(request.sopInstanceUid());
                if (said.success() || said.warning()) {
                    stored.computeIfAbsent(
                                    request.sopInstanceUid(), _ -> new CopyOnWriteArrayList<>())
                            .add(out.toByteArray());
                }
                return said;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Optional<CommitmentReport> requested(String caller, CommitmentRequest request) {
        requests.add(request);
        return answer.apply(request);
    }

    @Override
    public void reported(String caller, CommitmentReport report) throws IOException {
        throw new IOException("nothing was asked");
    }

    @Override
    public void notTaken(String caller, CommitmentReport report) {}

    @Override
    public void close() {
        scp.close();
    }
}
