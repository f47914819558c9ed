package org.medsendx.deidentification.pixels;

import java.util.Locale;

/** How the frames of a copy are stored, beside those of its original. */
public sealed interface StoredFrames {

    /** As they came: the profile keeps them, or there are none. */
    record AsTheyCame() implements StoredFrames {}

    /**
     * As JPEG-LS Lossless.
     *
     * @param before the bytes of the native pixel data
     * @param after the bytes of the fragments that took its place; fewer
     */
    record JpegLs(long before, long after) implements StoredFrames {
        public JpegLs {
            if (after < 1 || after >= before) {
                throw new IllegalArgumentException("encoded anew to be smaller");
            }
        }
    }

    /** As they came, although the profile wants JPEG-LS. */
    record Kept(Cause cause) implements StoredFrames {}

    /** Why frames stay as they came. */
    enum Cause {
        /** They are compressed. */
        COMPRESSED,
        /** The data set is deflated, its pixels with it. */
        DEFLATED,
        /** The data set is big endian, and its other elements would have to be turned. */
        BIG_ENDIAN,
        /** Cells of other than 8 or 16 bits, or floating point. */
        CELLS,
        /** The stored bits are not declared, or not the lowest of their cells. */
        HIGH_BIT,
        /** Bits of the cells that are not stored hold something. */
        UNUSED_BITS,
        /** Colour that JPEG-LS would store otherwise: halved, or not RGB. */
        COLOUR,
        /** The pixel data is not what its attributes say. */
        UNREADABLE,
        /** JPEG-LS would not make them smaller. */
        NOT_SMALLER,
        /** The encoder failed. */
        FAILED,
        /** The gate did not let a copy with frames encoded anew pass. */
        REFUSED;

        /** Its word in reports. */
        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The cause of what the encoder says. */
        static Cause of(String unsupported) {
            return switch (unsupported) {
                case "compressed" -> COMPRESSED;
                case "big-endian" -> BIG_ENDIAN;
                case "bits-allocated", "float-pixel-data" -> CELLS;
                case "high-bit" -> HIGH_BIT;
                case "unused-bits" -> UNUSED_BITS;
                case "photometric-interpretation", "samples-per-pixel" -> COLOUR;
                case "not-smaller" -> NOT_SMALLER;
                default -> UNREADABLE;
            };
        }
    }
}
