package org.medsendx.miner.messaging;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A stored value, and which waiting events are part of it already: what is stored apart may outlive
 * a crash apart.
 *
 * @param upTo events with a lower number that concern the value are part of it
 */
record Marked(long upTo, byte[] value) {

    byte[] write() {
        return ByteBuffer.allocate(Long.BYTES + value.length).putLong(upTo).put(value).array();
    }

    static Marked read(byte[] stored) {
        return new Marked(mark(stored), Arrays.copyOfRange(stored, Long.BYTES, stored.length));
    }

    /** The mark alone. */
    static long mark(byte[] stored) {
        return ByteBuffer.wrap(stored).getLong();
    }
}
