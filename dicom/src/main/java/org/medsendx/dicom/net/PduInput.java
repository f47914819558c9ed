package org.medsendx.dicom.net;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.medsendx.dicom.net.PduException.Reason;

/**
 * Cuts the bytes of a connection into PDUs. The buffer grows with what arrived, never with what a
 * length field promises, and lengths beyond the limits end the association.
 */
final class PduInput implements Closeable {

    /** Longest association PDU, bytes: 128 contexts with 40 transfer syntaxes each fit well. */
    static final int MAX_ASSOCIATE = 512 << 10;

    /** For {@link #read}: as long as there is progress. */
    static final long NO_DEADLINE = Long.MAX_VALUE;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int HEADER = 6;
    private static final int FIRST_BUFFER = 4 << 10;
    // From here on it is cheaper to read a PDU alone than to read on and move what is too much.
    private static final int LARGE = 32 << 10;

    // Any number of requests up to this length may be under way, and so many longer ones.
    private static final int LONG_REQUEST = 64 << 10;
    private static final int MAX_LONG_REQUESTS = 16;
    private static final AtomicInteger LONG_REQUESTS = new AtomicInteger();

    private final Connection connection;
    private final int maxPduLength;
    private ByteBuffer buffer = ByteBuffer.allocate(FIRST_BUFFER);
    private int position;
    private int limit;
    private boolean streaming;
    private boolean large;
    private boolean longRequest;

    /**
     * @param maxPduLength longest P-DATA-TF, bytes without its header; what we told the peer
     */
    PduInput(Connection connection, int maxPduLength) {
        this.connection = connection;
        this.maxPduLength = maxPduLength;
    }

    /**
     * The next PDU. Views in it are valid until the next call.
     *
     * @param pace how long to wait for the peer
     * @param earns whether the bytes that arrive earn it time
     * @param deadline System.nanoTime() at which patience ends whatever the pace, or {@link
     *     #NO_DEADLINE}
     * @throws PduException what came is no PDU, or one beyond the limits
     * @throws SocketTimeoutException the peer took too long
     * @throws EOFException the peer closed the connection
     */
    Pdu read(Pace pace, boolean earns, long deadline) throws IOException {
        Patience patience = new Patience(pace, earns, deadline);
        need(HEADER, large ? HEADER : buffer.capacity(), patience);
        int type = buffer.get(position) & 0xff;
        long length = buffer.getInt(position + 2) & 0xffffffffL;
        long allowed =
                switch (type) {
                    case PduType.ASSOCIATE_RQ, PduType.ASSOCIATE_AC -> MAX_ASSOCIATE;
                    case PduType.DATA_TF -> maxPduLength;
                    case PduType.ASSOCIATE_RJ,
                            PduType.RELEASE_RQ,
                            PduType.RELEASE_RP,
                            PduType.ABORT ->
                            4;
                    default -> throw new PduException(Reason.UNRECOGNIZED_PDU, "unknown PDU type");
                };
        if (length > allowed) {
            throw new PduException(Reason.INVALID_PARAMETER, "PDU longer than allowed");
        }
        if (type == PduType.DATA_TF && !streaming) {
            // Only an association that carries data gets the large buffer.
            streaming = true;
            endLongRequest();
            replace(ReadBuffers.take(connection.readsDirectly()));
        }
        large = length >= LARGE;
        int bytes = HEADER + (int) length;
        // With the next header it is one call of the system for each large PDU.
        need(bytes, large ? bytes + HEADER : buffer.capacity(), patience);
        ByteBuffer body = buffer.slice(position + HEADER, (int) length);
        position += HEADER + (int) length;
        return PduDecoder.decode(type, body);
    }

    /** Whether bytes are there that were not cut into PDUs yet; does not wait. */
    boolean hasMore() throws IOException {
        return limit > position || connection.hasMore();
    }

    /** Whether anything arrives within this time; if not, nothing has changed. */
    boolean arrives(Duration patience) throws IOException {
        if (limit > position) {
            return true;
        }
        position = 0;
        limit = 0;
        try {
            int count = connection.readWithin(buffer, patience);
            if (count < 0) {
                throw new EOFException("connection closed by the peer");
            }
            limit = count;
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** Reads and forgets until the peer closes, the deadline passes or it has sent too much. */
    void drain(long deadline, int maxBytes) throws IOException {
        int left = maxBytes;
        int count = 0;
        while (count >= 0 && left > 0) {
            count = connection.read(buffer.slice(0, buffer.capacity()), deadline);
            left -= count;
        }
    }

    /**
     * Reads until so many bytes are there.
     *
     * @param most how many may be there afterwards, if that is more
     */
    private void need(int bytes, int most, Patience patience) throws IOException {
        while (limit - position < bytes) {
            if (position + bytes > buffer.capacity() || position == limit) {
                buffer.put(0, buffer, position, limit - position);
                limit -= position;
                position = 0;
            }
            if (limit == buffer.capacity()) {
                int capacity = Math.min(2 * buffer.capacity(), bytes);
                if (!streaming && capacity > LONG_REQUEST) {
                    beginLongRequest();
                }
                replace(ByteBuffer.allocate(capacity));
            }
            int room = Math.min(buffer.capacity(), position + Math.max(most, bytes)) - limit;
            int count = patience.read(connection, buffer.slice(limit, room));
            if (count < 0) {
                throw new EOFException("connection closed by the peer");
            }
            limit += count;
        }
    }

    // Peers that are nobody yet must not be able to fill the memory with halves of requests.
    private void beginLongRequest() throws PduException {
        if (longRequest) {
            return;
        }
        if (LONG_REQUESTS.incrementAndGet() > MAX_LONG_REQUESTS) {
            LONG_REQUESTS.decrementAndGet();
            throw new PduException(Reason.NOT_SPECIFIED, "too many long requests at a time");
        }
        longRequest = true;
    }

    private void endLongRequest() {
        if (longRequest) {
            longRequest = false;
            LONG_REQUESTS.decrementAndGet();
        }
    }

    private void replace(ByteBuffer larger) {
        larger.put(0, buffer, position, limit - position);
        limit -= position;
        position = 0;
        ByteBuffer old = buffer;
        buffer = larger;
        ReadBuffers.give(old);
    }

    /** Ends the use of this input and of all views that it gave. */
    @Override
    public void close() {
        endLongRequest();
        ByteBuffer old = buffer;
        buffer = NOTHING;
        position = 0;
        limit = 0;
        ReadBuffers.give(old);
    }

    /** What one PDU is waited for. */
    private record Patience(Pace pace, boolean earns, long deadline) {

        int read(Connection connection, ByteBuffer into) throws IOException {
            long end = pace.await(System.nanoTime());
            int count;
            try {
                count =
                        connection.read(
                                into,
                                deadline == NO_DEADLINE || end - deadline < 0 ? end : deadline);
            } finally {
                pace.arrived(System.nanoTime());
            }
            if (earns && count > 0) {
                pace.earn(count);
            }
            return count;
        }
    }
}
