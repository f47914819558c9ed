package org.medsendx.dicom.pixel;

import java.util.Arrays;

/** Decodes one scan of JPEG-LS (ITU-T T.87, A). */
final class JpegLsScan extends JpegLsModel {

    /** No honest code stream needs more. */
    private static final int MAX_K = 24;

    private final JpegLsBits bits;

    /** Whether the range is a power of two and nothing was lost: then values wrap around. */
    private final boolean wraps;

    JpegLsScan(byte[] stream, int position, int maxValue, int near, int[] thresholds, int reset) {
        super(maxValue, near, thresholds, reset);
        this.bits = new JpegLsBits(stream, position);
        this.wraps = near == 0 && (maxValue & (maxValue + 1)) == 0;
    }

    int position() {
        return bits.position();
    }

    /** One component, or several of them line by line. */
    void planes(int[] cells, Image image, int first, int count) throws UnsupportedImageException {
        int columns = image.columns();
        int pixel = image.samplesPerPixel();
        var lines = new Lines(columns, count);
        for (int y = 0; y < image.rows(); y++) {
            lines.next(cells, y * columns * pixel + first, pixel);
        }
    }

    /** All components line by line, as they are asked for. */
    Rows rows(int columns, int components) {
        return new Rows(columns, components);
    }

    /** The rows of a frame, of which no more than two are held. */
    final class Rows {

        private final Lines lines;
        private final int[] row;

        private Rows(int columns, int components) {
            lines = new Lines(columns, components);
            row = new int[columns * components];
        }

        /** The next row, samples interleaved; the same array each time. */
        int[] next() throws UnsupportedImageException {
            lines.next(row, 0, lines.line.length);
            return row;
        }
    }

    /** The line that is decoded and the one above it, of each component. */
    private final class Lines {

        private final int columns;
        private final int[][] above;
        private final int[][] line;
        private final int[] runIndexes;

        private Lines(int columns, int count) {
            this.columns = columns;
            above = new int[count][columns + 2];
            line = new int[count][columns + 2];
            runIndexes = new int[count];
        }

        /** Decodes the next line of each component, cells of a pixel {@code step} apart. */
        private void next(int[] cells, int at, int step) throws UnsupportedImageException {
            for (int i = 0; i < line.length; i++) {
                runIndex = runIndexes[i];
                int[] before = above[i];
                int[] now = line[i];
                before[columns + 1] = before[columns];
                now[0] = before[1];
                JpegLsScan.this.line(before, now, columns);
                runIndexes[i] = runIndex;
                int to = at + i;
                for (int x = 1; x <= columns; x++, to += step) {
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

    private int regular(int signedContext, int ra, int rb, int rc)
            throws UnsupportedImageException {
        int sign = signedContext >> 31;
        int at = STRIDE * ((signedContext ^ sign) - sign);
        int prediction = predicted(at, sign, ra, rb, rc);
        int k = state[at + K];
        if (k > MAX_K) {
            throw JpegLsDecoder.broken();
        }
        int mapped = bits.golomb(k, limit, quantizedBits);
        int error = (mapped >> 1) ^ -(mapped & 1);
        if (k == 0 && near == 0 && 2 * state[at + B] <= -state[at + N]) {
            error = -error - 1;
        }
        update(at, error);
        return reconstruct(prediction, (error ^ sign) - sign);
    }

    private int reconstruct(int prediction, int error) {
        if (wraps) {
            return (prediction + error) & maxValue;
        }
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
        int at = (CONTEXTS + type) * STRIDE;
        int count = state[at + N];
        int k = golombParameter(count, state[at + A] + (type == 1 ? count >> 1 : 0));
        if (k > MAX_K) {
            throw JpegLsDecoder.broken();
        }
        int mapped = bits.golomb(k, limit - J[runIndex] - 1, quantizedBits);
        int shifted = mapped + type;
        int odd = shifted & 1;
        int size = (shifted + odd) >> 1;
        boolean minus = (k != 0 || 2 * negative[type] >= count) == (odd == 1) && size != 0;
        updateInterruption(type, mapped, minus);
        return minus ? -size : size;
    }
}
