package org.medsendx.uplink.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A link between a client and a server: so many bytes a second upwards, some delay, and cuts, at
 * which every connection is reset and none is taken until it is up again. It can cut itself once,
 * at a chosen kind of byte.
 */
public final class WeakLink implements AutoCloseable {

    private static final int CHUNK = 8 * 1024;
    private static final Pattern PART = Pattern.compile("^PUT \\S*[?&]partNumber=(\\d+)");
    private static final Pattern LENGTH = Pattern.compile("\r\nContent-Length: (\\d+)\r\n");

    private final InetSocketAddress server;
    private final long bytesPerSecond;
    private final long delayMillis;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong up = new AtomicLong();
    private final Object rate = new Object();
    private volatile @Nullable ServerSocket door;
    private long free;
    private volatile long firstByteAt;

    private volatile @Nullable Moment cutAt;
    private volatile int ofPart;

    /** A kind of byte of the request that sends one part. */
    public enum Moment {
        IN_THE_HEADER,
        IN_THE_BODY,
        BEFORE_THE_ANSWER,
        AFTER_THE_ANSWER
    }

    private WeakLink(URI server, long bytesPerSecond, long delayMillis) throws IOException {
        this.server = new InetSocketAddress(server.getHost(), server.getPort());
        this.bytesPerSecond = bytesPerSecond;
        this.delayMillis = delayMillis;
        this.port = portOfOurs();
    }

    /**
     * A port that no client gets while the link is down: below those that the system gives away.
     */
    private static int portOfOurs() throws IOException {
        for (int tries = 0; tries < 100; tries++) {
            int port = ThreadLocalRandom.current().nextInt(12_000, 32_000);
            try (var free = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException e) {
                // Somebody's; another one.
            }
        }
        throw new IOException("no port is free");
    }

    /**
     * A link that is up.
     *
     * @param delayMillis before the first bytes of each connection go on, in place of a round trip
     */
    public static WeakLink to(URI server, long bytesPerSecond, long delayMillis)
            throws IOException {
        var link = new WeakLink(server, bytesPerSecond, delayMillis);
        link.restore();
        return link;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Bytes that went to the server, of headers and bodies, also of what was cut. */
    public long bytesUp() {
        return up.get();
    }

    /** When the first byte after the latest {@link #restore} went up, or 0; of nanoTime. */
    public long firstByteAt() {
        return firstByteAt;
    }

    /** Cuts itself once, at this moment of the request that sends a part of this number. */
    public void cutAt(Moment moment, int part) {
        ofPart = part;
        cutAt = moment;
    }

    /** Whether it takes no connection. */
    public boolean isDown() {
        var now = door;
        return now == null || now.isClosed();
    }

    /** Takes connections again. */
    public void restore() throws IOException {
        firstByteAt = 0;
        var now = new ServerSocket();
        now.setReuseAddress(true);
        now.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        door = now;
        Thread.ofVirtual().start(() -> accept(now));
    }

    /** Resets what there is and takes nothing. */
    public void cut() throws IOException {
        var now = door;
        if (now != null) {
            now.close();
        }
        for (var socket : open) {
            try {
                // Not a polite end: a reset, as of a link that is gone.
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (SocketException e) {
                // It closed by itself.
            }
        }
        open.clear();
    }

    private void accept(ServerSocket from) {
        while (true) {
            try {
                var client = from.accept();
                var behind = new Socket();
                open.add(client);
                open.add(behind);
                behind.connect(server);
                var talk = new Talk();
                Thread.ofVirtual().start(() -> pass(client, behind, talk, true));
                Thread.ofVirtual().start(() -> pass(behind, client, talk, false));
            } catch (IOException e) {
                if (from.isClosed()) {
                    return;
                }
            }
        }
    }

    private void pass(Socket from, Socket to, Talk talk, boolean upwards) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[CHUNK];
            boolean first = true;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (upwards) {
                    Thread.sleep(wait(n) + (first ? delayMillis : 0));
                    first = false;
                    if (firstByteAt == 0) {
                        firstByteAt = System.nanoTime();
                    }
                    up.addAndGet(n);
                }
                boolean ends =
                        upwards ? talk.endsAtRequest(buffer, n) : talk.endsAtAnswer(buffer, n);
                if (ends) {
                    cutAt = null;
                    cut();
                    return;
                }
                out.write(buffer, 0, n);
                out.flush();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What one connection carries, as far as a cut has to know. */
    private final class Talk {

        private long body = -1;
        private long left;
        private volatile boolean answerIsNext;
        private volatile boolean answered;

        /** Whether the link is cut before these bytes of the client go on. */
        boolean endsAtRequest(byte[] bytes, int count) {
            var moment = cutAt;
            if (moment == null) {
                return false;
            }
            String text = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
            if (answered && moment == Moment.AFTER_THE_ANSWER) {
                return true;
            }
            var part = PART.matcher(text);
            if (part.find() && Integer.parseInt(part.group(1)) == ofPart) {
                var length = LENGTH.matcher(text);
                body = length.find() ? Long.parseLong(length.group(1)) : 0;
                left = body;
                return moment == Moment.IN_THE_HEADER;
            }
            if (body > 0) {
                left -= count;
                answerIsNext = left <= 0;
            }
            return moment == Moment.IN_THE_BODY && body > 0 && left < body / 2;
        }

        /** Whether the link is cut before these bytes of the server go on. */
        boolean endsAtAnswer(byte[] bytes, int count) {
            String text = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
            if (!answerIsNext || !text.startsWith("HTTP/1.1 200")) {
                return false;
            }
            answered = true;
            return cutAt == Moment.BEFORE_THE_ANSWER;
        }
    }

    /** Milliseconds until so many bytes have gone, behind those of all other connections. */
    private long wait(int bytes) {
        synchronized (rate) {
            long now = System.nanoTime();
            free = Math.max(free, now) + bytes * 1_000_000_000L / bytesPerSecond;
            return (free - now) / 1_000_000;
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone.
        }
    }

    @Override
    public void close() throws IOException {
        cut();
    }
}
