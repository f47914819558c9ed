package org.medsendx.deidentification.unseen;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.medsendx.dicom.pixel.FrameFormat;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/**
 * A frame of RLE Lossless (PS3.5, G): its segments up to their last pixel, without what lies
 * between and behind them. Padding by zeros stays.
 */
final class BareRle {

    private static final int HEADER = 64;
    private static final int MAX_SEGMENTS = 15;

    private BareRle() {}

    static byte[] of(byte[] stream, FrameFormat format) throws UnsupportedImageException {
        int pixels = format.rows() * format.columns();
        int segments = format.samplesPerPixel() * Math.max(1, format.bitsAllocated() / 8);
        if (stream.length < HEADER || segments > MAX_SEGMENTS) {
            throw BareStream.broken();
        }
        if (format.bitsAllocated() >= 8) {
            return of(stream, segments, pixels);
        }
        // Single bits: a byte each, or eight a byte as writers of segmentations have it.
        try {
            return of(stream, segments, pixels);
        } catch (UnsupportedImageException e) {
            return of(stream, segments, (pixels + 7) / 8);
        }
    }

    /**
     * @param length how many bytes a segment stands for
     */
    private static byte[] of(byte[] stream, int segments, int length)
            throws UnsupportedImageException {
        ByteBuffer header = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
        if (header.getInt(0) != segments) {
            throw BareStream.broken();
        }
        var bodies = new byte[segments][];
        boolean clean = true;
        for (int i = 0; i < segments; i++) {
            int begin = header.getInt(4 + 4 * i);
            int end = i + 1 < segments ? header.getInt(8 + 4 * i) : stream.length;
            if (begin < HEADER || end < begin || end > stream.length) {
                throw BareStream.broken();
            }
            clean &= i > 0 || zeros(stream, HEADER, begin);
            var body = new ByteArrayOutputStream(end - begin);
            int last = body(stream, begin, end, length, body);
            bodies[i] = body.toByteArray();
            clean &= Arrays.equals(stream, begin, last, bodies[i], 0, bodies[i].length);
            clean &= zeros(stream, last, end);
        }
        clean &= zeros(stream, 4 + 4 * segments, HEADER);
        return clean ? stream : joined(bodies);
    }

    private static boolean zeros(byte[] stream, int begin, int end) {
        for (int i = begin; i < end; i++) {
            if (stream[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Copies runs until all bytes are there; where they end in the stream. */
    private static int body(
            byte[] stream, int begin, int end, int length, ByteArrayOutputStream body)
            throws UnsupportedImageException {
        int at = begin;
        int left = length;
        while (left > 0) {
            if (at >= end) {
                throw BareStream.broken();
            }
            int control = stream[at];
            if (control == -128) {
                body.write(control);
                at++;
                continue;
            }
            int count = control >= 0 ? control + 1 : 1 - control;
            int bytes = control >= 0 ? control + 1 : 1;
            int used = Math.min(count, left);
            int copied = control >= 0 ? used : 1;
            if (copied > end - at - 1) {
                throw BareStream.broken();
            }
            body.write(control >= 0 ? used - 1 : control);
            body.write(stream, at + 1, copied);
            at = Math.min(end, at + 1 + bytes);
            left -= used;
        }
        return at;
    }

    private static byte[] joined(byte[][] bodies) {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(bodies.length);
        int position = HEADER;
        for (byte[] body : bodies) {
            header.putInt(position);
            position += body.length + (body.length & 1);
        }
        var out = new ByteArrayOutputStream(position);
        out.writeBytes(header.array());
        for (byte[] body : bodies) {
            out.writeBytes(body);
            if ((body.length & 1) != 0) {
                out.write(0);
            }
        }
        return out.toByteArray();
    }
}
