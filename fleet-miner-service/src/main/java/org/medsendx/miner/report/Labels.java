package org.medsendx.miner.report;

import java.util.ArrayList;
import java.util.List;

/** Finds places for labels that do not lie on each other, nor outside the plot. */
final class Labels {

    private record Box(double x, double y, double width, double height) {
        boolean meets(Box other) {
            return x < other.x + other.width
                    && other.x < x + width
                    && y < other.y + other.height
                    && other.y < y + height;
        }
    }

    /** Where to write: the start of the base line. */
    record Label(double x, double baseline) {}

    private static final double[][] DIRECTIONS = {
        {1, 0}, {0.8, -0.8}, {0.8, 0.8}, {-1, 0}, {-0.8, -0.8}, {-0.8, 0.8}, {0, -1}, {0, 1}
    };
    private static final int RINGS = 8;

    private final List<Box> taken = new ArrayList<>();
    private final Box plot;

    Labels(double left, double top, double right, double bottom) {
        plot = new Box(left, top, right - left, bottom - top);
    }

    /** Nothing else is written here. */
    void take(double x, double y, double width, double height) {
        taken.add(new Box(x, y, width, height));
    }

    /**
     * The nearest free place around a point, which is then taken; beside the point when there is
     * none.
     */
    Label near(double px, double py, double width, double size, double distance) {
        for (int ring = 0; ring < RINGS; ring++) {
            double away = distance + ring * size * 0.8;
            for (var direction : DIRECTIONS) {
                double x =
                        px
                                + direction[0] * away
                                - (direction[0] < 0 ? width : direction[0] == 0 ? width / 2 : 0);
                double y = py + direction[1] * away - size * 0.55;
                var box = new Box(x - 2, y - 2, width + 4, size + 4);
                if (inside(box) && taken.stream().noneMatch(box::meets)) {
                    taken.add(box);
                    return new Label(x, y + size * 0.9);
                }
            }
        }
        return new Label(px + distance, py + size * 0.35);
    }

    private boolean inside(Box box) {
        return box.x >= plot.x
                && box.y >= plot.y
                && box.x + box.width <= plot.x + plot.width
                && box.y + box.height <= plot.y + plot.height;
    }
}
