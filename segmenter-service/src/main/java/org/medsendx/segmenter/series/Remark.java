package org.medsendx.segmenter.series;

import java.util.Locale;

/**
 * Something about a series that whoever takes it for a volume has to know. docs/qa-page.md has a
 * row for each code; a test holds the two together.
 *
 * @param code one of {@link Code}, as {@link Code#code} writes it
 * @param count of what, the code says
 * @param says the same in words, for a page
 */
public record Remark(String code, int count, String says) {

    /** What there is to remark. */
    public enum Code {
        /** Places where slices are missing. */
        GAP("slices are missing in {} places"),
        /** Spacings that are not like the others, without a slice missing. */
        UNEVEN_SPACING("{} spacings differ from the others"),
        /** Slices where another one is already. */
        DOUBLED_POSITION("{} slices lie where another one is"),
        /** Frames of reference, when there is more than one: their positions do not compare. */
        SEVERAL_FRAMES_OF_REFERENCE("{} frames of reference, whose positions do not compare"),
        /** Slices that name no frame of reference. */
        NO_FRAME_OF_REFERENCE("{} slices name no frame of reference"),
        /** Slices that are not parallel to the first. */
        ORIENTATIONS_DIFFER("{} slices are not parallel to the first"),
        /** Slices that do not say where they lie, or nothing that can be. */
        NO_POSITION("{} slices do not say where they lie"),
        /** Degrees between the stack and the normal of its slices: a tilted gantry. */
        TILTED("the stack is tilted by {} degrees"),
        /** Slices beside the straight line of the stack. */
        OUT_OF_LINE("{} slices lie beside the line of the stack"),
        /** Files that are not here any more, or cannot be read. */
        FILES_MISSING("{} files are not here any more, or cannot be read"),
        /** Slices, when they are too many to be looked at. */
        TOO_MANY("{} slices are more than are looked at"),
        /** Slices that were not looked at this time; the next request looks at more. */
        NOT_READ_YET("{} slices were not looked at yet; load the page again");

        private final String says;

        Code(String says) {
            this.says = says;
        }

        /** As answers and pages write it. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** What a person reads. */
        String says(int count) {
            return says.replace("{}", Integer.toString(count));
        }
    }

    static Remark of(Code code, int count) {
        return new Remark(code.code(), count, code.says(count));
    }
}
