package org.medsendx.dicom.pixel;

import java.util.Arrays;

/** Decodes one scan of JPEG-LS (ITU-T T.87, A); names as in the standard where they are short. */
final class JpegLsScan {

    private static final int[] J = {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12,
        13, 14, 15
    };

    private static final int CONTEXTS = 365;

    private final JpegLsBits bits;
    private final int maxValue;
    private final int near;
    private final int step;
    private final int range;
    private final int quantizedBits;
    private final int limit;
    private final int reset;

    /** Quantised gradients (A.3.3), by gradient + maxValue. */
    private final byte[] gradients;

    // contexts 365 and 366 are those of run interruption
    private final int[] a = new int[CONTEXTS + 2];
    private final int[] b = new int[CONTEXTS];
    private final int[] c = new int[CONTEXTS];
    private final int[] n = new int[CONTEXTS + 2];
    private final int[] negative = new int[2];
    private int runIndex;

    JpegLsScan(byte[] stream, int position, int maxValue, int near, int[] thresholds, int reset) {
        this.bits = new JpegLsBits(stream, position);
        this.maxValue = maxValue;
        this.near = near;
        this.step = 2 * near + 1;
        this.range = (maxValue + 2 * near) / step + 1;
        this.quantizedBits = bitsFor(range);
        int bitsPerSample = Math.max(2, bitsFor(maxValue + 1));
        this.limit = 2 * (bitsPerSample + Math.max(8, bitsPerSample));
        this.reset = reset;
        Arrays.fill(a, Math.max(2, (range + 32) >> 6));
        Arrays.fill(n, 1);
        this.gradients = gradients(maxValue, near, thresholds);
    }

    /** The smallest number of bits that has this many values. */
    private static int bitsFor(int values) {
        return 32 - Integer.numberOfLeadingZeros(values - 1);
    }

    private static byte[] gradients(int maxValue, int near, int[] thresholds) {
        byte[] table = new byte[2 * maxValue + 1];
        for (int d = -maxValue; d <= maxValue; d++) {
            int size = Math.abs(d);
            int level =
                    size <= near
                            ? 0
                            : size < thresholds[0]
                                    ? 1
                                    : size < thresholds[1] ? 2 : size < thresholds[2] ? 3 : 4;
            table[d + maxValue] = (byte) (d < 0 ? -level : level);
        }
        return table;
    }

    int position() {
        return bits.position();
    }

    /** One component, or several of them line by line. */
    void planes(int[] cells, Image image, int first, int count) throws UnsupportedImageException {
        int columns = image.columns();
        int pixel = image.samplesPerPixel();
        int[][] above = new int[count][columns + 2];
        int[][] line = new int[count][columns + 2];
        int[] runIndexes = new int[count];
        for (int y = 0; y < image.rows(); y++) {
            for (int i = 0; i < count; i++) {
                runIndex = runIndexes[i];
                int[] before = above[i];
                int[] now = line[i];
                before[columns + 1] = before[columns];
                now[0] = before[1];
                line(before, now, columns);
                runIndexes[i] = runIndex;
                int to = y * columns * pixel + first + i;
                for (int x = 1; x <= columns; x++, to += pixel) {
                    cells[to] = now[x];
                }
                above[i] = now;
                line[i] = before;
            }
        }
    }

    private void line(int[] above, int[] line, int columns) throws UnsupportedImageException {
        int rb = above[0];
        int rd = above[1];
        int x = 1;
        while (x <= columns) {
            int ra = line[x - 1];
            int rc = rb;
            rb = rd;
            rd = above[x + 1];
            int context = context(rd - rb, rb - rc, rc - ra);
            if (context != 0) {
                line[x] = regular(context, ra, rb, rc);
                x++;
            } else {
                int run = run(columns - x + 1);
                Arrays.fill(line, x, x + run, ra);
                x += run;
                if (x <= columns) {
                    line[x] = interruption(ra, above[x]);
                    x++;
                    runIndex = Math.max(0, runIndex - 1);
                }
                if (x <= columns) {
                    rb = above[x - 1];
                    rd = above[x];
                }
            }
        }
    }

