package org.medsendx.dicom.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocket;

/**
 * The transport below one association. Reading belongs to one thread; writing may come from any.
 */
final class Connection implements Closeable {

    /** Socket buffers, bytes: the round trips of a weak link are long. */
    static final int BUFFER = 256 << 10;

    private final Socket transport;
    private final ReentrantLock writing = new ReentrantLock();
    private Socket socket;
    private OutputStream out;
    private InputStream in;
    private volatile long blockingSince;
    private volatile boolean blocking;

    Connection(Socket transport) throws IOException {
        transport.setTcpNoDelay(true);
        transport.setKeepAlive(true);
        this.transport = transport;
        this.socket = transport;
        this.in = transport.getInputStream();
        this.out = transport.getOutputStream();
    }

    /**
     * Goes on in TLS, before anything else is read or written.
     *
     * @param timeout for each answer of the peer
     */
    void secure(SSLSocket secured, Duration timeout) throws IOException {
        // Held throughout, so that nobody writes a last word into the handshake.
        writing.lock();
        try {
            socket = secured;
            readTimeout((int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis())));
            blockingSince = System.nanoTime();
            blocking = true;
            secured.startHandshake();
            in = secured.getInputStream();
            out = secured.getOutputStream();
        } finally {
            blocking = false;
            writing.unlock();
        }
    }

    InputStream in() {
        return in;
    }

    /** Read timeout in milliseconds, at least 1. */
    void readTimeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        writing.lock();
        try {
            blockingSince = System.nanoTime();
            blocking = true;
            out.write(bytes, offset, length);
            out.flush();
        } finally {
            blocking = false;
            writing.unlock();
        }
    }

    /**
     * Writes unless somebody else is in the middle of a PDU; for the last word of another thread.
     */
    void writeIfIdle(byte[] bytes) throws IOException {
        if (writing.tryLock()) {
            try {
                write(bytes, 0, bytes.length);
            } finally {
                writing.unlock();
            }
        }
    }

    /** How long a call without a timeout of its own has been running, nanoseconds; else 0. */
    long blockedFor(long now) {
        return blocking ? now - blockingSince : 0;
    }

    String remoteAddress() {
        return transport.getInetAddress().getHostAddress();
    }

    /** Says goodbye in TLS, then closes. */
    void closeInOrder() {
        if (socket instanceof SSLSocket && !transport.isClosed()) {
            blockingSince = System.nanoTime();
            blocking = true;
            try {
                socket.close();
            } catch (IOException e) {
                // The peer has closed first.
            } finally {
                blocking = false;
            }
        }
        close();
    }

    /** Closes the TCP socket, and with it ends whatever any thread does with this connection. */
    @Override
    public void close() {
        try {
            transport.close();
        } catch (IOException e) {
            // Nothing is left to be done with it.
        }
    }
}
