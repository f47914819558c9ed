package org.medsendx.dicom.pixel;

import org.jspecify.annotations.Nullable;

/**
 * JPEG-LS, lossless and near-lossless (ITU-T T.87): all three interleave modes, preset parameters.
 * Mapping tables and restart intervals are not decoded.
 */
final class JpegLsDecoder implements FrameDecoder {

    private static final int SOI = 0xFFD8;
    private static final int SOF55 = 0xF7;
    private static final int LSE = 0xF8;
    private static final int APP8 = 0xE8;
    private static final int DRI = 0xDD;
    private static final int SOS = 0xDA;
    private static final int EOI = 0xD9;

    private static final int NOT_INTERLEAVED = 0;
    private static final int BY_SAMPLE = 2;

    /** What the header segments say. */
    private static final class Header {
        private int precision;
        private int components;
        private int maxValue;
        private int threshold1;
        private int threshold2;
        private int threshold3;
        private int reset;
    }

    @Override
    public int[] decode(byte[] stream, Image image) throws UnsupportedImageException {
        var cells = new int[0];
        int component = 0;
        var scans = new Scans(stream, image);
        while (component < image.samplesPerPixel()) {
            Scan scan = scans.next();
            if (cells.length == 0) {
                cells = new int[image.samples()];
            }
            if (scan.interleave == BY_SAMPLE) {
                scan.data.pixels(cells, image);
            } else {
                scan.data.planes(cells, image, component, scan.components);
            }
            component += scan.components;
            scans.position = nextMarker(stream, scan.data.position());
        }
        return cells;
    }

    /**
     * The rows of a frame, as {@link #decode} gives them together, where one scan has all
     * components line by line.
     *
     * @return null when they are not in that order
     */
    JpegLsScan.@Nullable Rows rows(byte[] stream, Image image) throws UnsupportedImageException {
        Scan scan = new Scans(stream, image).next();
        boolean lines = scan.interleave != BY_SAMPLE && scan.components == image.samplesPerPixel();
        return lines ? scan.data.rows(image.columns(), scan.components) : null;
    }

    /** A scan that is about to be decoded. */
    private record Scan(JpegLsScan data, int interleave, int components) {}

    /** The segments of a code stream, up to the next scan. */
    private static final class Scans {

        private final byte[] stream;
        private final Image image;
        private final Header header = new Header();
        private int position = 2;

        private Scans(byte[] stream, Image image) throws UnsupportedImageException {
            this.stream = stream;
            this.image = image;
            if (stream.length < 4 || u16(stream, 0) != SOI) {
                throw broken();
            }
        }

        private Scan next() throws UnsupportedImageException {
            while (true) {
                if (u8(stream, position) != 0xFF) {
                    throw broken();
                }
                int marker = u8(stream, position + 1);
                if (marker == 0xFF) {
                    position++;
                    continue;
                }
                int begin = position + 4;
                int end = position + 2 + u16(stream, position + 2);
                if (marker == EOI || end < begin || end > stream.length) {
                    throw broken();
                }
                position = end;
                switch (marker) {
                    case SOF55 -> frame(header, stream, begin, image);
                    case APP8 -> colourTransform(stream, begin, end);
                    case LSE -> presets(header, stream, begin);
                    case DRI -> {
                        if (u16(stream, begin) != 0) {
                            throw new UnsupportedImageException("jpeg-restart-interval");
                        }
                    }
                    case SOS -> {
                        return scan(begin);
                    }
                    default -> {}
                }
            }
        }

        private Scan scan(int begin) throws UnsupportedImageException {
            if (header.components == 0) {
                throw broken();
            }
            int count = u8(stream, begin);
            int near = u8(stream, begin + 1 + 2 * count);
            int interleave = u8(stream, begin + 2 + 2 * count);
            if (count != (interleave == NOT_INTERLEAVED ? 1 : header.components)
                    || interleave > BY_SAMPLE
                    || (u8(stream, begin + 3 + 2 * count) & 15) != 0) {
                throw broken();
            }
            return new Scan(JpegLsDecoder.scan(header, near, stream, position), interleave, count);
        }
    }

    private static void frame(Header header, byte[] stream, int begin, Image image)
            throws UnsupportedImageException {
        header.precision = u8(stream, begin);
        header.components = u8(stream, begin + 5);
        boolean fits =
                u16(stream, begin + 1) == image.rows()
                        && u16(stream, begin + 3) == image.columns()
                        && header.components == image.samplesPerPixel()
                        && header.precision >= 2
                        && header.precision <= 16
                        // a run takes a bit for at most 2^15 samples
                        && image.samples() <= stream.length * (8L << 15);
        if (!fits) {
            throw broken();
        }
    }

    /** An extension that DICOM does not have: samples would be of another colour. */
    private static void colourTransform(byte[] stream, int begin, int end)
            throws UnsupportedImageException {
        boolean named =
                end - begin >= 5
                        && stream[begin] == 'm'
                        && stream[begin + 1] == 'r'
                        && stream[begin + 2] == 'f'
                        && stream[begin + 3] == 'x';
        if (named && stream[begin + 4] != 0) {
            throw new UnsupportedImageException("jpeg-ls-colour-transform");
        }
    }

    private static void presets(Header header, byte[] stream, int begin)
            throws UnsupportedImageException {
        if (u8(stream, begin) != 1) {
            throw new UnsupportedImageException("jpeg-ls-mapping-table");
        }
        header.maxValue = u16(stream, begin + 1);
        header.threshold1 = u16(stream, begin + 3);
        header.threshold2 = u16(stream, begin + 5);
        header.threshold3 = u16(stream, begin + 7);
        header.reset = u16(stream, begin + 9);
    }

    /** Presets of 0 stand for the defaults of C.2.4.1.1. */
    private static JpegLsScan scan(Header header, int near, byte[] stream, int position)
            throws UnsupportedImageException {
        int largest = (1 << header.precision) - 1;
        int max = header.maxValue == 0 ? largest : header.maxValue;
        if (max > largest || near > Math.min(255, max / 2)) {
            throw broken();
        }
        int[] defaults = JpegLsModel.thresholds(max, near);
        int t1 = header.threshold1 == 0 ? defaults[0] : header.threshold1;
        int t2 = header.threshold2 == 0 ? defaults[1] : header.threshold2;
        int t3 = header.threshold3 == 0 ? defaults[2] : header.threshold3;
        int reset = header.reset == 0 ? JpegLsModel.DEFAULT_RESET : header.reset;
        if (t1 < near + 1 || t2 < t1 || t3 < t2 || t3 > max || reset < 3) {
            throw broken();
        }
        return new JpegLsScan(stream, position, max, near, new int[] {t1, t2, t3}, reset);
    }

    private static int nextMarker(byte[] stream, int from) {
        int at = from;
        while (at + 1 < stream.length
                && ((stream[at] & 0xFF) != 0xFF || (stream[at + 1] & 0xFF) < 0x80)) {
            at++;
        }
        return at;
    }

    static UnsupportedImageException broken() {
        return new UnsupportedImageException("code-stream");
    }

    private static int u8(byte[] stream, int at) throws UnsupportedImageException {
        if (at >= stream.length) {
            throw broken();
        }
        return stream[at] & 0xFF;
    }

    private static int u16(byte[] stream, int at) throws UnsupportedImageException {
        return u8(stream, at) << 8 | u8(stream, at + 1);
    }
}
