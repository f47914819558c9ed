package org.medsendx.dicom.pixel;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

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

    /** Quantised gradients of scans without loss, by precision; 260 kB when all are there. */
    private static final AtomicReferenceArray<byte[]> DEFAULTS = new AtomicReferenceArray<>(17);

    final int maxValue;
    final int near;
    final int step;
    final int range;
    final int quantizedBits;
    final int limit;
    final int reset;

    /** Quantised gradients (A.3.3), by gradient + maxValue. */
    private final byte[] gradients;

    /** What a context knows, side by side, so that it shares a cache line. */
    final int[] state = new int[(CONTEXTS + 2) * STRIDE];

    /** Numbers of a context. */
    static final int STRIDE = 8;

    // names of A.2.1
    static final int A = 0;
    static final int B = 1;
    static final int C = 2;
    static final int N = 3;

    /** The Golomb parameter that follows from A and N, known before it is needed. */
    static final int K = 4;

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
        for (int at = 0; at < state.length; at += STRIDE) {
            state[at + A] = Math.max(2, (range + 32) >> 6);
            state[at + N] = 1;
            state[at + K] = golombParameter(1, state[at + A]);
        }
        this.gradients = table(maxValue, near, thresholds);
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

    /**
     * The table of gradients: built once for the default thresholds, which nearly all scans have.
     */
    private static byte[] table(int maxValue, int near, int[] thresholds) {
        boolean known =
                near == 0
                        && (maxValue & (maxValue + 1)) == 0
                        && Arrays.equals(thresholds, thresholds(maxValue, 0));
        if (!known) {
            return gradients(maxValue, near, thresholds);
        }
        int precision = bitsFor(maxValue + 1);
        byte[] table = DEFAULTS.get(precision);
        if (table == null) {
            table = gradients(maxValue, 0, thresholds);
            DEFAULTS.set(precision, table);
        }
        return table;
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
    final int predicted(int at, int sign, int ra, int rb, int rc) {
        // the median, without branches that nobody can foresee
        int low = Math.min(ra, rb);
        int high = Math.max(ra, rb);
        int median = Math.max(low, Math.min(high, ra + rb - rc));
        int prediction = median + ((state[at + C] ^ sign) - sign);
        return Math.min(maxValue, Math.max(0, prediction));
    }

    /** The Golomb parameter (A.5.1): the smallest k for which count times 2^k reaches the sum. */
    static int golombParameter(int count, int sum) {
        int digits = Integer.numberOfLeadingZeros(count) - Integer.numberOfLeadingZeros(sum);
        int k = Math.max(0, digits);
        // as many digits as the sum, or more: at most one is missing
        return k + (((count << k) - sum) >>> 31);
    }

    /** Learns from the error of a sample (A.6). */
    final void update(int at, int error) {
        int sum = state[at + A] + Math.abs(error);
        int bias = state[at + B] + error * step;
        int count = state[at + N];
        if (count == reset) {
            sum >>= 1;
            bias >>= 1;
            count >>= 1;
        }
        count++;
        // -1 when the bias is too far on one side: A.6.2 without branches
        int below = (bias + count - 1) >> 31;
        int above = -bias >> 31;
        int moved = bias + (below & count) - (above & count);
        state[at + A] = sum;
        state[at + B] = Math.min(0, Math.max(1 - count, moved));
        state[at + C] = Math.min(127, Math.max(-128, state[at + C] + below - above));
        state[at + N] = count;
        state[at + K] = golombParameter(count, sum);
    }

    /** Learns from the error that ended a run (A.7.2.2). */
    final void updateInterruption(int type, int mapped, boolean minus) {
        int at = (CONTEXTS + type) * STRIDE;
        if (minus) {
            negative[type]++;
        }
        state[at + A] += (mapped + 1 - type) >> 1;
        if (state[at + N] == reset) {
            state[at + A] >>= 1;
            state[at + N] >>= 1;
            negative[type] >>= 1;
        }
        state[at + N]++;
    }
}
