package org.medsendx.dicom.io;

import java.util.Locale;
import org.medsendx.dicom.dictionary.Tag;

/**
 * Something of a file that is not as the standard has it and was read all the same, because its
 * meaning is clear. Never holds a value.
 *
 * @param tag the element it is about
 * @param position the byte where it was noticed
 */
public record ReadWarning(Kind kind, int tag, long position) {

    /** What is not as it should be. */
    public enum Kind {
        /** The file ends where the delimiter of a sequence or of pixel data should be. */
        MISSING_SEQUENCE_DELIMITER,
        /** The file ends where the delimiter of an item should be. */
        MISSING_ITEM_DELIMITER;

        /** Such as {@code missing-sequence-delimiter}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Such as {@code missing-sequence-delimiter in (0008,1140) at byte 1234}. */
    @Override
    public String toString() {
        return kind.code() + " in " + Tag.toString(tag) + " at byte " + position;
    }
}
