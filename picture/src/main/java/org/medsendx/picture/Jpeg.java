package org.medsendx.picture;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes JPEG without AWT: baseline sequential with the example tables of ISO/IEC 10918-1, Annex K,
 * a JFIF header, colour without subsampling, the same bytes for the same pixels. For pictures that
 * people look at once; nothing that is kept goes through it.
 */
public final class Jpeg {

    private static final int BLOCK = 8;

    /** Where a coefficient of the zigzag sequence is in its block (figure A.6). */
    private static final int[] ZIGZAG = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27,
        20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
        58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63
    };

    /** Luminance quantization, row by row (table K.1). */
    private static final int[] QUANTA = {
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69,
        56, 14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81,
        104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99
    };

    /** Codes of DC differences: how many of each length, and what they stand for (table K.3). */
    private static final int[] DC_LENGTHS = {0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0};

    private static final int[] DC_VALUES = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

    /** Codes of AC coefficients (table K.5). */
    private static final int[] AC_LENGTHS = {0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7D};

    private static final int[] AC_VALUES = {
        0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61,
        0x07, 0x22, 0x71, 0x14, 0x32, 0x81, 0x91, 0xA1, 0x08, 0x23, 0x42, 0xB1, 0xC1, 0x15, 0x52,
        0xD1, 0xF0, 0x24, 0x33, 0x62, 0x72, 0x82, 0x09, 0x0A, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x25,
        0x26, 0x27, 0x28, 0x29, 0x2A, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3A, 0x43, 0x44, 0x45,
        0x46, 0x47, 0x48, 0x49, 0x4A, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5A, 0x63, 0x64,
        0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7A, 0x83,
        0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99,
        0x9A, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA8, 0xA9, 0xAA, 0xB2, 0xB3, 0xB4, 0xB5, 0xB6,
        0xB7, 0xB8, 0xB9, 0xBA, 0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xD2, 0xD3,
        0xD4, 0xD5, 0xD6, 0xD7, 0xD8, 0xD9, 0xDA, 0xE1, 0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8,
        0xE9, 0xEA, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA
    };

    /** {@code COSINES[u * 8 + x]}: of the transform, with its factors (A.3.3). */
    private static final double[] COSINES = new double[BLOCK * BLOCK];

    static {
        for (int u = 0; u < BLOCK; u++) {
            for (int x = 0; x < BLOCK; x++) {
                double factor = u == 0 ? Math.sqrt(0.125) : 0.5;
                COSINES[u * BLOCK + x] = factor * Math.cos((2 * x + 1) * u * Math.PI / 16);
            }
        }
    }

    private static final int[][] DC = codes(DC_LENGTHS, DC_VALUES);
    private static final int[][] AC = codes(AC_LENGTHS, AC_VALUES);

    private final OutputStream out;
    private final int[] quanta;
    private int bits;
    private int count;

    private Jpeg(OutputStream out, int[] quanta) {
        this.out = out;
        this.quanta = quanta;
    }

    /** Code and its length by value (Annex C). */
    private static int[][] codes(int[] lengths, int[] values) {
        var codes = new int[256][];
        int code = 0;
        int at = 0;
        for (int length = 1; length <= 16; length++) {
            for (int i = 0; i < lengths[length - 1]; i++) {
                codes[values[at++]] = new int[] {code++, length};
            }
            code <<= 1;
        }
        return codes;
    }

    /**
     * Writes a picture; the stream stays open.
     *
     * @param quality from 1 to 100; at 90 most differences are below two levels of 255
     */
    public static void write(OutputStream out, Raster image, int quality) throws IOException {
        if (image.rows() > 0xFFFF || image.columns() > 0xFFFF || quality < 1 || quality > 100) {
            throw new IllegalArgumentException("no JPEG has this size or quality");
        }
        int scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        int[] quanta = new int[QUANTA.length];
        for (int i = 0; i < quanta.length; i++) {
            quanta[i] = Math.clamp((QUANTA[i] * scale + 50) / 100, 1, 255);
        }
        var buffered = new BufferedOutputStream(out, 1 << 16);
        new Jpeg(buffered, quanta).write(image);
        buffered.flush();
    }

    private void write(Raster image) throws IOException {
        int channels = image.channels();
        word(0xFFD8);
        bytes(0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0);
        bytes(0xFF, 0xDB, 0, 67, 0);
        for (int at : ZIGZAG) {
            out.write(quanta[at]);
        }
        bytes(0xFF, 0xC0, 0, 8 + 3 * channels, 8);
        word(image.rows());
        word(image.columns());
        out.write(channels);
        for (int channel = 1; channel <= channels; channel++) {
            bytes(channel, 0x11, 0);
        }
        table(0x00, DC_LENGTHS, DC_VALUES);
        table(0x10, AC_LENGTHS, AC_VALUES);
        bytes(0xFF, 0xDA, 0, 6 + 2 * channels, channels);
        for (int channel = 1; channel <= channels; channel++) {
            bytes(channel, 0);
        }
        bytes(0, 63, 0);
        scan(image);
        put(0x7F, 7);
        word(0xFFD9);
    }

    private void table(int id, int[] lengths, int[] values) throws IOException {
        bytes(0xFF, 0xC4);
        word(19 + values.length);
        out.write(id);
        bytes(lengths);
        bytes(values);
    }

    private void scan(Raster image) throws IOException {
        int channels = image.channels();
        var before = new int[channels];
        var block = new double[BLOCK * BLOCK];
        for (int top = 0; top < image.rows(); top += BLOCK) {
            for (int left = 0; left < image.columns(); left += BLOCK) {
                for (int channel = 0; channel < channels; channel++) {
                    fill(block, image, top, left, channel);
                    before[channel] = encode(block, before[channel]);
                }
            }
        }
    }

    /** Samples of a block less 128; beyond the edges the last ones again. */
    private static void fill(double[] block, Raster image, int top, int left, int channel) {
        byte[] pixels = image.pixels();
        for (int y = 0; y < BLOCK; y++) {
            int row = Math.min(top + y, image.rows() - 1);
            for (int x = 0; x < BLOCK; x++) {
                int column = Math.min(left + x, image.columns() - 1);
                int at = (row * image.columns() + column) * image.channels();
                block[y * BLOCK + x] =
                        image.channels() == 1
                                ? (pixels[at] & 0xFF) - 128
                                : component(pixels, at, channel);
            }
        }
    }

    // JFIF 1.02: Y, Cb, Cr of RGB
    private static double component(byte[] pixels, int at, int channel) {
        double red = pixels[at] & 0xFF;
        double green = pixels[at + 1] & 0xFF;
        double blue = pixels[at + 2] & 0xFF;
        return switch (channel) {
            case 0 -> 0.299 * red + 0.587 * green + 0.114 * blue - 128;
            case 1 -> -0.168736 * red - 0.331264 * green + 0.5 * blue;
            default -> 0.5 * red - 0.418688 * green - 0.081312 * blue;
        };
    }

    /** Writes a block. @return its DC coefficient */
    private int encode(double[] block, int before) throws IOException {
        var rows = new double[BLOCK * BLOCK];
        for (int y = 0; y < BLOCK; y++) {
            for (int u = 0; u < BLOCK; u++) {
                double sum = 0;
                for (int x = 0; x < BLOCK; x++) {
                    sum += block[y * BLOCK + x] * COSINES[u * BLOCK + x];
                }
                rows[y * BLOCK + u] = sum;
            }
        }
        var levels = new int[BLOCK * BLOCK];
        for (int i = 0; i < levels.length; i++) {
            int u = ZIGZAG[i] % BLOCK;
            int v = ZIGZAG[i] / BLOCK;
            double sum = 0;
            for (int y = 0; y < BLOCK; y++) {
                sum += rows[y * BLOCK + u] * COSINES[v * BLOCK + y];
            }
            levels[i] = (int) Math.round(sum / quanta[ZIGZAG[i]]);
        }
        int difference = levels[0] - before;
        int size = size(difference);
        put(DC[size][0], DC[size][1]);
        put(difference < 0 ? difference - 1 : difference, size);
        int zeros = 0;
        for (int i = 1; i < levels.length; i++) {
            if (levels[i] == 0) {
                zeros++;
                continue;
            }
            for (; zeros > 15; zeros -= 16) {
                put(AC[0xF0][0], AC[0xF0][1]);
            }
            int length = size(levels[i]);
            int[] code = AC[zeros << 4 | length];
            put(code[0], code[1]);
            put(levels[i] < 0 ? levels[i] - 1 : levels[i], length);
            zeros = 0;
        }
        if (zeros > 0) {
            put(AC[0][0], AC[0][1]);
        }
        return levels[0];
    }

    private static int size(int level) {
        return 32 - Integer.numberOfLeadingZeros(Math.abs(level));
    }

    /** Writes so many low bits; a byte of ones is followed by zeros (F.1.2.3). */
    private void put(int value, int length) throws IOException {
        for (int i = length - 1; i >= 0; i--) {
            bits = bits << 1 | value >> i & 1;
            if (++count == 8) {
                out.write(bits);
                if ((bits & 0xFF) == 0xFF) {
                    out.write(0);
                }
                bits = 0;
                count = 0;
            }
        }
    }

    private void word(int value) throws IOException {
        out.write(value >> 8);
        out.write(value);
    }

    private void bytes(int... values) throws IOException {
        for (int value : values) {
            out.write(value);
        }
    }
}
