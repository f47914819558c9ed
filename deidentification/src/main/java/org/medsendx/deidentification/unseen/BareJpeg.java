package org.medsendx.deidentification.unseen;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.pixel.UnsupportedImageException;

/**
 * JPEG (ITU-T T.81, B) and JPEG-LS (T.87) from start to end of image: tables, headers and
 * entropy-coded bytes as they are. Of application segments those stay that say what colour is: JFIF
 * without its thumbnail, Adobe's, and the colour transformation of HP's JPEG-LS.
 */
final class BareJpeg {

    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int COM = 0xFE;

    private final byte[] stream;
    private final boolean ls;
    private final ByteArrayOutputStream out;

    private BareJpeg(byte[] stream, boolean ls) {
        this.stream = stream;
        this.ls = ls;
        out = new ByteArrayOutputStream(stream.length);
    }

    static byte[] of(byte[] stream, boolean ls) throws UnsupportedImageException {
        return new BareJpeg(stream, ls).bare();
    }

    private byte[] bare() throws UnsupportedImageException {
        int at = begin();
        marker(SOI);
        at += 2;
        while (true) {
            while (at < stream.length && stream[at] != (byte) 0xFF) {
                at++;
            }
            int fill = at + 1;
            while (at < stream.length && stream[at] == (byte) 0xFF) {
                at++;
            }
            if (at < stream.length) {
                // fill bytes (B.1.1.2), by which some encoders make the length even
                out.write(stream, Math.min(fill, at), Math.max(0, at - fill));
            }
            if (at >= stream.length) {
                // cut off; the decoder decides
                return out.toByteArray();
            }
            int marker = stream[at++] & 0xFF;
            if (marker == EOI) {
                marker(EOI);
                return out.toByteArray();
            }
            if (marker == 0 || marker == 1 || (marker >= 0xD0 && marker <= 0xD7)) {
                continue;
            }
            int end = at + BareStream.u16(stream, at);
            if (marker == SOI || end < at + 2 || end > stream.length) {
                throw BareStream.broken();
            }
            segment(marker, at + 2, end);
            at = marker == SOS ? scan(end) : end;
        }
    }

    private int begin() throws UnsupportedImageException {
        for (int at = 0; at + 2 < stream.length; at++) {
            if (BareStream.u16(stream, at) == 0xFFD8 && stream[at + 2] == (byte) 0xFF) {
                return at;
            }
        }
        throw BareStream.broken();
    }

    private void segment(int marker, int begin, int end) throws UnsupportedImageException {
        if (marker >= 0xE0 && marker <= 0xEF) {
            byte[] application = application(marker & 0xF, begin, end);
            if (application != null) {
                segment(marker, application, 0, application.length);
            }
        } else if (marker == COM ? BareStream.namesEncoder(stream, begin, end) : needed(marker)) {
            segment(marker, stream, begin, end);
        }
    }

    /** Frame headers, tables, scan headers, restart interval, and what comes with them. */
    private static boolean needed(int marker) {
        return (marker >= 0xC0 && marker <= 0xCF && marker != 0xC8)
                || (marker >= SOS && marker <= 0xDF)
                // SOF55 and LSE of JPEG-LS
                || marker == 0xF7
                || marker == 0xF8;
    }

    private byte @Nullable [] application(int number, int begin, int end) {
        int length = end - begin;
        if (number == 0 && length >= 14 && starts(begin, "JFIF\0")) {
            byte[] jfif = java.util.Arrays.copyOfRange(stream, begin, begin + 14);
            jfif[12] = 0;
            jfif[13] = 0;
            return jfif;
        }
        if (number == 14 && length >= 12 && starts(begin, "Adobe")) {
            return java.util.Arrays.copyOfRange(stream, begin, begin + 12);
        }
        if (ls && number == 8 && length == 5 && starts(begin, "mrfx")) {
            return java.util.Arrays.copyOfRange(stream, begin, end);
        }
        return null;
    }

    private boolean starts(int begin, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (stream[begin + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Entropy-coded bytes up to the next marker that is no restart; where that is. */
    private int scan(int begin) {
        int at = begin;
        while (at + 1 < stream.length) {
            if (stream[at] == (byte) 0xFF) {
                int next = stream[at + 1] & 0xFF;
                boolean data = ls ? next < 0x80 : next == 0;
                boolean restart = next >= 0xD0 && next <= 0xD7;
                if (!data && !restart) {
                    out.write(stream, begin, at - begin);
                    return at;
                }
                at++;
            }
            at++;
        }
        out.write(stream, begin, stream.length - begin);
        return stream.length;
    }

    private void marker(int marker) {
        out.write(0xFF);
        out.write(marker);
    }

    private void segment(int marker, byte[] bytes, int begin, int end) {
        marker(marker);
        int length = end - begin + 2;
        out.write(length >> 8);
        out.write(length);
        out.write(bytes, begin, end - begin);
    }
}
