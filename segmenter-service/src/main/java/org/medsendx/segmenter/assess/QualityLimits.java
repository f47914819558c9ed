package org.medsendx.segmenter.assess;

/**
 * From where on a finding is one; a site's choice. docs/quality.md says how often each finds what
 * it should and how often it is wrong.
 *
 * @param clippedLook share of valid pixels at the bright end: LOOK
 * @param clippedRepeat share of valid pixels at the bright end: REPEAT
 * @param fewValues fewer different values than this
 * @param lowContrast 98 % of the pixels within fewer stored values than this
 * @param leastValid less than this share of the image are valid pixels
 * @param cutOff more than this share of the outermost valid pixels of a CT slice is body, where the
 *     reconstruction is as wide as the scanner measures
 * @param defectLines so many defect rows and columns
 * @param defectPixels so many defect pixels per million
 * @param gridPeak grid lines of so many dB
 * @param ringScore a ring of so many standard errors
 * @param deviation a deviation index of so much, either side
 * @param motion a directionality of so much, either side
 */
public record QualityLimits(
        double clippedLook,
        double clippedRepeat,
        int fewValues,
        int lowContrast,
        double leastValid,
        double cutOff,
        int defectLines,
        double defectPixels,
        double gridPeak,
        double ringScore,
        double deviation,
        double motion) {

    public static final QualityLimits DEFAULT =
            new QualityLimits(0.01, 0.10, 8, 8, 0.10, 0.5, 1, 50, 6, 8, 3, 0.4);

    public QualityLimits {
        if (!(clippedLook > 0 && clippedRepeat >= clippedLook)
                || !(leastValid >= 0 && leastValid < 1)
                || !(cutOff > 0)
                || defectLines < 1
                || !(defectPixels > 0 && gridPeak > 0 && ringScore > 0)
                || !(deviation > 0 && motion > 0)) {
            throw new IllegalArgumentException("limits of quality are positive and in order");
        }
    }
}
