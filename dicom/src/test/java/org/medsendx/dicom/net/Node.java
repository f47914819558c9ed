package org.medsendx.dicom.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.medsendx.dicom.dictionary.Uid;

/** A storage node of the tests: keeps what it is sent, by SOP Instance UID. */
final class Node implements StoreHandler, AutoCloseable {

    static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    static final String IMPLICIT = Uid.ImplicitVRLittleEndian;
    static final String EXPLICIT = Uid.ExplicitVRLittleEndian;

    final Map<String, byte[]> stored = new ConcurrentHashMap<>();
    final Map<String, StoreRequest> requests = new ConcurrentHashMap<>();
    final List<String> closed = new CopyOnWriteArrayList<>();
    final StorageScp scp;

    Node() throws IOException {
        this(options -> options);
    }

    Node(UnaryOperator<StorageScp.Options> change) throws IOException {
        scp = StorageScp.listen(change.apply(options()), this);
    }

    static StorageScp.Options options() {
        return new StorageScp.Options(
                        new InetSocketAddress("127.0.0.1", 0),
                        "NODE",
                        Set.of(),
                        Set.of(CT),
                        8,
                        16 << 10)
                .withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(2));
    }

    InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", scp.port());
    }

    StorageScu call() throws IOException {
        return StorageScu.open(
                address(),
                "NODE",
                "TEST",
                List.of(
                        new StorageScu.Proposal(StorageScu.VERIFICATION, List.of(IMPLICIT)),
                        new StorageScu.Proposal(CT, List.of(EXPLICIT)),
                        new StorageScu.Proposal(CT, List.of(IMPLICIT))),
                Duration.ofSeconds(20));
    }

    @Override
    public Sink begin(StoreRequest request) throws IOException {
        requests.put(request.sopInstanceUid(), request);
        var bytes = new ByteArrayOutputStream();
        return new Sink() {
            @Override
            public OutputStream stream() {
                return bytes;
            }

            @Override
            public StoreStatus complete() {
                stored.put(request.sopInstanceUid(), bytes.toByteArray());
                return StoreStatus.SUCCESS;
            }

            @Override
            public void close() {
                closed.add(request.sopInstanceUid());
            }
        };
    }

    /** Takes everything and keeps nothing. */
    static final class Dropped implements Sink {
        @Override
        public OutputStream stream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public StoreStatus complete() {
            return StoreStatus.SUCCESS;
        }

        @Override
        public void close() {}
    }

    /** A node that stores nothing. */
    static final class Nothing implements StoreHandler {
        @Override
        public Sink begin(StoreRequest request) throws IOException {
            throw new IOException("stores nothing");
        }
    }

    @Override
    public void close() {
        scp.close();
    }
}