    /** All components of a pixel together. */
    void pixels(int[] cells, Image image) throws UnsupportedImageException {
        int columns = image.columns();
        int count = image.samplesPerPixel();
        int[] above = new int[(columns + 2) * count];
        int[] line = new int[(columns + 2) * count];
        int[] contexts = new int[count];
        for (int y = 0; y < image.rows(); y++) {
            for (int i = 0; i < count; i++) {
                above[(columns + 1) * count + i] = above[columns * count + i];
                line[i] = above[count + i];
            }
            int x = 1;
            while (x <= columns) {
                boolean flat = true;
                for (int i = 0; i < count; i++) {
                    int at = x * count + i;
                    int rb = above[at];
                    int rc = above[at - count];
                    contexts[i] = context(above[at + count] - rb, rb - rc, rc - line[at - count]);
                    flat &= contexts[i] == 0;
                }
                if (!flat) {
                    for (int i = 0; i < count; i++) {
                        int at = x * count + i;
                        line[at] =
                                regular(
                                        contexts[i],
                                        line[at - count],
                                        above[at],
                                        above[at - count]);
                    }
                    x++;
                    continue;
                }
                int run = run(columns - x + 1);
                for (int at = x * count; at < (x + run) * count; at++) {
                    line[at] = line[at - count];
                }
                x += run;
                if (x <= columns) {
                    for (int i = 0; i < count; i++) {
                        int at = x * count + i;
                        int ra = line[at - count];
                        int rb = above[at];
                        int error = interruptionError(0);
                        line[at] = reconstruct(rb, rb < ra ? -error : error);
                    }
                    x++;
                    runIndex = Math.max(0, runIndex - 1);
                }
            }
            System.arraycopy(line, count, cells, y * columns * count, columns * count);
            int[] swap = above;
            above = line;
            line = swap;
        }
    }

    /** Three gradients as one number; its sign is the context's (A.3.4). */
    private int context(int d1, int d2, int d3) {
        int zero = maxValue;
        return 81 * gradients[d1 + zero] + 9 * gradients[d2 + zero] + gradients[d3 + zero];
    }

    private int regular(int signedContext, int ra, int rb, int rc)
            throws UnsupportedImageException {
        int sign = signedContext >> 31;
        int q = (signedContext ^ sign) - sign;
        int low = Math.min(ra, rb);
        int high = Math.max(ra, rb);
        int prediction = rc >= high ? low : rc <= low ? high : ra + rb - rc;
        prediction += (c[q] ^ sign) - sign;
        prediction = Math.min(maxValue, Math.max(0, prediction));

        int k = 0;
        int count = n[q];
        int sum = a[q];
        while (count << k < sum) {
            k++;
        }
        if (k > 24) {
            throw JpegLsDecoder.broken();
        }
        int mapped = bits.golomb(k, limit, quantizedBits);
        int error = (mapped >> 1) ^ -(mapped & 1);
        if (k == 0 && near == 0 && 2 * b[q] <= -count) {
            error = -error - 1;
        }
        update(q, error);
        return reconstruct(prediction, (error ^ sign) - sign);
    }

    /** A.6. */
    private void update(int q, int error) {
        int bias = b[q] + error * step;
        int sum = a[q] + Math.abs(error);
        int count = n[q];
        if (count == reset) {
            sum >>= 1;
            bias >>= 1;
            count >>= 1;
        }
        count++;
        if (bias <= -count) {
            bias = Math.max(bias + count, 1 - count);
            if (c[q] > -128) {
                c[q]--;
            }
        } else if (bias > 0) {
            bias = Math.min(bias - count, 0);
            if (c[q] < 127) {
                c[q]++;
            }
        }
        a[q] = sum;
        b[q] = bias;
        n[q] = count;
    }

    private int reconstruct(int prediction, int error) {
        int value = prediction + error * step;
        if (value < -near) {
            value += range * step;
        } else if (value > maxValue + near) {
            value -= range * step;
        }
        return Math.min(maxValue, Math.max(0, value));
    }

    /** The length of a run (A.7.1), at most what is left of the line. */
    private int run(int left) throws UnsupportedImageException {
        int length = 0;
        while (bits.bit() != 0) {
            int part = 1 << J[runIndex];
            int count = Math.min(part, left - length);
            length += count;
            if (count == part && runIndex < 31) {
                runIndex++;
            }
            if (length == left) {
                return length;
            }
        }
        if (J[runIndex] > 0) {
            length += bits.take(J[runIndex]);
        }
        if (length > left) {
            throw JpegLsDecoder.broken();
        }
        return length;
    }

    /** The sample that ends a run (A.7.2). */
    private int interruption(int ra, int rb) throws UnsupportedImageException {
        if (Math.abs(ra - rb) <= near) {
            return reconstruct(ra, interruptionError(1));
        }
        int error = interruptionError(0);
        return reconstruct(rb, rb < ra ? -error : error);
    }

    private int interruptionError(int type) throws UnsupportedImageException {
        int q = CONTEXTS + type;
        int count = n[q];
        int sum = a[q] + (type == 1 ? count >> 1 : 0);
        int k = 0;
        while (count << k < sum) {
            k++;
        }
        if (k > 24) {
            throw JpegLsDecoder.broken();
        }
        int mapped = bits.golomb(k, limit - J[runIndex] - 1, quantizedBits);
        int shifted = mapped + type;
        int odd = shifted & 1;
        int size = (shifted + odd) >> 1;
        boolean minus = (k != 0 || 2 * negative[type] >= count) == (odd == 1);
        if (minus && size != 0) {
            negative[type]++;
        }
        a[q] += (mapped + 1 - type) >> 1;
        if (count == reset) {
            a[q] >>= 1;
            count >>= 1;
            negative[type] >>= 1;
        }
        n[q] = count + 1;
        return minus ? -size : size;
    }
}
