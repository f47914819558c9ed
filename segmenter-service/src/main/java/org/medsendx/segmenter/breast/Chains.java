package org.medsendx.segmenter.breast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Chains of cells: connected, also over corners and gaps of one cell, and thin.
 *
 * @param cells of the chain
 * @param path from one end to the other, cell by cell
 * @param length of the path in cells
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, compared nowhere
record Chains(int[] cells, int[] path, double length) {

    /** Cells of a chain for each cell's length of its path at most: more is a patch or a net. */
    private static final double THIN = 2;

    private static final int REACH = 2;

    /** The chains of at least a length. */
    static List<Chains> of(boolean[] set, int rows, int columns, double least) {
        var seen = new boolean[set.length];
        var chains = new ArrayList<Chains>();
        var from = new int[set.length];
        var away = new double[set.length];
        for (int start = 0; start < set.length; start++) {
            if (set[start] && !seen[start]) {
                int[] cells = walk(set, seen, from, away, start, rows, columns);
                if (cells.length * 1.5 < least) {
                    continue;
                }
                // twice breadth first: from the farthest cell to the one farthest from it
                int end = farthest(cells, away);
                Arrays.stream(cells).forEach(cell -> seen[cell] = false);
                walk(set, seen, from, away, end, rows, columns);
                int other = farthest(cells, away);
                int[] path = path(from, other);
                if (away[other] >= least && cells.length <= THIN * away[other]) {
                    chains.add(new Chains(cells, path, away[other]));
                }
            }
        }
        return chains;
    }

    /** Every few cells of the path, with both ends, as row and column. */
    List<double[]> points(int columns) {
        var points = new ArrayList<double[]>();
        int step = Math.max(1, path.length / 12);
        for (int i = 0; i < path.length; i += step) {
            points.add(new double[] {path[i] / columns, path[i] % columns});
        }
        int last = path[path.length - 1];
        points.add(new double[] {last / columns, last % columns});
        return points;
    }

    private static int farthest(int[] cells, double[] away) {
        int best = cells[0];
        for (int cell : cells) {
            best = away[cell] > away[best] ? cell : best;
        }
        return best;
    }

    private static int[] path(int[] from, int end) {
        var path = new ArrayList<Integer>();
        int at = end;
        while (at >= 0) {
            path.add(at);
            at = from[at];
        }
        return path.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] walk(
            boolean[] set,
            boolean[] seen,
            int[] from,
            double[] away,
            int start,
            int rows,
            int columns) {
        var queue = new ArrayList<Integer>();
        queue.add(start);
        seen[start] = true;
        from[start] = -1;
        away[start] = 0;
        for (int head = 0; head < queue.size(); head++) {
            int at = queue.get(head);
            int row = at / columns;
            int column = at % columns;
            for (int y = Math.max(0, row - REACH); y <= Math.min(rows - 1, row + REACH); y++) {
                for (int x = Math.max(0, column - REACH);
                        x <= Math.min(columns - 1, column + REACH);
                        x++) {
                    int next = y * columns + x;
                    if (set[next] && !seen[next]) {
                        seen[next] = true;
                        from[next] = at;
                        away[next] = away[at] + Math.hypot(y - row, x - column);
                        queue.add(next);
                    }
                }
            }
        }
        return queue.stream().mapToInt(Integer::intValue).toArray();
    }
}
