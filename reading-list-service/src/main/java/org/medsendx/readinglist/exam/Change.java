package org.medsendx.readinglist.exam;

/** What an event did to the list. */
public enum Change {
    /** It told something new. */
    TAKEN,
    /** It told what was known, or something older. */
    REPEAT,
    /** It is about an image more than are kept of one exam. */
    BEYOND,
    /** It gives an object other UIDs than an event before it. */
    CONTRADICTS
}
