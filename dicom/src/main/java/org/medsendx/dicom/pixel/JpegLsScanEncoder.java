package org.medsendx.dicom.pixel;

/** Encodes one scan of JPEG-LS without loss (ITU-T T.87, A), its components line by line. */
final class JpegLsScanEncoder extends JpegLsModel {

    private final JpegLsBitWriter bits;

    /** Brings an error into the range of A.4.5, which is a power of two here. */
    private final int unused;

    private final int columns;
    private final int components;
    private int[][] above;
    private int[][] line;
    private final int[] runIndexes;

    JpegLsScanEncoder(JpegLsBitWriter bits, int precision, int columns, int components) {
        int max = (1 << precision) - 1;
        super(max, 0, thresholds(max, 0), DEFAULT_RESET);
        this.bits = bits;
        this.unused = 32 - precision;
        this.columns = columns;
        this.components = components;
        above = new int[components][columns + 2];
        line = new int[components][columns + 2];
        runIndexes = new int[components];
    }

    /**
     * Some rows with all their components, which are interleaved by line; samples are cut to the
     * precision. They follow those of the call before.
     */
    void rows(int[] samples) {
        for (int row = 0; row < samples.length; row += columns * components) {
            for (int i = 0; i < components; i++) {
                runIndex = runIndexes[i];
                int[] before = above[i];
                int[] now = line[i];
                int from = row + i;
                for (int x = 1; x <= columns; x++, from += components) {
                    now[x] = samples[from] & maxValue;
                }
                before[columns + 1] = before[columns];
                now[0] = before[1];
                line(before, now, columns);
                runIndexes[i] = runIndex;
                above[i] = now;
                line[i] = before;
            }
        }
    }

    /** Ends the scan. */
    void finish() {
        bits.finish();
    }

    private void line(int[] above, int[] line, int columns) {
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
                regular(context, ra, rb, rc, line[x]);
                x++;
                continue;
            }
            int end = x;
            while (end <= columns && line[end] == ra) {
                end++;
            }
            run(end - x, end > columns);
            x = end;
            if (x <= columns) {
                interruption(ra, above[x], line[x]);
                runIndex = Math.max(0, runIndex - 1);
                x++;
            }
            if (x <= columns) {
                rb = above[x - 1];
                rd = above[x];
            }
        }
    }

    private void regular(int signedContext, int ra, int rb, int rc, int sample) {
        int sign = signedContext >> 31;
        int at = STRIDE * ((signedContext ^ sign) - sign);
        int difference = sample - predicted(at, sign, ra, rb, rc);
        int error = ((difference ^ sign) - sign) << unused >> unused;
        int k = state[at + K];
        int turned = k == 0 && 2 * state[at + B] <= -state[at + N] ? -error - 1 : error;
        bits.golomb(turned << 1 ^ turned >> 31, k, limit, quantizedBits);
        update(at, error);
    }

    /** The length of a run (A.7.1). */
    private void run(int length, boolean toEnd) {
        int left = length;
        while (left >= 1 << J[runIndex]) {
            bits.put(1, 1);
            left -= 1 << J[runIndex];
            if (runIndex < 31) {
                runIndex++;
            }
        }
        if (!toEnd) {
            bits.put(left, 1 + J[runIndex]);
        } else if (left > 0) {
            bits.put(1, 1);
        }
    }

    /** The sample that ends a run (A.7.2). */
    private void interruption(int ra, int rb, int sample) {
        int type = ra == rb ? 1 : 0;
        int difference = rb < ra ? rb - sample : sample - rb;
        int error = difference << unused >> unused;
        int at = (CONTEXTS + type) * STRIDE;
        int count = state[at + N];
        int k = golombParameter(count, state[at + A] + (type == 1 ? count >> 1 : 0));
        boolean minusIsOdd = k != 0 || 2 * negative[type] >= count;
        int odd = error != 0 && minusIsOdd == error < 0 ? 1 : 0;
        int mapped = 2 * Math.abs(error) - type - odd;
        bits.golomb(mapped, k, limit - J[runIndex] - 1, quantizedBits);
        updateInterruption(type, mapped, error < 0);
    }
}
