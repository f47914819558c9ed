package org.medsendx.dicom.net;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Buffers of {@link Connection#BUFFER} bytes for associations that carry data. Those outside of the
 * heap, from which the system reads and writes without another copy, are kept for the next
 * association: they are freed late otherwise.
 */
final class ReadBuffers {

    private static final int MAX_KEPT = 16;

    private static final ConcurrentLinkedDeque<ByteBuffer> KEPT = new ConcurrentLinkedDeque<>();
    private static final AtomicInteger COUNT = new AtomicInteger();

    private ReadBuffers() {}

    static ByteBuffer take(boolean direct) {
        if (!direct) {
            return ByteBuffer.allocate(Connection.BUFFER);
        }
        ByteBuffer kept = KEPT.pollFirst();
        if (kept == null) {
            return ByteBuffer.allocateDirect(Connection.BUFFER);
        }
        COUNT.decrementAndGet();
        return kept;
    }

    /** Back, when it is one that is kept; no view of it may be used any more. */
    static void give(ByteBuffer buffer) {
        if (buffer.isDirect() && buffer.capacity() == Connection.BUFFER) {
            if (COUNT.incrementAndGet() <= MAX_KEPT) {
                KEPT.addFirst(buffer);
            } else {
                COUNT.decrementAndGet();
            }
        }
    }
}
