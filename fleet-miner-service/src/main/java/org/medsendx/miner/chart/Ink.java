package org.medsendx.miner.chart;

import java.util.Locale;

/** What a stroke stands for. How it looks is for the pen to say: a style sheet, or a palette. */
public enum Ink {
    GRID,
    AXIS,
    LABEL,
    /** What was measured. */
    VALUE,
    /** Between these values nothing is said. */
    BAND,
    LIMIT,
    /** The day of a change, and the days it may have been. */
    CHANGE,
    CHANGE_DAYS,
    /** What people said: a service, a software release, a planned test. */
    EVENT,
    /** Evidence for a rise, and for a fall. */
    RISE,
    FALL,
    /** Scanners side by side. */
    FIRST,
    SECOND,
    THIRD,
    FOURTH,
    FIFTH,
    SIXTH;

    private static final Ink[] SERIES = {FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH};

    /** How many scanners can be told apart on one chart. */
    public static final int MOST_SERIES = SERIES.length;

    /**
     * The ink of one of several scanners.
     *
     * @param index from 0, below {@link #MOST_SERIES}
     */
    public static Ink series(int index) {
        return SERIES[index];
    }

    /** As a style sheet has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
