package org.medsendx.localstack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Chooses ports on loopback: the usual one when it is free, else any free one; never the same one
 * twice, neither here nor in another process of this user that chooses so too: a port is given long
 * before its part listens on it, and two stacks may start at once. What was given stays so until
 * this process ends.
 */
public final class Ports {

    private static final int ATTEMPTS = 1_000;
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_768;
    private static final Set<Integer> GIVEN = new HashSet<>();

    // A byte for each port is locked. One channel, never closed: closing any of a process would
    // give up all of its locks.
    private static final @Nullable FileChannel RESERVED = open();

    /** The usual port when nobody listens on it, else a free one. */
    public int usual(int port) throws IOException {
        return free(port) && reserved(port) ? port : any();
    }

    /**
     * A free port, from below the range that systems take the ports of outgoing connections from:
     * such a connection could take the port of a part before it starts, or while it is down.
     */
    public int any() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (free(port) && reserved(port)) {
                return port;
            }
        }
        throw new IOException("no free port");
    }

    private static boolean free(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean reserved(int port) {
        synchronized (GIVEN) {
            return !GIVEN.contains(port) && locked(port) && GIVEN.add(port);
        }
    }

    private static boolean locked(int port) {
        if (RESERVED == null) {
            return true;
        }
        try {
            return RESERVED.tryLock(port, 1, false) != null;
        } catch (IOException | OverlappingFileLockException e) {
            return false;
        }
    }

    /** Null where there is no place for the file: then only who listens counts. */
    private static @Nullable FileChannel open() {
        var file =
                Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "medsendx-ports-" + System.getProperty("user.name") + ".lock");
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            return null;
        }
    }
}
