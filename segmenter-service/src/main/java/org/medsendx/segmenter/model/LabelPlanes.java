package org.medsendx.segmenter.model;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Makes labels on the grid of the image from logits on the grid of the model: logits are resampled
 * and the greatest wins, the lower label among equals. Keeps as few planes as it needs.
 */
final class LabelPlanes implements SlidingWindow.Planes {

    /** Takes the labels of the image, plane by plane of the first axis, in order. */
    interface Labels {
        /** Labels of second x third axis; used again afterwards. */
        void plane(int index, byte[] labels);
    }

    private record Kept(int index, float[] logits) {}

    private final int labels;
    private final int[] grid;
    private final Axis[] axes = new Axis[3];
    private final Labels taker;
    private final Deque<Kept> kept = new ArrayDeque<>();
    private final byte[] winners;
    private int next;

    /**
     * @param grid lengths of the model's axes
     * @param image lengths of the image's axes
     */
    LabelPlanes(int labels, int[] grid, int[] image, Labels taker) {
        this.labels = labels;
        this.grid = grid.clone();
        this.taker = taker;
        this.winners = new byte[image[1] * image[2]];
        for (int a = 0; a < 3; a++) {
            axes[a] = new Axis(grid[a], image[a]);
        }
    }

    /** What this holds at once, in bytes. */
    static long memory(int labels, int[] grid, int[] image) {
        long model = (long) grid[1] * grid[2];
        long half = (long) image[1] * grid[2];
        long whole = (long) image[1] * image[2];
        long planes = 2 + Math.max(1, (long) Math.ceil(2.0 * grid[0] / image[0]));
        return 4 * labels * (planes * model + half + whole) + whole;
    }

    @Override
    public void plane(int index, float[] logits) {
        kept.add(new Kept(index, logits.clone()));
        while (next < axes[0].length() && axes[0].last(next) <= index) {
            give();
            next++;
            while (next < axes[0].length()
                    && !kept.isEmpty()
                    && kept.peekFirst().index() < axes[0].first(next)) {
                kept.removeFirst();
            }
        }
    }

    private void give() {
        float[] mixed = new float[labels * grid[1] * grid[2]];
        for (var plane : kept) {
            if (plane.index() >= axes[0].first(next) && plane.index() <= axes[0].last(next)) {
                float weight = axes[0].weight(next, plane.index());
                float[] logits = plane.logits();
                for (int i = 0; i < mixed.length; i++) {
                    mixed[i] += weight * logits[i];
                }
            }
        }
        var rows = axes[1].apply(mixed, labels, grid[2]);
        var whole = axes[2].apply(rows, labels * axes[1].length(), 1);
        int pixels = winners.length;
        for (int i = 0; i < pixels; i++) {
            int best = 0;
            for (int label = 1; label < labels; label++) {
                best = whole[label * pixels + i] > whole[best * pixels + i] ? label : best;
            }
            winners[i] = (byte) best;
        }
        taker.plane(next, winners);
    }
}
