package org.medsendx.deidentification.unseen;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/**
 * A JPEG 2000 code stream (ITU-T T.800, A) without comments, taken out of the boxes of a JP2 file
 * (I) around it. Comments in tile-part headers are emptied where they are, so that lengths that
 * other segments state stay true.
 */
final class BareJpeg2000 {

    private static final int SOC = 0xFF4F;
    private static final int SIZ = 0xFF51;
    private static final int COM = 0xFF64;
    private static final int SOT = 0xFF90;
    private static final int SOD = 0xFF93;
    private static final int EOC = 0xFFD9;
    private static final int SUPERBOX = 0x6A703268; // jp2h
    private static final int CODESTREAM = 0x6A703263; // jp2c

    private BareJpeg2000() {}

    static byte[] of(byte[] stream) throws UnsupportedImageException {
        boolean boxes =
                stream.length > 12
                        && BareStream.u32(stream, 0) == 12
                        && BareStream.u32(stream, 4) == 0x6A502020;
        byte[] inner = boxes ? unwrapped(stream) : stream;
        int begin = 0;
        while (begin + 4 <= inner.length
                && (BareStream.u16(inner, begin) != SOC
                        || BareStream.u16(inner, begin + 2) != SIZ)) {
            begin++;
        }
        return bare(inner, begin);
    }

    /** Boxes that change what samples mean cannot be left out, and are no part of DICOM (A.4.4). */
    private static byte[] unwrapped(byte[] stream) throws UnsupportedImageException {
        byte[] found = null;
        int at = 0;
        while (at + 8 <= stream.length && found == null) {
            long length = BareStream.u32(stream, at);
            int type = (int) BareStream.u32(stream, at + 4);
            int begin = at + 8;
            if (length == 1) {
                length = BareStream.u32(stream, at + 8) << 32 | BareStream.u32(stream, at + 12);
                begin += 8;
            }
            long end = length == 0 ? stream.length : at + length;
            if (end < begin || end > stream.length) {
                throw BareStream.broken();
            }
            if (type == SUPERBOX) {
                at = begin;
                continue;
            }
            switch (type) {
                case 0x70636C72, 0x636D6170, 0x63646566 -> // pclr, cmap, cdef
                        throw new UnsupportedImageException("jp2-palette");
                case CODESTREAM -> found = Arrays.copyOfRange(stream, begin, (int) end);
                default -> {
                    // says nothing that the data set does not say
                }
            }
            at = (int) end;
        }
        if (found == null) {
            throw BareStream.broken();
        }
        return found;
    }

    private static byte[] bare(byte[] stream, int begin) throws UnsupportedImageException {
        var out = new ByteArrayOutputStream(stream.length);
        int at = begin;
        out.write(stream, at, 2);
        at += 2;
        while (BareStream.u16(stream, at) != SOT) {
            int marker = BareStream.u16(stream, at);
            int end = at + 2 + BareStream.u16(stream, at + 2);
            if (marker >> 8 != 0xFF || end > stream.length || end < at + 4) {
                throw BareStream.broken();
            }
            // T.800 A.2: SIZ to CRG, and those of other parts; unknown ones are ignored
            boolean needed = marker >= 0xFF50 && marker <= 0xFF63;
            if (marker == COM ? BareStream.namesEncoder(stream, at + 6, end) : needed) {
                out.write(stream, at, end - at);
            }
            at = end;
        }
        while (at + 12 <= stream.length && BareStream.u16(stream, at) == SOT) {
            long length = BareStream.u32(stream, at + 6);
            int end = (int) Math.min(stream.length, length == 0 ? stream.length : at + length);
            if (length != 0 && length < 14) {
                throw BareStream.broken();
            }
            byte[] part = Arrays.copyOfRange(stream, at, end);
            int data = emptyComments(part);
            if (length == 0) {
                int last = endOfData(part, data);
                out.write(part, 0, last);
                at += last;
                break;
            }
            out.write(part, 0, part.length);
            at = end;
        }
        if (at + 2 <= stream.length && BareStream.u16(stream, at) == EOC) {
            out.write(stream, at, 2);
        } else if (at < stream.length - 1) {
            out.write(EOC >> 8);
            out.write(EOC);
        }
        return out.toByteArray();
    }

    /** Zeroes what comments of a tile-part header say; where its data begins. */
    private static int emptyComments(byte[] part) throws UnsupportedImageException {
        int at = 12;
        while (at + 2 <= part.length && BareStream.u16(part, at) != SOD) {
            int end = at + 2 + BareStream.u16(part, at + 2);
            if (end > part.length || end < at + 4) {
                throw BareStream.broken();
            }
            int marker = BareStream.u16(part, at);
            boolean known = marker >= 0xFF50 && marker <= 0xFF63;
            if (!known && !BareStream.namesEncoder(part, Math.min(end, at + 6), end)) {
                Arrays.fill(part, Math.min(end, marker == COM ? at + 6 : at + 4), end, (byte) 0);
            }
            at = end;
        }
        return at;
    }

    /** Packets hold no two bytes above FF8F but SOP and EPH (A.1.1). */
    private static int endOfData(byte[] part, int data) throws UnsupportedImageException {
        for (int at = data; at + 2 <= part.length; at++) {
            if (BareStream.u16(part, at) == EOC) {
                return at;
            }
        }
        return part.length;
    }
}
