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
        if (image.bitsAllocated() == 1) {
            return bits(stream, image);
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
            if (unpack(stream, begin, end, plane) < pixels) {
                throw new UnsupportedImageException("code-stream");
            }
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

    /**
     * Single bits, in one segment: as native pixel data has them, eight a byte, which is what
     * writers of segmentations do, or a byte each as G.2 pads them. The length tells.
     */
    private static int[] bits(byte[] stream, Image image) throws UnsupportedImageException {
        ByteBuffer header = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
        int pixels = image.samples();
        int packed = (pixels + 7) / 8;
        boolean fits =
                image.samplesPerPixel() == 1
                        && stream.length >= HEADER
                        && header.getInt(0) == 1
                        && header.getInt(4) >= HEADER
                        && header.getInt(4) <= stream.length
                        && packed <= 64L * stream.length;
        if (!fits) {
            throw new UnsupportedImageException("code-stream");
        }
        // a segment may have a byte of padding
        byte[] bytes = new byte[Math.max(pixels, packed + 2)];
        int length = unpack(stream, header.getInt(4), stream.length, bytes);
        if (length < packed) {
            throw new UnsupportedImageException("code-stream");
        }
        if (length < pixels || packed + 1 >= pixels) {
            return NativeFrames.bits(bytes, 0, pixels);
        }
        int[] cells = new int[pixels];
        for (int i = 0; i < pixels; i++) {
            cells[i] = bytes[i] & 1;
        }
        return cells;
    }

    /** How many bytes there were, at most as many as are wanted. */
    private static int unpack(byte[] stream, int begin, int end, byte[] plane)
            throws UnsupportedImageException {
        int from = begin;
        int to = 0;
        while (to < plane.length && from < end) {
            int control = stream[from++];
            if (control >= 0) {
                int count = Math.min(control + 1, plane.length - to);
                if (count > end - from) {
                    return to;
                }
                System.arraycopy(stream, from, plane, to, count);
                from += control + 1;
                to += count;
            } else if (control != -128) {
                if (from >= end) {
                    return to;
                }
                int count = Math.min(1 - control, plane.length - to);
                Arrays.fill(plane, to, to + count, stream[from++]);
                to += count;
            }
        }
        return to;
    }
}
