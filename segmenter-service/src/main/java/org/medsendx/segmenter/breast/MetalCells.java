package org.medsendx.segmenter.breast;

import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.feature.Padding;

/**
 * Cells of the breast that are metal or implant: more than half of their pixels hold the one value
 * that attenuates most. In tissue that value is held by single pixels; what is as bright as the
 * detector, or the vendor's curve, can say is flat.
 */
final class MetalCells {

    /** A smaller blob is no clip and no marker. */
    private static final int LEAST_CELLS = 12;

    private MetalCells() {}

    /** Which cells are; none when they are no blob. */
    static boolean[] of(
            BreastEdge edge, int[] stored, Field field, Padding padding, Mammogram mammogram) {
        var grid = edge.grid();
        boolean greatest = mammogram.rising() && !mammogram.linear();
        int extreme = greatest ? Integer.MIN_VALUE : Integer.MAX_VALUE;
        var cells = PixelCells.of(edge, field.rows(), field.columns());
        boolean[] breast = edge.breast();
        var lows = new int[field.rows()];
        var highs = new int[field.rows()];
        var runs = new PixelCells.Runs(cells, breast, grid);
        for (int row = 0; row < field.rows(); row++) {
            int n = runs.of(row);
            int base = row * field.columns();
            lows[row] = Integer.MAX_VALUE;
            highs[row] = Integer.MIN_VALUE;
            for (int run = 0; run < n; run += 2) {
                int from = base + runs.ends[run];
                int to = base + runs.ends[run + 1];
                int low = Values.least(stored, from, to);
                int high = Values.greatest(stored, from, to);
                lows[row] = Math.min(lows[row], low);
                highs[row] = Math.max(highs[row], high);
                if (!padding.reaches(low, high)) {
                    extreme = greatest ? Math.max(extreme, high) : Math.min(extreme, low);
                } else if (greatest ? high > extreme : low < extreme) {
                    for (int i = from; i < to; i++) {
                        int value = stored[i];
                        if ((greatest ? value > extreme : value < extreme)
                                && !padding.contains(value)) {
                            extreme = value;
                        }
                    }
                }
            }
        }
        var counts = new int[grid.values().length];
        for (int row = 0; row < field.rows(); row++) {
            if (extreme < lows[row] || extreme > highs[row]) {
                continue;
            }
            int first = cells.ofRow()[row];
            int n = runs.of(row);
            int base = row * field.columns();
            for (int run = 0; run < n; run += 2) {
                for (int column = runs.ends[run]; column < runs.ends[run + 1]; column++) {
                    if (stored[base + column] == extreme) {
                        counts[first + cells.ofColumn()[column]]++;
                    }
                }
            }
        }
        var flat = new boolean[counts.length];
        int pixels = grid.reduction() * grid.reduction();
        for (int i = 0; i < flat.length; i++) {
            flat[i] = 2 * counts[i] > pixels;
        }
        // single cells are calcifications and chance
        var blob = Regions.largest(flat, grid.rows(), grid.columns());
        int size = 0;
        for (boolean cell : blob) {
            size += cell ? 1 : 0;
        }
        return size >= LEAST_CELLS ? flat : new boolean[flat.length];
    }
}
