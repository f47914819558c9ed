package org.medsendx.dicom.net;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps the deadlines of connections: of reads, and of what has no timeout in Java, writes and a
 * TLS handshake as a whole. Looks four times within the shortest deadline there is, once a second
 * at least.
 */
final class StallGuard implements AutoCloseable {

    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Duration patience;
    private final Duration shortest;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Starts watching.
     *
     * @param patience for writes and handshakes
     * @param shortest the shortest deadline of any read
     */
    StallGuard(Duration patience, Duration shortest) {
        this.patience = patience;
        this.shortest = shortest;
        this.thread = Thread.ofVirtual().name("dicom-stall-guard").start(this::watch);
    }

    void add(Connection connection) {
        connections.add(connection);
    }

    void remove(Connection connection) {
        connections.remove(connection);
    }

    private void watch() {
        long step = Math.max(10_000_000, Math.min(1_000_000_000, shortest.toNanos() / 4));
        while (!closed) {
            LockSupport.parkNanos(this, step);
            long now = System.nanoTime();
            for (Connection connection : connections) {
                connection.check(now, patience.toNanos());
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
