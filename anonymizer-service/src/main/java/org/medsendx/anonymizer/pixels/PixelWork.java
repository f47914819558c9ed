package org.medsendx.anonymizer.pixels;

import java.util.List;

/**
 * What was done about the pixels of a released instance, for its verification report.
 *
 * @param kind what the header said of it
 * @param policy what the profile asks for this kind
 * @param framesSearched in how many frames text was looked for; 0 when it was not
 * @param masks what was blanked; empty when nothing was, the pixels are then the original's
 */
public record PixelWork(ImageKind kind, Policy policy, int framesSearched, List<Mask> masks) {

    public PixelWork {
        masks = List.copyOf(masks);
        if (framesSearched < 0) {
            throw new IllegalArgumentException("frames searched is negative");
        }
    }

    /**
     * Whether the image can be called free of burned-in text: masked, or searched because asked.
     */
    public boolean cleaned() {
        return !masks.isEmpty() || (framesSearched > 0 && kind != ImageKind.OTHER);
    }

    /**
     * The note of the mapping for an instance with masks, such as {@code PIXELS:2 regions masked}.
     */
    public String note() {
        int regions = masks.size();
        return regions == 0
                ? ""
                : PixelPlan.RULE
                        + ":"
                        + regions
                        + (regions == 1 ? " region" : " regions")
                        + " masked";
    }
}
