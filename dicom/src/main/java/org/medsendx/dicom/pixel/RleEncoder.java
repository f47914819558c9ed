package org.medsendx.dicom.pixel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * RLE Lossless (PS3.5, G): a segment of PackBits for every byte of every sample, the most
 * significant first; runs end with their row, segments have even length.
 */
final class RleEncoder implements FrameEncoder {

    private static final int HEADER = 64;
    private static final int MAX_COUNT = 128;

    @Override
    public byte[] encode(int[] stored, FrameFormat format) throws UnsupportedImageException {
        if (format.bitsAllocated() < 8) {
            throw new UnsupportedImageException("bits-allocated");
        }
        format.check(stored);
        int bytesPerSample = format.bitsAllocated() / 8;
        int segments = format.samplesPerPixel() * bytesPerSample;
        var out = new ByteSink(HEADER + stored.length * bytesPerSample / 2);
        out.skip(HEADER);
        int[] begins = new int[segments];
        byte[] row = new byte[format.columns()];
        for (int segment = 0; segment < segments; segment++) {
            begins[segment] = out.size();
            int sample = segment / bytesPerSample;
            int shift = 8 * (bytesPerSample - 1 - segment % bytesPerSample);
            int from = sample;
            for (int y = 0; y < format.rows(); y++) {
                for (int x = 0; x < row.length; x++, from += format.samplesPerPixel()) {
                    row[x] = (byte) (stored[from] >> shift);
                }
                pack(row, out);
            }
            if ((out.size() & 1) != 0) {
                out.u8(0);
            }
        }
        byte[] stream = out.bytes();
        ByteBuffer header = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(segments);
        for (int begin : begins) {
            header.putInt(begin);
        }
        return stream;
    }

    /** Runs of three and more become runs; two that are equal cost no more among the others. */
    private static void pack(byte[] row, ByteSink out) {
        int at = 0;
        int literal = 0;
        while (at < row.length) {
            int run = run(row, at);
            if (run < 3) {
                at += run;
                continue;
            }
            literals(row, literal, at, out);
            out.u8(1 - run);
            out.u8(row[at]);
            at += run;
            literal = at;
        }
        literals(row, literal, row.length, out);
    }

    private static int run(byte[] row, int from) {
        int end = Math.min(row.length, from + MAX_COUNT);
        int at = from + 1;
        while (at < end && row[at] == row[from]) {
            at++;
        }
        return at - from;
    }

    private static void literals(byte[] row, int from, int to, ByteSink out) {
        for (int at = from; at < to; at += MAX_COUNT) {
            int count = Math.min(MAX_COUNT, to - at);
            out.u8(count - 1);
            out.bytes(row, at, count);
        }
    }
}
