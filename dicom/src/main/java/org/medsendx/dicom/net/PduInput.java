package org.medsendx.dicom.net;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.medsendx.dicom.net.PduException.Reason;

/**
 * Cuts the bytes of a connection into PDUs. The buffer grows with what arrived, never with what a
 * length field promises, and lengths beyond the limits end the association.
 */
final class PduInput {

    /** Longest association PDU, bytes: 128 contexts with 40 transfer syntaxes each fit well. */
    static final int MAX_ASSOCIATE = 512 << 10;

    /** For {@link #read}: as long as there is progress. */
    static final long NO_DEADLINE = Long.MAX_VALUE;

    private static final int HEADER = 6;
    private static final int FIRST_BUFFER = 4 << 10;
    // A peer that drips fewer bytes than this within the idle timeout counts as stalled.
    private static final int PROGRESS = 4 << 10;

    private final Connection connection;
    private final int maxPduLength;
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int position;
    private int limit;
    private boolean streaming;

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
     * @param idle how long the peer may make no progress
     * @param deadline System.nanoTime() at which patience ends whatever the progress, or {@link
     *     #NO_DEADLINE}
     * @throws PduException what came is no PDU, or one beyond the limits
     * @throws SocketTimeoutException idle or deadline
     * @throws EOFException the peer closed the connection
     */
    Pdu read(Duration idle, long deadline) throws IOException {
        Patience patience = new Patience(idle, deadline);
        need(HEADER, patience);
        int type = buffer[position] & 0xff;
        long length = ByteBuffer.wrap(buffer, position + 2, 4).getInt() & 0xffffffffL;
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
            grow(Connection.BUFFER);
        }
        need(HEADER + (int) length, patience);
        ByteBuffer body = ByteBuffer.wrap(buffer, position + HEADER, (int) length).slice();
        position += HEADER + (int) length;
        return PduDecoder.decode(type, body);
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
            count = connection.read(buffer, 0, buffer.length, deadline);
            left -= count;
        }
    }

    private void need(int bytes, Patience patience) throws IOException {
        while (limit - position < bytes) {
            if (position + bytes > buffer.length || position == limit) {
                System.arraycopy(buffer, position, buffer, 0, limit - position);
                limit -= position;
                position = 0;
            }
            if (limit == buffer.length) {
                grow(Math.min(2 * buffer.length, bytes));
            }
            int count = connection.read(buffer, limit, buffer.length - limit, patience.deadline());
            if (count < 0) {
                throw new EOFException("connection closed by the peer");
            }
            limit += count;
            patience.progress(count);
        }
    }

    private void grow(int size) {
        if (size > buffer.length) {
            buffer = Arrays.copyOf(buffer, size);
        }
    }

    /** Time that is left for one PDU. */
    private static final class Patience {

        private final long idleNanos;
        private final long deadline;
        private long since = System.nanoTime();
        private int bytes;

        Patience(Duration idle, long deadline) {
            this.idleNanos = idle.toNanos();
            this.deadline = deadline;
        }

        long deadline() {
            long idleEnd = since + idleNanos;
            return deadline == NO_DEADLINE || idleEnd - deadline < 0 ? idleEnd : deadline;
        }

        void progress(int count) {
            bytes += count;
            if (bytes >= PROGRESS) {
                bytes = 0;
                since = System.nanoTime();
            }
        }
    }
}
