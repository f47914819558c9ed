package org.medsendx.dicom.pixel;

/**
 * JPEG-LS Lossless (ITU-T T.87) of 8 to 16 bits allocated with the default parameters; colour in
 * one scan, interleaved by line. The precision is that of the stored bits, but at least 8 for bytes
 * and 9 for words: decoders then give as many bytes as are allocated, and some refuse less.
 */
final class JpegLsEncoder implements FrameEncoder {

    /** Ends an image. */
    static final int EOI = 0xFFD9;

    /** Some decoders take other thresholds for more than twelve bits unless they are told. */
    private static final int MAX_IMPLIED = 4095;

    @Override
    public byte[] encode(int[] stored, FrameFormat format) throws UnsupportedImageException {
        checkAllocated(format);
        format.check(stored);
        int precision = precision(format);
        var bits = new JpegLsBitWriter(stored.length / 2 * (format.bitsAllocated() / 8));
        int components = format.samplesPerPixel();
        var scan = new JpegLsScanEncoder(bits, precision, format.columns(), components);
        scan.rows(stored);
        scan.finish();
        var out = new ByteSink(bits.size() + 64);
        header(out, format, precision);
        bits.writeTo(out);
        out.u16(EOI);
        return out.bytes();
    }

    static void checkAllocated(FrameFormat format) throws UnsupportedImageException {
        if (format.bitsAllocated() != 8 && format.bitsAllocated() != 16) {
            throw new UnsupportedImageException("bits-allocated");
        }
    }

    private static int precision(FrameFormat format) {
        return Math.max(format.bitsAllocated() == 8 ? 8 : 9, format.bitsStored());
    }

    /** Everything before the scan. */
    static void header(ByteSink out, FrameFormat format, int precision) {
        int components = format.samplesPerPixel();
        out.u16(0xFFD8);
        out.u16(0xFFF7);
        out.u16(8 + 3 * components);
        out.u8(precision);
        out.u16(format.rows());
        out.u16(format.columns());
        out.u8(components);
        for (int i = 1; i <= components; i++) {
            out.u8(i);
            out.u16(0x1100);
        }
        int max = (1 << precision) - 1;
        if (max > MAX_IMPLIED) {
            out.u16(0xFFF8);
            out.u16(13);
            out.u8(1);
            out.u16(max);
            for (int threshold : JpegLsModel.thresholds(max, 0)) {
                out.u16(threshold);
            }
            out.u16(JpegLsModel.DEFAULT_RESET);
        }
        out.u16(0xFFDA);
        out.u16(6 + 2 * components);
        out.u8(components);
        for (int i = 1; i <= components; i++) {
            out.u8(i);
            out.u8(0);
        }
        out.u8(0);
        out.u8(components == 1 ? 0 : 1);
        out.u8(0);
    }
}
