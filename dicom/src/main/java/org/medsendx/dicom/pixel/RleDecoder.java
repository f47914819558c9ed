package org.medsendx.dicom.pixel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** RLE Lossless (PS3.5, G): a segment of PackBits for every byte of every sample. */
final class RleDecoder implements FrameDecoder {

    private static final int HEADER = 64;
    private static final int MAX_SEGMENTS = 15;

    @Override
    public int[] decode(byte[] stream, Image image) throws UnsupportedImageException {
        int pixels = image.rows() * image.columns();
        if (image.bitsAllocated() < 8) {
            // segments are of bytes: the standard has no RLE of single bits (PS3.5, 8.2.2)
            throw new UnsupportedImageException("bits-allocated");
        }
        int bytesPerSample = image.bitsAllocated() / 8;
        int segments = image.samplesPerPixel() * bytesPerSample;
        if (stream.length < HEADER) {
            throw new UnsupportedImageException("code-stream");
        }
        ByteBuffer header = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
        if (header.getInt(0) != segments || segments > MAX_SEGMENTS) {
            throw new UnsupportedImageException("code-stream");
        }
        // two bytes make at most 128: what cannot be there is not allocated
        if ((long) pixels * segments > 64L * stream.length) {
            throw new UnsupportedImageException("code-stream");
        }
        int[] cells = new int[image.samples()];
        byte[] plane = new byte[pixels];
        for (int segment = 0; segment < segments; segment++) {
            int begin = header.getInt(4 + 4 * segment);
            int end = segment + 1 < segments ? header.getInt(8 + 4 * segment) : stream.length;
            if (begin < HEADER || end < begin || end > stream.length) {
                throw new UnsupportedImageException("code-stream");
            }
            unpack(stream, begin, end, plane);
            int sample = segment / bytesPerSample;
            // the most significant byte comes first
            int shift = 8 * (bytesPerSample - 1 - segment % bytesPerSample);
            int to = sample;
            for (int i = 0; i < pixels; i++, to += image.samplesPerPixel()) {
                cells[to] |= (plane[i] & 0xFF) << shift;
            }
        }
        return cells;
    }

    private static void unpack(byte[] stream, int begin, int end, byte[] plane)
            throws UnsupportedImageException {
        int from = begin;
        int to = 0;
        while (to < plane.length) {
            if (from >= end) {
                throw new UnsupportedImageException("code-stream");
            }
            int control = stream[from++];
            if (control >= 0) {
                int count = Math.min(control + 1, plane.length - to);
                if (count > end - from) {
                    throw new UnsupportedImageException("code-stream");
                }
                System.arraycopy(stream, from, plane, to, count);
                from += control + 1;
                to += count;
            } else if (control != -128) {
                if (from >= end) {
                    throw new UnsupportedImageException("code-stream");
                }
                int count = Math.min(1 - control, plane.length - to);
                Arrays.fill(plane, to, to + count, stream[from++]);
                to += count;
            }
        }
    }
}
