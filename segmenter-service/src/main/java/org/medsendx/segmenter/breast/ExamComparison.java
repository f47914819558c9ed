package org.medsendx.segmenter.breast;

import java.util.List;
import java.util.TreeSet;
import org.medsendx.contracts.deidentified.BreastDensity;

/**
 * What disagrees between the mammograms of one exam. Each rule looks at a pair and says the same
 * whichever of the two came first:
 *
 * <ul>
 *   <li>{@code left-right-differ}: the same view of both sides differs by more than {@value
 *       #POINTS} points beyond what both are uncertain by
 *   <li>{@code cc-mlo-differ}: the two views of one side do
 *   <li>{@code posterior-nipple-line-differs}: the line of one side is more than {@value #LINE_MM}
 *       mm shorter in the craniocaudal view than in the oblique one, or longer: tissue is missing
 *       in one of them (the usual rule of one centimetre)
 * </ul>
 */
public final class ExamComparison {

    static final double POINTS = 10;
    static final double LINE_MM = 10;

    private ExamComparison() {}

    /** What disagrees between a mammogram and the others of its exam, sorted. */
    public static List<String> codes(BreastDensity one, Iterable<BreastDensity> others) {
        var codes = new TreeSet<String>();
        for (var other : others) {
            compare(one, other, codes);
        }
        return List.copyOf(codes);
    }

    private static void compare(BreastDensity one, BreastDensity other, TreeSet<String> codes) {
        String side = one.laterality();
        String otherSide = other.laterality();
        if (side == null || otherSide == null) {
            return;
        }
        boolean views =
                one.view().equals("CC") && other.view().equals("MLO")
                        || one.view().equals("MLO") && other.view().equals("CC");
        if (!side.equals(otherSide) && one.view().equals(other.view()) && differ(one, other)) {
            codes.add("left-right-differ");
        }
        if (side.equals(otherSide) && views) {
            if (differ(one, other)) {
                codes.add("cc-mlo-differ");
            }
            Double line = one.nippleLineMm();
            Double otherLine = other.nippleLineMm();
            if (line != null && otherLine != null && Math.abs(line - otherLine) > LINE_MM) {
                codes.add("posterior-nipple-line-differs");
            }
        }
    }

    private static boolean differ(BreastDensity one, BreastDensity other) {
        double uncertain = Math.hypot(one.areaUncertainty(), other.areaUncertainty());
        return Math.abs(one.areaPercent() - other.areaPercent()) > POINTS + uncertain;
    }
}
