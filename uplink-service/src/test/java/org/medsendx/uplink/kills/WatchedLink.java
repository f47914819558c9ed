package org.medsendx.uplink.kills;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * A link to a store that does something once, when a request that it waits for goes by: before it
 * goes on, in the middle of its body, or before its answer goes back.
 */
final class WatchedLink implements AutoCloseable {

    private static final int CHUNK = 64 * 1024;

    /** When, of a request. */
    enum Moment {
        REQUEST,
        ANSWER
    }

    private record Watch(Predicate<String> head, Moment moment, Runnable then) {}

    private final InetSocketAddress server;
    private final ServerSocket door;
    private final AtomicReference<Watch> watch = new AtomicReference<>();

    WatchedLink(URI server) throws IOException {
        this.server = new InetSocketAddress(server.getHost(), server.getPort());
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    /**
     * Does something once.
     *
     * @param head of the request line
     */
    void once(Predicate<String> head, Moment moment, Runnable then) {
        watch.set(new Watch(head, moment, then));
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var client = door.accept();
                var behind = new Socket();
                behind.connect(server);
                var seen = new AtomicReference<Watch>();
                Thread.ofVirtual().start(() -> up(client, behind, seen));
                Thread.ofVirtual().start(() -> down(behind, client, seen));
            } catch (IOException e) {
                // Closed, or the store is away: the client is left without an answer.
            }
        }
    }

    private void up(Socket from, Socket to, AtomicReference<Watch> seen) {
        byte[] buffer = new byte[CHUNK];
        try (from;
                to) {
            var in = from.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                var wanted = watch.get();
                if (wanted != null) {
                    String line = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
                    line = line.substring(0, Math.max(0, line.indexOf('\r')));
                    if (wanted.head().test(line) && watch.compareAndSet(wanted, null)) {
                        if (wanted.moment() == Moment.REQUEST) {
                            wanted.then().run();
                        } else {
                            seen.set(wanted);
                        }
                    }
                }
                to.getOutputStream().write(buffer, 0, n);
            }
        } catch (IOException e) {
            // One of them went.
        }
    }

    private static void down(Socket from, Socket to, AtomicReference<Watch> seen) {
        byte[] buffer = new byte[CHUNK];
        try (from;
                to) {
            var in = from.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                boolean goOn =
                        new String(buffer, 0, n, StandardCharsets.ISO_8859_1)
                                .startsWith("HTTP/1.1 100");
                var wanted = goOn ? null : seen.getAndSet(null);
                if (wanted != null) {
                    wanted.then().run();
                }
                to.getOutputStream().write(buffer, 0, n);
            }
        } catch (IOException e) {
            // One of them went.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
