package org.medsendx.deidentification.pixels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Several rectangles at once. */
final class Rectangles {

    private Rectangles() {}

    /** How many pixels they cover together. */
    static long covered(List<Rectangle> areas) {
        var edges = new TreeSet<Integer>();
        areas.forEach(area -> {
            edges.add(area.y());
            edges.add(area.bottom());
        });
        List<Rectangle> fromLeft = new ArrayList<>(areas);
        fromLeft.sort(Comparator.comparingInt(Rectangle::x));
        long covered = 0;
        int top = 0;
        for (int bottom : edges) {
            long across = 0;
            int done = 0;
            for (Rectangle area : fromLeft) {
                if (area.y() <= top && area.bottom() >= bottom) {
                    across += Math.max(0, area.right() - Math.max(done, area.x()));
                    done = Math.max(done, area.right());
                }
            }
            covered += across * (bottom - top);
            top = bottom;
        }
        return covered;
    }

    /** Without those within others, and with one instead of two where it blanks little more. */
    static List<Rectangle> merged(List<Rectangle> areas) {
        List<Rectangle> ordered = new ArrayList<>(areas);
        ordered.sort(Comparator.comparingLong(Rectangle::pixels).reversed());
        List<Rectangle> kept = new ArrayList<>();
        for (Rectangle one : ordered) {
            Rectangle grown = one;
            for (int i = 0; i < kept.size(); i++) {
                Rectangle other = kept.get(i);
                Rectangle both = grown.around(other);
                long apart = grown.pixels() + other.pixels() - grown.sharedWith(other);
                if (both.pixels() <= 1.1 * apart) {
                    grown = both;
                    kept.remove(i);
                    i = -1;
                }
            }
            kept.add(grown);
        }
        kept.sort(Comparator.comparingInt(Rectangle::y).thenComparingInt(Rectangle::x));
        return kept;
    }
}
