package org.medsendx.segmenter.marker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A small black and white picture of one shape, ink true, without a margin. */
@SuppressWarnings("ArrayRecordComponent") // handed on, compared nowhere
record Mask(int rows, int columns, boolean[] ink) {

    boolean at(int row, int column) {
        return row >= 0
                && column >= 0
                && row < rows
                && column < columns
                && ink[row * columns + column];
    }

    /** How many pixels have ink. */
    int drawn() {
        int drawn = 0;
        for (boolean one : ink) {
            drawn += one ? 1 : 0;
        }
        return drawn;
    }

    /** The part with ink; null when there is none. */
    static @Nullable Mask trimmed(int rows, int columns, boolean[] ink) {
        int top = rows;
        int bottom = 0;
        int left = columns;
        int right = 0;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                if (ink[row * columns + column]) {
                    top = Math.min(top, row);
                    bottom = row + 1;
                    left = Math.min(left, column);
                    right = Math.max(right, column + 1);
                }
            }
        }
        if (bottom == 0) {
            return null;
        }
        var some = new boolean[(bottom - top) * (right - left)];
        for (int row = top; row < bottom; row++) {
            System.arraycopy(
                    ink, row * columns + left, some, (row - top) * (right - left), right - left);
        }
        return new Mask(bottom - top, right - left, some);
    }

    /**
     * The same turned about its middle.
     *
     * @param degrees clockwise
     * @param mirrored whether left and right are exchanged first
     */
    Mask turned(int degrees, boolean mirrored) {
        int side = (int) Math.ceil(Math.hypot(rows, columns)) + 2;
        double angle = Math.toRadians(degrees);
        double sin = Math.sin(angle);
        double cos = Math.cos(angle);
        var turned = new boolean[side * side];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                double y = row + 0.5 - side / 2.0;
                double x = column + 0.5 - side / 2.0;
                double fromX = x * cos + y * sin + columns / 2.0;
                double fromY = -x * sin + y * cos + rows / 2.0;
                int fromColumn = (int) Math.floor(mirrored ? columns - fromX : fromX);
                turned[row * side + column] = at((int) Math.floor(fromY), fromColumn);
            }
        }
        var trimmed = trimmed(side, side, turned);
        return trimmed == null ? this : trimmed;
    }

    /** The largest connected shape (also over corners), without holes of a few pixels. */
    @Nullable Mask largest() {
        var label = new int[ink.length];
        var queue = new int[ink.length];
        int best = 0;
        int most = 0;
        int name = 0;
        for (int start = 0; start < ink.length; start++) {
            if (ink[start] && label[start] == 0) {
                int size = flood(true, label, queue, start, ++name, true);
                if (size > most) {
                    most = size;
                    best = name;
                }
            }
        }
        var one = new boolean[ink.length];
        for (int i = 0; i < one.length; i++) {
            one[i] = best != 0 && label[i] == best;
        }
        var trimmed = trimmed(rows, columns, one);
        return trimmed == null ? null : trimmed.withoutPinholes();
    }

    private Mask withoutPinholes() {
        var filled = ink.clone();
        for (var hole : holes()) {
            if (hole.cells.length < 0.008 * ink.length) {
                for (int cell : hole.cells) {
                    filled[cell] = true;
                }
            }
        }
        return new Mask(rows, columns, filled);
    }

    /** A part without ink that is not connected with what is around the shape, over sides. */
    record Hole(int[] cells, double row, double column) {}

    List<Hole> holes() {
        var label = new int[ink.length];
        var queue = new int[ink.length];
        for (int i = 0; i < ink.length; i++) {
            int row = i / columns;
            int column = i % columns;
            boolean border = row == 0 || column == 0 || row == rows - 1 || column == columns - 1;
            if (border && !ink[i] && label[i] == 0) {
                flood(false, label, queue, i, 1, false);
            }
        }
        var holes = new ArrayList<Hole>();
        for (int i = 0; i < ink.length; i++) {
            if (!ink[i] && label[i] == 0) {
                int size = flood(false, label, queue, i, 2, false);
                int[] cells = Arrays.copyOf(queue, size);
                double y = 0;
                double x = 0;
                for (int cell : cells) {
                    y += cell / columns + 0.5;
                    x += cell % columns + 0.5;
                }
                holes.add(new Hole(cells, y / size / rows, x / size / columns));
            }
        }
        return holes;
    }

    private int flood(
            boolean wanted, int[] label, int[] queue, int start, int name, boolean corners) {
        int head = 0;
        int tail = 0;
        queue[tail++] = start;
        label[start] = name;
        while (head < tail) {
            int at = queue[head++];
            int row = at / columns;
            int column = at % columns;
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    int y = row + dy;
                    int x = column + dx;
                    if (y < 0
                            || x < 0
                            || y >= rows
                            || x >= columns
                            || (!corners && dy != 0 && dx != 0)) {
                        continue;
                    }
                    int next = y * columns + x;
                    if (ink[next] == wanted && label[next] == 0) {
                        label[next] = name;
                        queue[tail++] = next;
                    }
                }
            }
        }
        return tail;
    }
}
