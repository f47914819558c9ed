package org.medsendx.deidentification.pixels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Connected strokes: letters, parts of letters, and whatever looks like them. */
final class Strokes {

    /** More runs of ink than this are not looked at: such an image is noise. */
    private static final int MAX_RUNS = 4 << 20;

    private Strokes() {}

    /**
     * One connected piece of ink.
     *
     * @param x first column
     * @param y first row
     * @param width columns
     * @param height rows
     * @param area pixels
     * @param thickness of its strokes, in pixels: twice the area by the outline
     * @param rise mean rise above the surroundings
     * @param peak the greatest rise
     * @param flat the share of its pixels that come close to the peak
     */
    record Stroke(
            int x,
            int y,
            int width,
            int height,
            int area,
            double thickness,
            double rise,
            int peak,
            double flat) {

        int right() {
            return x + width;
        }

        int bottom() {
            return y + height;
        }

        Rectangle box() {
            return new Rectangle(x, y, width, height);
        }
    }

    /** The image has more ink than letters could make. */
    static final class TooBusy extends Exception {
        private static final long serialVersionUID = 1L;

        TooBusy() {
            super("too-busy");
        }
    }

    /**
     * The connected pieces (eight neighbours), by run lengths and union-find.
     *
     * @param rises as {@link Ink#of} gives it
     */
    static List<Stroke> of(char[] rises, int width, int height) throws TooBusy {
        return new Labelling(rises, width, height).strokes();
    }

    private static final class Labelling {

        private final char[] rises;
        private final int width;
        private final int height;
        private int[] from = new int[1024];
        private int[] to = new int[1024];
        private int[] row = new int[1024];
        private int[] parent = new int[1024];
        private int[] shared = new int[1024];
        private int count;

        Labelling(char[] rises, int width, int height) {
            this.rises = rises;
            this.width = width;
            this.height = height;
        }

        List<Stroke> strokes() throws TooBusy {
            int above = 0;
            for (int y = 0; y < height; y++) {
                int begin = count;
                runs(y);
                join(above, begin);
                above = begin;
            }
            return collect();
        }

        private void runs(int y) throws TooBusy {
            int base = y * width;
            int x = 0;
            while (x < width) {
                if (rises[base + x] == 0) {
                    x++;
                    continue;
                }
                int start = x;
                while (x < width && rises[base + x] != 0) {
                    x++;
                }
                add(start, x, y);
            }
        }

        private void add(int start, int end, int y) throws TooBusy {
            if (count == MAX_RUNS) {
                throw new TooBusy();
            }
            if (count == from.length) {
                from = Arrays.copyOf(from, 2 * count);
                to = Arrays.copyOf(to, 2 * count);
                row = Arrays.copyOf(row, 2 * count);
                parent = Arrays.copyOf(parent, 2 * count);
                shared = Arrays.copyOf(shared, 2 * count);
            }
            from[count] = start;
            to[count] = end;
            row[count] = y;
            parent[count] = count;
            count++;
        }

        /** Joins the runs of the last row with those of the row above it. */
        private void join(int above, int begin) {
            int upper = above;
            for (int lower = begin; lower < count; lower++) {
                while (upper < begin && to[upper] < from[lower]) {
                    upper++;
                }
                for (int i = upper; i < begin && from[i] <= to[lower]; i++) {
                    int one = root(i);
                    int two = root(lower);
                    parent[Math.max(one, two)] = Math.min(one, two);
                    shared[lower] +=
                            Math.max(
                                    0, Math.min(to[i], to[lower]) - Math.max(from[i], from[lower]));
                }
            }
        }

        private int root(int run) {
            int at = run;
            while (parent[at] != at) {
                parent[at] = parent[parent[at]];
                at = parent[at];
            }
            return at;
        }

        private List<Stroke> collect() {
            var index = new int[count];
            int pieces = 0;
            for (int i = 0; i < count; i++) {
                index[i] = root(i) == i ? pieces++ : index[root(i)];
            }
            var left = new int[pieces];
            var right = new int[pieces];
            var top = new int[pieces];
            var bottom = new int[pieces];
            var area = new int[pieces];
            var outline = new int[pieces];
            var peak = new int[pieces];
            var near = new int[pieces];
            var sum = new double[pieces];
            Arrays.fill(left, Integer.MAX_VALUE);
            Arrays.fill(top, Integer.MAX_VALUE);
            for (int i = 0; i < count; i++) {
                int piece = index[i];
                int length = to[i] - from[i];
                left[piece] = Math.min(left[piece], from[i]);
                right[piece] = Math.max(right[piece], to[i]);
                top[piece] = Math.min(top[piece], row[i]);
                bottom[piece] = row[i] + 1;
                area[piece] += length;
                outline[piece] += 2 + 2 * length - 2 * shared[i];
                int at = row[i] * width;
                for (int x = from[i]; x < to[i]; x++) {
                    int rise = rises[at + x];
                    sum[piece] += rise;
                    peak[piece] = Math.max(peak[piece], rise);
                }
            }
            for (int i = 0; i < count; i++) {
                int piece = index[i];
                int at = row[i] * width;
                double close = 0.8 * peak[piece];
                for (int x = from[i]; x < to[i]; x++) {
                    if (rises[at + x] >= close) {
                        near[piece]++;
                    }
                }
            }
            List<Stroke> strokes = new ArrayList<>(pieces);
            for (int i = 0; i < pieces; i++) {
                strokes.add(
                        new Stroke(
                                left[i],
                                top[i],
                                right[i] - left[i],
                                bottom[i] - top[i],
                                area[i],
                                2.0 * area[i] / outline[i],
                                sum[i] / area[i],
                                peak[i],
                                (double) near[i] / area[i]));
            }
            return strokes;
        }
    }
}
