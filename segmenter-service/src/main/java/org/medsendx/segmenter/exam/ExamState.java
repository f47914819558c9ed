package org.medsendx.segmenter.exam;

/** What people decided about an exam. */
public enum ExamState {
    /** Not every scan was decided about, and none was rejected. */
    OPEN,
    /** Every scan was accepted. */
    ACCEPTED,
    /** A scan was rejected. */
    REJECTED
}
