package org.medsendx.deidentification.pixels;

import java.util.Arrays;
import java.util.List;

/** What is to become of the pixels of an instance. */
public sealed interface PixelPlan {

    /** How all reasons of this step begin. */
    String RULE = "PIXELS";

    /** The pixels stay as they are. */
    Ready UNTOUCHED = new Ready(PixelWork.untouched(ImageKind.OTHER, Policy.LEAVE), false, false);

    /** Why an instance is withheld for its pixels. */
    enum Cause {
        /** The profile withholds this kind of image. */
        POLICY("policy"),
        /** The profile asks for an entry of the device catalogue, and none fits. */
        NO_RULE("no-rule"),
        /** The image says that text is burned in, and none was found. */
        NOTHING_FOUND("nothing-found"),
        /** The kind of image makes text likely, and the profile does not have it searched. */
        NOT_SEARCHED("not-searched"),
        /** Pixels in floating point, which are not searched. */
        FLOAT("float"),
        /** No decoder for its transfer syntax. */
        NO_DECODER("no-decoder"),
        /** JPEG 2000, and the system's OpenJPEG is not there. */
        NO_OPENJPEG("no-openjpeg"),
        /** JPEG 2000, and this program cannot call the OpenJPEG that is there. */
        OPENJPEG_NOT_CALLABLE("openjpeg-not-callable"),
        /** The pixel data is broken, cut off, or not what its attributes say. */
        UNDECODABLE("undecodable"),
        /** Noise in which text cannot be told from the rest. */
        NOISE("noise"),
        /** More frames than are searched. */
        PARTLY_SEARCHED("partly-searched"),
        /** More would be blanked than the profile allows. */
        TOO_MUCH_MASKED("too-much-masked"),
        /** Colour that would have to be stored otherwise, which the profile does not allow. */
        RECOLOUR("recolour"),
        /** Pixels in a layout in which nothing can be blanked. */
        NOT_MASKABLE("not-maskable"),
        /** Text is still found in the written copy. */
        SECOND_LOOK("second-look"),
        /** Pixel data in an item of a sequence. */
        NESTED("nested");

        private final String code;

        Cause(String code) {
            this.code = RULE + "-" + code;
        }

        /** The code in reasons. */
        public String code() {
            return code;
        }

        /** The cause of what the decoders say. */
        public static Cause of(String unsupported) {
            return switch (unsupported) {
                case "transfer-syntax", "jpeg-process" -> NO_DECODER;
                case "jpeg-2000-not-available" -> NO_OPENJPEG;
                case "jpeg-2000-not-callable" -> OPENJPEG_NOT_CALLABLE;
                default -> UNDECODABLE;
            };
        }

        /** The codes of all causes. */
        public static List<String> codes() {
            return Arrays.stream(values()).map(Cause::code).toList();
        }
    }

    /**
     * The instance must be withheld.
     *
     * @param tag the attribute that asks for it, or Pixel Data
     */
    record Refused(Cause cause, int tag) implements PixelPlan {}

    /**
     * It may leave once this is done.
     *
     * @param work what is blanked, and what was looked at
     * @param clearsUnusedBits whether bits of the cells that are not stored are cleared
     * @param recolours whether colour may be stored in another way where it cannot stay
     */
    record Ready(PixelWork work, boolean clearsUnusedBits, boolean recolours) implements PixelPlan {

        /** Whether frames are written anew, cell by cell. */
        public boolean changesFrames() {
            return clearsUnusedBits || !work.masks().isEmpty();
        }

        /** Whether pixel data is not the original's, byte for byte. */
        public boolean changesPixels() {
            return changesFrames() || !work.removed().isEmpty();
        }
    }
}
