package org.medsendx.miner.chart;

import java.util.List;

/** Puts strokes on something. Coordinates count from the upper left corner, y downwards. */
public interface Pen {

    /** Which end of a text stands at its place. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** A line from one place to another. */
    void line(double x0, double y0, double x1, double y1, Ink ink);

    /** A line through all places. */
    void path(List<Spot> spots, Ink ink);

    /** What these places enclose. */
    void area(List<Spot> outline, Ink ink);

    /**
     * A dot.
     *
     * @param title what it says to somebody who points at it; nothing when empty
     */
    void dot(double x, double y, double radius, Ink ink, String title);

    /** A text on its base line. */
    void text(double x, double y, Anchor anchor, Ink ink, String text);
}
