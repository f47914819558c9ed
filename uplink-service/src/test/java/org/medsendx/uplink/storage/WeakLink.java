package org.medsendx.uplink.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A link between a client and a server: so many bytes a second upwards, some delay, and cuts, at
 * which every connection is reset and none is taken until it is up again.
 */
public final class WeakLink implements AutoCloseable {

    private static final int CHUNK = 8 * 1024;

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

    private WeakLink(URI server, long bytesPerSecond, long delayMillis) throws IOException {
        this.server = new InetSocketAddress(server.getHost(), server.getPort());
        this.bytesPerSecond = bytesPerSecond;
        this.delayMillis = delayMillis;
        try (var reserved = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            this.port = reserved.getLocalPort();
        }
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
                Thread.ofVirtual().start(() -> pass(client, behind, true));
                Thread.ofVirtual().start(() -> pass(behind, client, false));
            } catch (IOException e) {
                if (from.isClosed()) {
                    return;
                }
            }
        }
    }

    private void pass(Socket from, Socket to, boolean upwards) {
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
