package org.medsendx.ingest.tracking;

/** The quality of an image as the segmenter judged it, the worst last. */
public enum Verdict {
    GOOD,
    /** Not an image that can be judged. */
    NOT_JUDGED,
    /** Usable; a person should look. */
    LOOK,
    /** Not usable as it is. */
    REPEAT;

    /** The verdict of a word; what is not known is not judged. */
    static Verdict of(String word) {
        for (var verdict : values()) {
            if (verdict.name().equals(word)) {
                return verdict;
            }
        }
        return NOT_JUDGED;
    }
}
