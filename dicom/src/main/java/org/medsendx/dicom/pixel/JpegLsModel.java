package org.medsendx.dicom.pixel;

import java.util.Arrays;

/**
 * The contexts of a JPEG-LS scan (ITU-T T.87, A), which an encoder and its decoder adapt in step;
 * names as in the standard where they are short.
 */
abstract sealed class JpegLsModel permits JpegLsScan, JpegLsScanEncoder {

    static final int[] J = {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12,
        13, 14, 15
    };

    /** Contexts of regular mode; behind them are the two of run interruption. */
    static final int CONTEXTS = 365;

    static final int DEFAULT_RESET = 64;

    final int maxValue;
    final int near;
    final int step;
    final int range;
    final int quantizedBits;
    final int limit;
    final int reset;

    /** Quantised gradients (A.3.3), by gradient + maxValue. */
    private final byte[] gradients;

    final int[] a = new int[CONTEXTS + 2];
    final int[] b = new int[CONTEXTS];
    final int[] c = new int[CONTEXTS];
    final int[] n = new int[CONTEXTS + 2];
    final int[] negative = new int[2];
    int runIndex;

    JpegLsModel(int maxValue, int near, int[] thresholds, int reset) {
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

    /** The default thresholds (C.2.4.1.1). */
    static int[] thresholds(int max, int near) {
        int t1;
        int t2;
        int t3;
        if (max >= 128) {
            int factor = (Math.min(max, 4095) + 128) >> 8;
            t1 = clamp(factor + 2 + 3 * near, near + 1, max);
            t2 = clamp(factor * 4 + 3 + 5 * near, t1, max);
            t3 = clamp(factor * 17 + 4 + 7 * near, t2, max);
        } else {
            int factor = 256 / (max + 1);
            t1 = clamp(Math.max(2, 3 / factor + 3 * near), near + 1, max);
            t2 = clamp(Math.max(3, 7 / factor + 5 * near), t1, max);
            t3 = clamp(Math.max(4, 21 / factor + 7 * near), t2, max);
        }
        return new int[] {t1, t2, t3};
    }

    private static int clamp(int value, int low, int high) {
        return value > high || value < low ? low : value;
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

    /** Three gradients as one number; its sign is the context's (A.3.4). */
    final int context(int d1, int d2, int d3) {
        int zero = maxValue;
        return 81 * gradients[d1 + zero] + 9 * gradients[d2 + zero] + gradients[d3 + zero];
    }

    /** The sample that a context expects, its bias corrected (A.4.1, A.4.2). */
    final int predicted(int q, int sign, int ra, int rb, int rc) {
        int low = Math.min(ra, rb);
        int high = Math.max(ra, rb);
        int prediction = rc >= high ? low : rc <= low ? high : ra + rb - rc;
        prediction += (c[q] ^ sign) - sign;
        return Math.min(maxValue, Math.max(0, prediction));
    }

    /** The Golomb parameter (A.5.1): the smallest k for which count times 2^k reaches the sum. */
    static int golombParameter(int count, int sum) {
        int k = Integer.numberOfLeadingZeros(count) - Integer.numberOfLeadingZeros(sum);
        if (k < 0) {
            return 0;
        }
        // both have as many digits now
        return count << k < sum ? k + 1 : k;
    }

    /** Learns from the error of a sample (A.6). */
    final void update(int q, int error) {
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

    /** Learns from the error that ended a run (A.7.2.2). */
    final void updateInterruption(int type, int mapped, boolean minus) {
        int q = CONTEXTS + type;
        if (minus) {
            negative[type]++;
        }
        a[q] += (mapped + 1 - type) >> 1;
        if (n[q] == reset) {
            a[q] >>= 1;
            n[q] >>= 1;
            negative[type] >>= 1;
        }
        n[q]++;
    }
}
