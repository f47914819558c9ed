package org.medsendx.segmenter.breast;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares the side that a header names with how the breast lies in the picture. Findings:
 *
 * <ul>
 *   <li>{@code header-left-picture-right}, {@code header-right-picture-left}: the picture looks
 *       like the other breast
 *   <li>{@code orientation-differs}: it lies in another way than Patient Orientation says, and the
 *       side cannot be told by that
 *   <li>{@code laterality-contradictory}: the header speaks of both breasts
 * </ul>
 *
 * <p>A picture and its mirror image look like the two breasts of one person, so pixels alone name
 * no side. What does is the picture and the way it is looked at: from the tube a left breast has
 * its chest wall at the left when the head is up, and at the right when the head is down. In an
 * oblique view the muscle shows where the head is. There a breast exposed as the wrong one comes
 * out upside down, because the gantry stood on the other side. In a craniocaudal view nothing shows
 * which end is lateral; there the chest wall alone is compared, which tells a picture that was
 * turned over and not a console that was told wrongly.
 *
 * <p>A header may say that its picture is meant to be mirrored; then the sides are not named. One
 * without Patient Orientation is taken as meant to be looked at from the tube, unless its values
 * are those of the detector.
 */
final class BreastSide {

    private BreastSide() {}

    private enum Picture {
        AS_SAID,
        LIES_OTHERWISE,
        OTHER_BREAST
    }

    /**
     * What disagrees, as codes.
     *
     * @param chestWallRight whether the chest wall is at the right of the picture as stored
     * @param headUp whether the muscle is at the top of the picture as stored; null when no muscle
     *     tells
     */
    static List<String> findings(
            Mammogram mammogram, boolean chestWallRight, @Nullable Boolean headUp) {
        var findings = new ArrayList<String>();
        String side = mammogram.laterality();
        switch (picture(mammogram, side, chestWallRight, headUp)) {
            case OTHER_BREAST ->
                    findings.add(
                            "L".equals(side)
                                    ? "header-left-picture-right"
                                    : "header-right-picture-left");
            case LIES_OTHERWISE -> findings.add("orientation-differs");
            case AS_SAID -> {}
        }
        if (mammogram.lie().contradicts()) {
            findings.add("laterality-contradictory");
        }
        return findings;
    }

    private static Picture picture(
            Mammogram mammogram,
            @Nullable String side,
            boolean chestWallRight,
            @Nullable Boolean headUp) {
        var lie = mammogram.lie();
        Boolean saidRight = lie.chestWallRight();
        if (saidRight == null) {
            boolean usual =
                    side == null
                            || mammogram.forProcessing()
                            || looksLike(side, chestWallRight, headUp == null || headUp);
            return usual ? Picture.AS_SAID : Picture.OTHER_BREAST;
        }
        boolean saidUp = lie.headUp() == null || lie.headUp();
        boolean seenUp = lie.headUp() == null || headUp == null ? saidUp : headUp;
        if (saidRight == chestWallRight && saidUp == seenUp) {
            return Picture.AS_SAID;
        }
        boolean turnedOver = (saidRight == saidUp) != (chestWallRight == seenUp);
        boolean meantAsUsual = side != null && looksLike(side, saidRight, saidUp);
        return turnedOver && meantAsUsual ? Picture.OTHER_BREAST : Picture.LIES_OTHERWISE;
    }

    /** Whether a breast of a side that is looked at from the tube lies so. */
    private static boolean looksLike(String side, boolean chestWallRight, boolean headUp) {
        return side.equals("R") == (chestWallRight == headUp);
    }
}
