package org.medsendx.localstack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses ports on loopback: the usual one when it is free, else any free one; never the same one
 * twice.
 */
public final class Ports {

    private static final int ATTEMPTS = 1_000;
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_768;

    private final Set<Integer> given = new HashSet<>();

    /** The usual port when nobody listens on it, else a free one. */
    public int usual(int port) throws IOException {
        return free(port) && given.add(port) ? port : any();
    }

    /**
     * A free port, from below the range that systems take the ports of outgoing connections from:
     * such a connection could take the port of a part before it starts, or while it is down.
     */
    public int any() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (free(port) && given.add(port)) {
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
}
