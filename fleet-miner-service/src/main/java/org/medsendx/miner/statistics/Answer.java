package org.medsendx.miner.statistics;

/** What the analysis says of one scanner. */
public enum Answer {
    /** Nothing moved by as much as matters. */
    OK,
    /** It moved against itself and against the fleet, or is off its cohort, or changed protocol. */
    OUTLIER,
    /** Too few exams, or too few of the days that a baseline needs. */
    NOT_ENOUGH_DATA,
    /** Something differs, and the fleet is too small to say which scanner is the odd one. */
    CANNOT_SAY_WHICH,
    /** It moved, and so did half of the fleet or more: a software release, a new protocol. */
    FLEET_CHANGED,
    /** It sends nothing any more. */
    SILENT,
    /** Several devices may hide behind the id: shown, never judged, counts nowhere. */
    UNKNOWN_SCANNER
}
