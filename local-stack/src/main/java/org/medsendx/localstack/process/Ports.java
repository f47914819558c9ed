package org.medsendx.localstack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/**
 * Chooses ports on loopback: the usual one when it is free, else any free one; never the same one
 * twice.
 */
public final class Ports {

    private final Set<Integer> given = new HashSet<>();

    /** The usual port when nobody listens on it, else a free one. */
    public int usual(int port) throws IOException {
        return free(port) && given.add(port) ? port : any();
    }

    /** A free port. */
    public int any() throws IOException {
        while (true) {
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (given.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            }
        }
    }

    private static boolean free(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
