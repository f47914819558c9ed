package org.medsendx.dicom.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.medsendx.dicom.dictionary.Uid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A DICOM node that takes C-STORE, C-ECHO and, when asked to, storage commitment, queries,
 * retrieves, and instances by N-CREATE and N-SET (PS3.4, B, A, J, K, C and F; PS3.7; PS3.8). A
 * virtual thread for each connection, and a platform thread for each association that was accepted.
 *
 * <p>Of each presentation context the first transfer syntax of the sender's list that is acceptable
 * is accepted. Data sets stream to the {@link StoreHandler}; none is held in memory. A peer that
 * breaks the protocol or stalls loses its association and nothing else.
 */
public final class StorageScp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StorageScp.class);

    private static final int BACKLOG = 512;
    private static final int MAX_PENDING = 1024;
    private static final int MAX_PENDING_PER_PEER = 256;
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(5);

    private final Options options;
    private final StoreHandler handler;
    private final AssociationServices services;
    private final ServerSocketChannel server;
    private final AssociationSlots slots;
    private final StallGuard guard;
    private final Set<ScpSession> sessions = ConcurrentHashMap.newKeySet();

    /**
     * How to listen. The shorter constructor takes all transfer syntaxes of the standard, 60 s of
     * patience, 4 KiB a second, 10 s for ARTIM, no limit per peer, everybody as caller and no TLS;
     * the {@code with} methods change that.
     *
     * @param address where to listen; port 0 takes a free one
     * @param aeTitle our AE title; a call to another one is rejected
     *     (called-AE-title-not-recognized)
     * @param sopClasses SOP classes that are accepted, beside Verification
     * @param maxAssociations more are rejected (local-limit-exceeded)
     * @param maxPduLength what we are willing to receive, bytes, 4096 to 16 Mi
     * @param acceptedTransferSyntaxes which may be accepted
     * @param idleTimeout how long a peer may keep us waiting before its association is aborted:
     *     from the end of one message until the next one's command is there, and within a data set
     *     beyond the time that it needs at the least rate
     * @param artimTimeout how long a peer may take for its TLS handshake, to ask for an
     *     association, or to close after one
     * @param maxAssociationsPerPeer more from one network address, or of one known device, are
     *     rejected (local-limit-exceeded)
     * @param tls when present, nothing but TLS is spoken
     * @param minBytesPerSecond least rate of a data set, bytes a second
     * @param callers who may call, and who is expected
     * @param reservedAssociations how many of {@code maxAssociations} only those may take that are
     *     expected
     */
    public record Options(
            InetSocketAddress address,
            String aeTitle,
            Set<String> sopClasses,
            int maxAssociations,
            int maxPduLength,
            Set<String> acceptedTransferSyntaxes,
            Duration idleTimeout,
            Duration artimTimeout,
            int maxAssociationsPerPeer,
            Optional<Tls> tls,
            int minBytesPerSecond,
            Callers callers,
            int reservedAssociations) {

        public Options {
            aeTitle = aeTitle.strip();
            sopClasses = Set.copyOf(sopClasses);
            acceptedTransferSyntaxes = Set.copyOf(acceptedTransferSyntaxes);
            if (aeTitle.isEmpty() || aeTitle.length() > 16) {
                throw new IllegalArgumentException("an AE title has 1 to 16 characters");
            }
            if (maxAssociations < 1 || maxAssociationsPerPeer < 1) {
                throw new IllegalArgumentException("at least one association");
            }
            if (reservedAssociations < 0 || reservedAssociations >= maxAssociations) {
                throw new IllegalArgumentException(
                        "places kept for known devices: fewer than there are");
            }
            if (minBytesPerSecond < 1) {
                throw new IllegalArgumentException("at least one byte a second");
            }
            if (maxPduLength < 4096 || maxPduLength > 16 << 20) {
                throw new IllegalArgumentException("max PDU length: 4096 bytes to 16 MiB");
            }
            if (!idleTimeout.isPositive() || !artimTimeout.isPositive()) {
                throw new IllegalArgumentException("timeouts are positive");
            }
        }

        /**
         * @param callingAeTitles who may call; empty for everybody
         */
        public Options(
                InetSocketAddress address,
                String aeTitle,
                Set<String> callingAeTitles,
                Set<String> sopClasses,
                int maxAssociations,
                int maxPduLength) {
            this(
                    address,
                    aeTitle,
                    sopClasses,
                    maxAssociations,
                    maxPduLength,
                    Uid.transferSyntaxes(),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(10),
                    maxAssociations,
                    Optional.empty(),
                    Association.DEFAULT_BYTES_PER_SECOND,
                    Callers.only(callingAeTitles),
                    0);
        }

        public Options withAcceptedTransferSyntaxes(Set<String> uids) {
            return with(
                    uids,
                    idleTimeout,
                    artimTimeout,
                    maxAssociationsPerPeer,
                    tls,
                    minBytesPerSecond,
                    callers,
                    reservedAssociations);
        }

        public Options withTimeouts(Duration idle, Duration artim) {
            return with(
                    acceptedTransferSyntaxes,
                    idle,
                    artim,
                    maxAssociationsPerPeer,
                    tls,
                    minBytesPerSecond,
                    callers,
                    reservedAssociations);
        }

        public Options withMaxAssociationsPerPeer(int max) {
            return with(
                    acceptedTransferSyntaxes,
                    idleTimeout,
                    artimTimeout,
                    max,
                    tls,
                    minBytesPerSecond,
                    callers,
                    reservedAssociations);
        }

        public Options withTls(Tls with) {
            return with(
                    acceptedTransferSyntaxes,
                    idleTimeout,
                    artimTimeout,
                    maxAssociationsPerPeer,
                    Optional.of(with),
                    minBytesPerSecond,
                    callers,
                    reservedAssociations);
        }

        public Options withMinBytesPerSecond(int bytes) {
            return with(
                    acceptedTransferSyntaxes,
                    idleTimeout,
                    artimTimeout,
                    maxAssociationsPerPeer,
                    tls,
                    bytes,
                    callers,
                    reservedAssociations);
        }

        /** Says who may call, and keeps places for those that are expected. */
        public Options withCallers(Callers who, int reserved) {
            return with(
                    acceptedTransferSyntaxes,
                    idleTimeout,
                    artimTimeout,
                    maxAssociationsPerPeer,
                    tls,
                    minBytesPerSecond,
                    who,
                    reserved);
        }

        private Options with(
                Set<String> syntaxes,
                Duration idle,
                Duration artim,
                int perPeer,
                Optional<Tls> security,
                int bytesPerSecond,
                Callers who,
                int reserved) {
            return new Options(
                    address,
                    aeTitle,
                    sopClasses,
                    maxAssociations,
                    maxPduLength,
                    syntaxes,
                    idle,
                    artim,
                    perPeer,
                    security,
                    bytesPerSecond,
                    who,
                    reserved);
        }
    }

    private StorageScp(
            Options options,
            StoreHandler handler,
            AssociationServices services,
            ServerSocketChannel server) {
        this.options = options;
        this.handler = handler;
        this.services = services;
        this.server = server;
        this.slots =
                new AssociationSlots(
                        options.maxAssociations(),
                        options.reservedAssociations(),
                        options.maxAssociationsPerPeer(),
                        MAX_PENDING,
                        MAX_PENDING_PER_PEER);
        Duration idle = options.idleTimeout();
        Duration artim = options.artimTimeout();
        this.guard = new StallGuard(idle, idle.compareTo(artim) < 0 ? idle : artim);
    }

    /**
     * Starts to listen.
     *
     * @throws IOException when the port cannot be bound; the message says which address
     */
    public static StorageScp listen(Options options, StoreHandler handler) throws IOException {
        return listen(options, handler, AssociationServices.NONE);
    }

    /** As the other; with a handler for commitments, Storage Commitment is offered as well. */
    public static StorageScp listen(
            Options options, StoreHandler handler, Optional<CommitmentHandler> commitments)
            throws IOException {
        return listen(options, handler, AssociationServices.of(commitments));
    }

    /** As the other, with what is offered beside storage. */
    public static StorageScp listen(
            Options options, StoreHandler handler, AssociationServices services)
            throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            // Before bind: the window scale is agreed on when a connection begins.
            server.setOption(StandardSocketOptions.SO_RCVBUF, Connection.BUFFER);
            server.bind(options.address(), BACKLOG);
        } catch (IOException e) {
            server.close();
            throw new IOException(
                    "cannot listen on "
                            + options.address().getHostString()
                            + ":"
                            + options.address().getPort()
                            + ": "
                            + e.getMessage(),
                    e);
        }
        StorageScp scp = new StorageScp(options, handler, services, server);
        Thread.ofVirtual().name("dicom-listen-" + scp.port()).start(scp::listen);
        return scp;
    }

    /** The port that is listened on. */
    public int port() {
        return server.socket().getLocalPort();
    }

    /** Whether new associations are being accepted. */
    public boolean listening() {
        return server.isOpen();
    }

    /** How many associations there are now. */
    public int associations() {
        return slots.associations();
    }

    private void listen() {
        while (server.isOpen()) {
            try {
                begin(server.accept().socket());
            } catch (IOException e) {
                if (server.isOpen()) {
                    // Out of file descriptors, for example: it passes, and the port stays open.
                    LOG.warn("cannot accept a connection: {}", e.getClass().getSimpleName());
                    LockSupport.parkNanos(50_000_000);
                }
            }
        }
    }

    private void begin(Socket socket) {
        try {
            ScpSession session = new ScpSession(socket, options, handler, services);
            sessions.add(session);
            ScpSession oldest = slots.connected(session);
            if (oldest != null) {
                killAside(oldest);
            }
            guard.add(session.connection());
            Thread.ofVirtual()
                    .name("dicom-association")
                    .start(() -> {
                        try {
                            session.run(slots);
                        } finally {
                            guard.remove(session.connection());
                            slots.arrived(session);
                            sessions.remove(session);
                        }
                    });
        } catch (IOException e) {
            closeQuietly(socket);
        }
    }

    /** Stops listening, lets running stores end for a short time (5 s), then aborts. */
    @Override
    public void close() {
        slots.close();
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("closing the port: {}", e.getClass().getSimpleName());
        }
        sessions.stream().filter(session -> !session.busy()).forEach(StorageScp::killAside);
        long deadline = System.nanoTime() + CLOSE_GRACE.toNanos();
        while (sessions.stream().anyMatch(ScpSession::busy) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(5_000_000);
        }
        List<Thread> killers = new ArrayList<>();
        sessions.forEach(session -> killers.add(killAside(session)));
        for (Thread killer : killers) {
            try {
                killer.join(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        guard.close();
    }

    // The last write could block on a peer that takes nothing; that must not hold up the others.
    private static Thread killAside(ScpSession session) {
        return Thread.ofVirtual().name("dicom-kill").start(session::kill);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It never became an association.
        }
    }
}
