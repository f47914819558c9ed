package org.medsendx.segmenter.model;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What this process and the one with the network say to each other, over its standard streams. */
final class Wire {

    /** Before each answer; anything else means that something else wrote there. */
    static final int ANSWER = 0x4D444D31;

    /** The JVM's own end when its heap is full (-XX:+ExitOnOutOfMemoryError). */
    static final int EXIT_HEAP = 3;

    /** What an answer is. */
    enum Kind {
        GOOD,
        /** No ONNX Runtime for this machine. */
        NO_RUNTIME,
        /** The network was refused, or failed. */
        REFUSED,
        MEMORY
    }

    private static final int CHUNK = 1 << 16;

    private Wire() {}

    static void writeFloats(DataOutputStream out, float[] values) throws IOException {
        out.writeInt(values.length);
        var bytes = ByteBuffer.allocate(CHUNK);
        for (int from = 0; from < values.length; from += CHUNK / 4) {
            int count = Math.min(CHUNK / 4, values.length - from);
            bytes.clear();
            bytes.asFloatBuffer().put(values, from, count);
            out.write(bytes.array(), 0, count * 4);
        }
    }

    /**
     * @param expected how many there must be
     */
    static float[] readFloats(DataInputStream in, int expected) throws IOException {
        if (in.readInt() != expected) {
            throw new IOException("another number of values");
        }
        var values = new float[expected];
        var bytes = new byte[CHUNK];
        for (int from = 0; from < values.length; from += CHUNK / 4) {
            int count = Math.min(CHUNK / 4, values.length - from);
            in.readFully(bytes, 0, count * 4);
            ByteBuffer.wrap(bytes).asFloatBuffer().get(values, from, count);
        }
        return values;
    }

    static void writeLongs(DataOutputStream out, long[] values) throws IOException {
        out.writeInt(values.length);
        for (long value : values) {
            out.writeLong(value);
        }
    }

    static long[] readLongs(DataInputStream in, int most) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > most) {
            throw new IOException("more than there can be");
        }
        var values = new long[length];
        for (int i = 0; i < length; i++) {
            values[i] = in.readLong();
        }
        return values;
    }
}
