package org.medsendx.segmenter.exam;

/** What comes first. */
public enum ExamOrder {
    /**
     * What a person should look at first: exams that are not decided, among them those with a scan
     * to be repeated, then by priority, quality and how new they are.
     */
    WORST,
    /** The last that came. */
    NEWEST
}
