package org.medsendx.segmenter.breast;

import java.util.Arrays;

/** Connected regions of a grid of cells, and distances to their edges. */
final class Regions {

    private Regions() {}

    /** The largest region that is connected over sides. */
    static boolean[] largest(boolean[] cells, int rows, int columns) {
        var label = new int[cells.length];
        var queue = new int[cells.length];
        int best = 0;
        int most = 0;
        int next = 0;
        for (int start = 0; start < cells.length; start++) {
            if (cells[start] && label[start] == 0) {
                int size = flood(cells, label, queue, start, ++next, rows, columns);
                if (size > most) {
                    most = size;
                    best = next;
                }
            }
        }
        var largest = new boolean[cells.length];
        for (int i = 0; i < cells.length; i++) {
            largest[i] = best != 0 && label[i] == best;
        }
        return largest;
    }

    private static int flood(
            boolean[] cells, int[] label, int[] queue, int start, int name, int rows, int columns) {
        int head = 0;
        int tail = 0;
        queue[tail++] = start;
        label[start] = name;
        while (head < tail) {
            int at = queue[head++];
            int row = at / columns;
            int column = at % columns;
            tail = visit(cells, label, queue, tail, row > 0, at - columns, name);
            tail = visit(cells, label, queue, tail, row < rows - 1, at + columns, name);
            tail = visit(cells, label, queue, tail, column > 0, at - 1, name);
            tail = visit(cells, label, queue, tail, column < columns - 1, at + 1, name);
        }
        return tail;
    }

    private static int visit(
            boolean[] cells, int[] label, int[] queue, int tail, boolean there, int at, int name) {
        if (there && cells[at] && label[at] == 0) {
            label[at] = name;
            queue[tail] = at;
            return tail + 1;
        }
        return tail;
    }

    /** A region without holes: what is not reached from the edges of the grid belongs to it. */
    static boolean[] filled(boolean[] region, int rows, int columns) {
        var outside = new boolean[region.length];
        for (int i = 0; i < region.length; i++) {
            outside[i] = !region[i];
        }
        var label = new int[region.length];
        var queue = new int[region.length];
        for (int i = 0; i < region.length; i++) {
            int row = i / columns;
            int column = i % columns;
            boolean border = row == 0 || column == 0 || row == rows - 1 || column == columns - 1;
            if (border && outside[i] && label[i] == 0) {
                flood(outside, label, queue, i, 1, rows, columns);
            }
        }
        var filled = new boolean[region.length];
        for (int i = 0; i < region.length; i++) {
            filled[i] = label[i] == 0;
        }
        return filled;
    }

    /**
     * For each cell of a region about how far the nearest cell outside of it is, in cells (chamfer
     * distance 5-7, Borgefors, CVGIP 34, 1986); the edges of the grid are not outside.
     */
    static float[] depth(boolean[] region, int rows, int columns) {
        var distance = new int[region.length];
        Arrays.fill(distance, Integer.MAX_VALUE / 2);
        for (int i = 0; i < region.length; i++) {
            if (!region[i]) {
                distance[i] = 0;
            }
        }
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int at = row * columns + column;
                lower(distance, at, column > 0, at - 1, 5);
                lower(distance, at, row > 0, at - columns, 5);
                lower(distance, at, row > 0 && column > 0, at - columns - 1, 7);
                lower(distance, at, row > 0 && column < columns - 1, at - columns + 1, 7);
            }
        }
        for (int row = rows - 1; row >= 0; row--) {
            for (int column = columns - 1; column >= 0; column--) {
                int at = row * columns + column;
                lower(distance, at, column < columns - 1, at + 1, 5);
                lower(distance, at, row < rows - 1, at + columns, 5);
                lower(distance, at, row < rows - 1 && column > 0, at + columns - 1, 7);
                lower(distance, at, row < rows - 1 && column < columns - 1, at + columns + 1, 7);
            }
        }
        var depth = new float[region.length];
        for (int i = 0; i < depth.length; i++) {
            depth[i] = distance[i] / 5f;
        }
        return depth;
    }

    private static void lower(int[] distance, int at, boolean there, int from, int step) {
        if (there && distance[from] + step < distance[at]) {
            distance[at] = distance[from] + step;
        }
    }
}
