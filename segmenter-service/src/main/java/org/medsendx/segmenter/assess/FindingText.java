package org.medsendx.segmenter.assess;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a finding says to the person at the scanner, and what to do. docs/quality.md has the same
 * table; a test holds the two together. A code that is not in it stands for itself.
 *
 * @param code of the finding, as events carry it
 * @param says what was found
 * @param todo what to do
 */
public record FindingText(String code, String says, String todo) {

    private static final List<FindingText> TABLE =
            List.of(
                    text(
                            "empty",
                            "The image holds no picture.",
                            "Take it again; if it comes again, restart the detector."),
                    text(
                            "constant",
                            "Every pixel has the same value.",
                            "Take it again; if it comes again, the detector or its link is at"
                                    + " fault."),
                    text(
                            "clipped",
                            "Part of the picture is at the bright end, where nothing can be told"
                                    + " apart.",
                            "Look whether anatomy is lost there; if so, take it again with less"
                                    + " exposure or another processing."),
                    text(
                            "few-values",
                            "The picture has hardly any shades of grey.",
                            "Look whether it is a test or a screen capture; else take it again."),
                    text(
                            "low-contrast",
                            "Nearly all of the picture has one shade of grey.",
                            "Look whether anything was in the beam and the exposure was right."),
                    text(
                            "mostly-masked",
                            "Less than a tenth of the image was exposed.",
                            "Check the collimation."),
                    text(
                            "cut-off",
                            "The body reaches beyond the image on most sides.",
                            "Check table height and position, or reconstruct with a wider field."),
                    text(
                            "defect-line",
                            "A whole row or column of the detector stands out.",
                            "Look whether it crosses anatomy; calibrate the detector before the"
                                    + " next patient and tell service."),
                    text(
                            "defect-pixels",
                            "Many single pixels of the detector stand out.",
                            "Calibrate the detector; tell service if it stays."),
                    text(
                            "grid-lines",
                            "Lines of the anti-scatter grid are in the picture.",
                            "Check that the grid is in its place and moves; take it again if they"
                                    + " disturb."),
                    text(
                            "ring",
                            "A ring around the middle of the slice.",
                            "Run the air calibration; tell service if it stays."),
                    text(
                            "underexposed",
                            "The exposure is far below its target.",
                            "Look whether the noise hides anything; if so, take it again with more"
                                    + " exposure."),
                    text(
                            "overexposed",
                            "The exposure is far above its target.",
                            "Do not repeat for that; check technique and sensor before the next"
                                    + " exposure."),
                    text(
                            "motion",
                            "The picture is blurred in one direction, as if something had moved.",
                            "Look at edges and fine structures; if they are smeared, take it again"
                                    + " while the patient holds still."),
                    text(
                            "noisy",
                            "There is much more noise than in scans of this kind on this truck.",
                            "Check exposure, patient position and protocol."),
                    text(
                            "blurred",
                            "It is much less sharp than scans of this kind on this truck.",
                            "Look for motion; check focus, kernel and protocol."),
                    text(
                            "pectoral-not-found",
                            "No chest muscle is seen in an oblique view.",
                            "Look whether the muscle is in the picture; if not, position again."),
                    text(
                            "pectoral-above-nipple-line",
                            "The chest muscle ends above the line from the nipple.",
                            "Look whether deep tissue is missing; if so, position again."),
                    text(
                            "inframammary-fold-not-in-view",
                            "The fold below the breast is not in the picture.",
                            "Position again if the breast can be lifted further onto the table."),
                    text(
                            "breast-cut-off",
                            "The breast reaches beyond the image.",
                            "Position again, or take a second image of what is missing."),
                    text(
                            "skin-fold",
                            "A fold of the skin lies in the picture.",
                            "Look whether it hides anything; if so, smooth the skin and take it"
                                    + " again."),
                    text(
                            "header-left-picture-right",
                            "The header says left; the picture shows a right breast, or was turned"
                                    + " over, or the marker is wrong.",
                            "Compare the marker with the patient; correct the side at the console"
                                    + " and tell the radiologist."),
                    text(
                            "header-right-picture-left",
                            "The header says right; the picture shows a left breast, or was turned"
                                    + " over, or the marker is wrong.",
                            "Compare the marker with the patient; correct the side at the console"
                                    + " and tell the radiologist."),
                    text(
                            "marker-left-header-right",
                            "The marker in the picture is an L; the header says right.",
                            "Compare the marker with the patient; correct the side at the console"
                                    + " and tell the radiologist."),
                    text(
                            "marker-right-header-left",
                            "The marker in the picture is an R; the header says left.",
                            "Compare the marker with the patient; correct the side at the console"
                                    + " and tell the radiologist."),
                    text(
                            "laterality-contradictory",
                            "The header names one side in one place and the other side in another.",
                            "Compare the marker with the patient; correct the side at the console"
                                    + " and tell the radiologist."),
                    text(
                            "orientation-differs",
                            "The breast lies in another way than the header says.",
                            "Check laterality and view before the next exposure; tell the"
                                    + " radiologist."));

    private static final Map<String, FindingText> BY_CODE =
            TABLE.stream().collect(Collectors.toMap(FindingText::code, Function.identity()));

    private static FindingText text(String code, String says, String todo) {
        return new FindingText(code, says, todo);
    }

    /** All of them, the worst first. */
    public static List<FindingText> table() {
        return TABLE;
    }

    /** The text of a code; of one that is not known, the code. */
    public static FindingText of(String code) {
        return BY_CODE.getOrDefault(code, new FindingText(code, code, ""));
    }
}
