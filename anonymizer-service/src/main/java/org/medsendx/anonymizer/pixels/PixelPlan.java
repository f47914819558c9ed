package org.medsendx.anonymizer.pixels;

import java.util.List;

/** What is to become of the pixels of an instance. */
public sealed interface PixelPlan {

    /** The code of the rule in reasons. */
    String RULE = "PIXELS";

    /** The pixels stay as they are. */
    Ready UNTOUCHED = new Ready(new PixelWork(ImageKind.OTHER, Policy.LEAVE, 0, List.of()), false);

    /**
     * The instance must be withheld.
     *
     * @param tag the attribute that asks for it, or Pixel Data when it could not be searched or too
     *     much of it would be blanked
     */
    record Refused(int tag) implements PixelPlan {}

    /**
     * It may leave once this is done.
     *
     * @param work what is blanked, and what was looked at
     * @param clearsUnusedBits whether bits of the cells that are not stored are cleared, where a
     *     retired overlay may be
     */
    record Ready(PixelWork work, boolean clearsUnusedBits) implements PixelPlan {

        /** Whether pixel data is written anew; else it is the original's, byte for byte. */
        public boolean changesPixels() {
            return clearsUnusedBits || !work.masks().isEmpty();
        }
    }
}
