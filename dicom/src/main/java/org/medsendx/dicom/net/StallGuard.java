package org.medsendx.dicom.net;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends connections whose peer no longer takes what is written: a blocked write has no timeout of
 * its own in Java, nor has a TLS handshake as a whole.
 */
final class StallGuard implements AutoCloseable {

    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Duration patience;
    private final Thread thread;
    private volatile boolean closed;

    StallGuard(Duration patience) {
        this.patience = patience;
        this.thread = Thread.ofVirtual().name("dicom-stall-guard").start(this::watch);
    }

    void add(Connection connection) {
        connections.add(connection);
    }

    void remove(Connection connection) {
        connections.remove(connection);
    }

    private void watch() {
        long step = Math.max(10_000_000, Math.min(1_000_000_000, patience.toNanos() / 4));
        while (!closed) {
            LockSupport.parkNanos(this, step);
            long now = System.nanoTime();
            for (Connection connection : connections) {
                if (connection.blockedFor(now) > patience.toNanos()) {
                    connection.close();
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
