package org.medsendx.dicom.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

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

    /** Only when plain: under TLS it would give what is encrypted. */
    private @Nullable SocketChannel channel;

    private volatile long blockingSince;

    /** For a handshake, whose patience is another than that of a write; nanoseconds. */
    private volatile long blockingAtMost = Long.MAX_VALUE;

    private volatile boolean blocking;
    private volatile long readDeadline;
    private volatile boolean reading;
    private volatile boolean expired;

    Connection(Socket transport) throws IOException {
        transport.setTcpNoDelay(true);
        transport.setKeepAlive(true);
        this.transport = transport;
        this.channel = transport.getChannel();
        this.socket = transport;
        this.in = transport.getInputStream();
        this.out = transport.getOutputStream();
    }

    /**
     * Goes on in TLS, before anything else is read or written.
     *
     * @param timeout for the whole handshake, however often the peer says something
     */
    void secure(SSLSocket secured, Duration timeout) throws IOException {
        // Held throughout, so that nobody writes a last word into the handshake.
        writing.lock();
        try {
            socket = secured;
            socket.setSoTimeout(millis(timeout));
            blockingAtMost = timeout.toNanos();
            blockingSince = System.nanoTime();
            blocking = true;
            channel = null;
            secured.startHandshake();
            socket.setSoTimeout(0);
            in = secured.getInputStream();
            out = secured.getOutputStream();
        } finally {
            blocking = false;
            blockingAtMost = Long.MAX_VALUE;
            writing.unlock();
        }
    }

    /**
     * Reads what is there, at least one byte, to a buffer's position.
     *
     * <p>The deadline is kept by {@link StallGuard}: a timeout of the socket would cost a virtual
     * thread a timer for every read.
     *
     * @param deadline System.nanoTime() at which patience ends
     * @return the number of bytes, or -1 at the end
     * @throws SocketTimeoutException the deadline passed; nothing more can be read
     */
    int read(ByteBuffer into, long deadline) throws IOException {
        readDeadline = deadline;
        reading = true;
        int count;
        try {
            count =
                    into.isDirect() && channel != null
                            ? channel.read(into)
                            : in.read(
                                    into.array(),
                                    into.arrayOffset() + into.position(),
                                    into.remaining());
        } catch (IOException e) {
            throw expired ? new SocketTimeoutException("peer stalled") : e;
        } finally {
            reading = false;
        }
        if (count < 0 && expired) {
            throw new SocketTimeoutException("peer stalled");
        }
        return count;
    }

    /** Whether a buffer outside of the heap may be given to {@link #read}. */
    boolean readsDirectly() {
        return channel != null;
    }

    /**
     * Reads what arrives within a time, at least one byte, to the begin of a buffer of the heap.
     * For connections that we opened.
     *
     * @throws SocketTimeoutException nothing did; reading may go on
     */
    int readWithin(ByteBuffer into, Duration patience) throws IOException {
        socket.setSoTimeout(millis(patience));
        try {
            return in.read(into.array(), into.arrayOffset(), into.capacity());
        } finally {
            socket.setSoTimeout(0);
        }
    }

    /** Whether a read would find something now, be it a part of a record of TLS. */
    boolean hasMore() throws IOException {
        return in.available() > 0 || transport.getInputStream().available() > 0;
    }

    private static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, duration.toMillis()));
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

    /**
     * Ends what takes too long: a read past its deadline, or a write or handshake that has run
     * longer than the patience given here.
     */
    void check(long now, long patience) {
        if (blocking && now - blockingSince > Math.min(patience, blockingAtMost)) {
            close();
        } else if (reading && now - readDeadline > 0) {
            expired = true;
            try {
                // The reader hears an end, and can still say goodbye.
                transport.shutdownInput();
            } catch (IOException e) {
                close();
            }
        }
    }

    /** The certificate that the peer showed in TLS; it is trusted. Empty when it showed none. */
    Optional<X509Certificate> peerCertificate() {
        try {
            return socket instanceof SSLSocket secured
                            && secured.getSession().getPeerCertificates()[0]
                                    instanceof X509Certificate certificate
                    ? Optional.of(certificate)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    InetAddress remoteAddress() {
        return transport.getInetAddress();
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
