package org.medsendx.deidentification.pixels;

import org.medsendx.contracts.Checks;

/**
 * Pixels that were blanked.
 *
 * @param firstFrame from 1, as DICOM counts frames
 * @param lastFrame the last of the range
 * @param area what was blanked in each of these frames
 * @param rule why: {@code text}, {@code outside-regions} or {@code device-NAME}
 */
public record Mask(int firstFrame, int lastFrame, Rectangle area, String rule) {
    public Mask {
        if (firstFrame < 1 || lastFrame < firstFrame) {
            throw new IllegalArgumentException("frames are counted from 1");
        }
        Checks.reason(rule);
    }
}
