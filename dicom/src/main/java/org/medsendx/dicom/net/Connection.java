package org.medsendx.dicom.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The transport below one association. Reading belongs to one thread; writing may come from any.
 */
final class Connection implements Closeable {

    /** Socket buffers, bytes: the round trips of a weak link are long. */
    static final int BUFFER = 256 << 10;

    private final Socket transport;
    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile long writingSince;
    private volatile boolean inWrite;

    /**
     * @param transport the TCP socket
     * @param socket what is read and written: the same, or TLS above it
     */
    Connection(Socket transport, Socket socket) throws IOException {
        this.transport = transport;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    static void prepare(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
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
            writingSince = System.nanoTime();
            inWrite = true;
            out.write(bytes, offset, length);
            out.flush();
        } finally {
            inWrite = false;
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

    /** How long the present write has been running, nanoseconds; 0 when there is none. */
    long writingFor(long now) {
        return inWrite ? now - writingSince : 0;
    }

    String remoteAddress() {
        return transport.getInetAddress().getHostAddress();
    }

    /** Closes the TCP socket first: closing TLS politely could block on a dead peer. */
    @Override
    public void close() {
        try {
            transport.close();
        } catch (IOException e) {
            // Nothing is left to be done with it.
        }
    }
}
