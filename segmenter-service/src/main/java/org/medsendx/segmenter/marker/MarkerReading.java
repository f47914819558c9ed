package org.medsendx.segmenter.marker;

import org.jspecify.annotations.Nullable;

/**
 * What the side markers of an image say.
 *
 * @param said what they say together
 * @param marker where the clearest one is; null when none was read
 */
public record MarkerReading(Said said, @Nullable Place marker) {

    /** What markers say. */
    public enum Said {
        /** Nothing looks like a letter that stands by itself. */
        NONE,
        /** A letter was seen that is neither surely R nor surely L, or both were. */
        UNREAD,
        LEFT,
        RIGHT
    }

    /**
     * Where a letter is, in pixels of the image: first row and column, and those after the last.
     */
    public record Place(int top, int left, int bottom, int right) {}

    static final MarkerReading NOTHING = new MarkerReading(Said.NONE, null);
}
