package org.medsendx.segmenter.model;

import java.util.Arrays;

/**
 * Runs a network over overlapping patches and blends what it says by a Gaussian that trusts the
 * middle of a patch most (Isensee et al., nnU-Net, Nature Methods 18, 2021: deviation an eighth of
 * the side; patches are spread evenly with at least the overlap asked for; an image smaller than a
 * patch is put in the middle of zeros).
 *
 * <p>Patches are visited along the first axis, and what no later patch touches is given away at
 * once: memory is that of one patch's reach along that axis, whatever the image's.
 */
final class SlidingWindow {

    /** Takes the blended logits, plane by plane of the first axis, in order. */
    interface Planes {
        /**
         * @param logits for each label a block of second x third axis; used again afterwards
         */
        void plane(int index, float[] logits) throws ModelFailure;
    }

    private final int[] patch;
    private final double overlap;
    private final int labels;

    /**
     * @param patch two or three sides; of two, an image has a third axis of length 1
     */
    SlidingWindow(int[] patch, double overlap, int labels) {
        this.patch = patch.clone();
        this.overlap = overlap;
        this.labels = labels;
    }

    /** What blending holds at once, in bytes. */
    static long memory(int[] size, int[] patch, int labels) {
        int[] sides = three(patch);
        long plane = (long) Math.max(size[1], sides[1]) * Math.max(size[2], sides[2]);
        return 4 * labels * plane * (sides[0] + 1L);
    }

    /**
     * @param size length of the three axes
     */
    void run(float[] image, int[] size, Network network, Planes planes) throws ModelFailure {
        int[] sides = three(patch);
        var axes = new Windows[3];
        for (int a = 0; a < 3; a++) {
            axes[a] = new Windows(size[a], sides[a], overlap);
        }
        int inPlane = axes[1].padded * axes[2].padded;
        var sums = new float[labels * sides[0] * inPlane];
        int[] starts = axes[0].starts;
        for (int w = 0; w < starts.length; w++) {
            for (int row : axes[1].starts) {
                for (int column : axes[2].starts) {
                    int[] at = {starts[w], row, column};
                    var logits = network.run(cut(image, size, axes, at, sides), patch.clone());
                    add(sums, logits, axes, at, sides);
                }
            }
            int next = w + 1 < starts.length ? starts[w + 1] : axes[0].padded;
            give(sums, axes, starts[w], next, sides[0], planes);
        }
    }

    private float[] cut(float[] image, int[] size, Windows[] axes, int[] at, int[] sides) {
        var values = new float[sides[0] * sides[1] * sides[2]];
        for (int i = 0; i < sides[0]; i++) {
            int plane = at[0] + i - axes[0].before;
            for (int j = 0; j < sides[1]; j++) {
                int row = at[1] + j - axes[1].before;
                if (plane < 0 || plane >= size[0] || row < 0 || row >= size[1]) {
                    continue;
                }
                int first = at[2] - axes[2].before;
                int from = Math.max(0, first);
                int to = Math.min(size[2], first + sides[2]);
                if (from < to) {
                    System.arraycopy(
                            image,
                            (plane * size[1] + row) * size[2] + from,
                            values,
                            (i * sides[1] + j) * sides[2] + from - first,
                            to - from);
                }
            }
        }
        return values;
    }

    // The sum has label, then plane (from the window's first), then row and column.
    private void add(float[] sums, float[] logits, Windows[] axes, int[] at, int[] sides) {
        int columns = axes[2].padded;
        int inPlane = axes[1].padded * columns;
        for (int label = 0; label < labels; label++) {
            for (int i = 0; i < sides[0]; i++) {
                for (int j = 0; j < sides[1]; j++) {
                    float weight = axes[0].gaussian[i] * axes[1].gaussian[j];
                    int source = ((label * sides[0] + i) * sides[1] + j) * sides[2];
                    int target = (label * sides[0] + i) * inPlane + (at[1] + j) * columns + at[2];
                    for (int k = 0; k < sides[2]; k++) {
                        sums[target + k] += weight * axes[2].gaussian[k] * logits[source + k];
                    }
                }
            }
        }
    }

    private void give(float[] sums, Windows[] axes, int first, int next, int side, Planes planes)
            throws ModelFailure {
        int rows = axes[1].size;
        int columns = axes[2].size;
        int inPlane = axes[1].padded * axes[2].padded;
        var plane = new float[labels * rows * columns];
        for (int p = first; p < next; p++) {
            int index = p - axes[0].before;
            if (index < 0 || index >= axes[0].size) {
                continue;
            }
            for (int label = 0; label < labels; label++) {
                for (int row = 0; row < rows; row++) {
                    int source =
                            (label * side + p - first) * inPlane
                                    + (row + axes[1].before) * axes[2].padded
                                    + axes[2].before;
                    // Starts of the axes are combined in every way, so weights are products too.
                    float weight = axes[0].sum[p] * axes[1].sum[row + axes[1].before];
                    int target = (label * rows + row) * columns;
                    for (int column = 0; column < columns; column++) {
                        plane[target + column] =
                                sums[source + column]
                                        / (weight * axes[2].sum[column + axes[2].before]);
                    }
                }
            }
            planes.plane(index, plane);
        }
        int done = Math.min(next - first, side);
        for (int label = 0; label < labels; label++) {
            int from = label * side * inPlane;
            int end = from + side * inPlane;
            System.arraycopy(sums, from + done * inPlane, sums, from, (side - done) * inPlane);
            Arrays.fill(sums, end - done * inPlane, end, 0);
        }
    }

    private static int[] three(int[] sides) {
        return sides.length == 3 ? sides : new int[] {sides[0], sides[1], 1};
    }

    /** Windows along one axis. */
    private static final class Windows {

        private final int size;
        private final int padded;
        private final int before;
        private final int[] starts;
        private final float[] gaussian;
        private final float[] sum;

        Windows(int size, int side, double overlap) {
            this.size = size;
            this.padded = Math.max(size, side);
            this.before = (padded - size) / 2;
            this.starts = starts(padded, side, overlap);
            this.gaussian = gaussian(side);
            this.sum = new float[padded];
            for (int start : starts) {
                for (int i = 0; i < side; i++) {
                    sum[start + i] += gaussian[i];
                }
            }
        }
    }

    /** First positions of patches along an axis that is at least as long as a patch. */
    static int[] starts(int size, int side, double overlap) {
        int longest = size - side;
        if (longest == 0) {
            return new int[1];
        }
        double step = Math.max(1, side * (1 - overlap));
        int steps = (int) Math.ceil(longest / step) + 1;
        var starts = new int[steps];
        for (int i = 0; i < steps; i++) {
            starts[i] = (int) Math.rint((double) longest * i / (steps - 1));
        }
        return starts;
    }

    /** Weights along one side of a patch; 1 in the middle, never 0. */
    static float[] gaussian(int side) {
        double sigma = side / 8.0;
        var weights = new float[side];
        for (int i = 0; i < side; i++) {
            double distance = (i - side / 2) / sigma;
            weights[i] = (float) Math.exp(-0.5 * distance * distance);
        }
        return weights;
    }
}
