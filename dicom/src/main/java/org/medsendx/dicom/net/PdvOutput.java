package org.medsendx.dicom.net;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Cuts messages into presentation data values, each in a P-DATA-TF of its own and no longer than
 * the peer allows, and writes as many of them at once as fit the buffer.
 */
final class PdvOutput {

    /** Of a P-DATA-TF and of the one PDV in it. */
    private static final int HEADERS = 12;

    private static final int SMALL_BUFFER = 4 << 10;

    private final Connection connection;
    private final int fragment;
    private byte[] buffer = new byte[SMALL_BUFFER];
    private int size;

    /**
     * @param peerMaxPduLength what the peer is willing to receive, bytes; 0 for no limit
     */
    PdvOutput(Connection connection, long peerMaxPduLength) {
        this.connection = connection;
        long most = Connection.BUFFER - HEADERS;
        long allowed = peerMaxPduLength == 0 ? most : Math.min(most, peerMaxPduLength - 6);
        // An even length, so that every fragment has one (PS3.8, annex D.1 asks for it).
        this.fragment = (int) allowed & ~1;
        if (fragment < 2) {
            throw new IllegalArgumentException("maximum PDU length leaves no room for a value");
        }
    }

    /** Queues a command set; {@link #flush} or a following data set sends it. */
    void command(int contextId, byte[] command) throws IOException {
        queue(contextId, command, true);
    }

    /** Sends a data set. */
    void dataSet(int contextId, byte[] dataSet) throws IOException {
        queue(contextId, dataSet, false);
        flush();
    }

    private void queue(int contextId, byte[] bytes, boolean command) throws IOException {
        int from = 0;
        do {
            int length = Math.min(fragment, bytes.length - from);
            room(length);
            System.arraycopy(bytes, from, buffer, size + HEADERS, length);
            from += length;
            close(contextId, length, command, from == bytes.length);
        } while (from < bytes.length);
    }

    /**
     * Sends a part of a file as a data set.
     *
     * @throws EOFException the file is shorter than it was
     */
    void dataSet(int contextId, FileChannel file, long position, long length, SendRate rate)
            throws IOException {
        grow(Connection.BUFFER);
        long from = position;
        long end = position + length;
        do {
            int count = (int) Math.min(fragment, end - from);
            if (count > 0) {
                rate.await(count);
            }
            room(count);
            ByteBuffer view = ByteBuffer.wrap(buffer, size + HEADERS, count);
            while (view.hasRemaining()) {
                int read = file.read(view, from);
                if (read < 0) {
                    throw new EOFException("file became shorter while it was sent");
                }
                from += read;
            }
            close(contextId, count, false, from == end);
        } while (from < end);
        flush();
    }

    void flush() throws IOException {
        int length = size;
        size = 0;
        if (length > 0) {
            connection.write(buffer, 0, length);
        }
    }

    private void room(int length) throws IOException {
        if (size + HEADERS + length > buffer.length) {
            flush();
            grow(HEADERS + length);
        }
    }

    private void grow(int capacity) {
        if (buffer.length < capacity) {
            byte[] larger = new byte[capacity];
            System.arraycopy(buffer, 0, larger, 0, size);
            buffer = larger;
        }
    }

    private void close(int contextId, int length, boolean command, boolean last) {
        ByteBuffer.wrap(buffer, size, HEADERS)
                .put((byte) PduType.DATA_TF)
                .put((byte) 0)
                .putInt(length + 6)
                .putInt(length + 2)
                .put((byte) contextId)
                .put((byte) ((command ? 1 : 0) | (last ? 2 : 0)));
        size += HEADERS + length;
    }
}
