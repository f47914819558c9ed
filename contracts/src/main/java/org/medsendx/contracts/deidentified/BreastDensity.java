package org.medsendx.contracts.deidentified;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;

/**
 * How dense a breast looks in one mammogram, by a rule a person can check: no assessment by a
 * radiologist, and no BI-RADS category.
 *
 * @param areaPercent dense share of the breast's area without skin and muscle, 0 to 100
 * @param areaUncertainty how far it may be off, in points
 * @param volumePercent fibroglandular share of the breast's volume, 0 to 100; null when pixel
 *     values are no attenuation or the compressed thickness is unknown
 * @param grade {@code a} to {@code d} by the area: to 25, 50, 75 and 100 per cent
 * @param gradeFrom the least grade within the uncertainty
 * @param gradeTo the greatest
 * @param laterality {@code L} or {@code R}, or null
 * @param view {@code CC}, {@code MLO}, {@code LATERAL} or {@code OTHER}
 * @param nippleLineMm length of the posterior nipple line in millimetres, or null
 * @param exam codes of what disagrees with other mammograms of the exam that were assessed before
 */
public record BreastDensity(
        double areaPercent,
        double areaUncertainty,
        @Nullable Double volumePercent,
        String grade,
        String gradeFrom,
        String gradeTo,
        @Nullable String laterality,
        String view,
        @Nullable Double nippleLineMm,
        List<String> exam) {

    private static final double WIDTH = 25;

    public BreastDensity {
        percent(areaPercent);
        percent(areaUncertainty);
        if (volumePercent != null) {
            percent(volumePercent);
        }
        grade(grade);
        grade(gradeFrom);
        grade(gradeTo);
        if (laterality != null && !laterality.equals("L") && !laterality.equals("R")) {
            throw new IllegalArgumentException("laterality is L or R");
        }
        Objects.requireNonNull(view, "view");
        Checks.reason(view);
        if (nippleLineMm != null && !(nippleLineMm >= 0 && nippleLineMm < 1000)) {
            throw new IllegalArgumentException("a nipple line has a length");
        }
        exam = List.copyOf(exam);
        exam.forEach(Checks::reason);
    }

    /** The grade of a dense share of the area in per cent. */
    public static String gradeOf(double areaPercent) {
        int step = (int) Math.clamp(areaPercent / WIDTH, 0, 3);
        return String.valueOf((char) ('a' + step));
    }

    /** The same with what disagrees in the exam. */
    public BreastDensity withExam(List<String> codes) {
        return new BreastDensity(
                areaPercent,
                areaUncertainty,
                volumePercent,
                grade,
                gradeFrom,
                gradeTo,
                laterality,
                view,
                nippleLineMm,
                codes);
    }

    private static void percent(double value) {
        if (!(value >= 0 && value <= 100)) {
            throw new IllegalArgumentException("per cent are 0 to 100");
        }
    }

    private static void grade(String grade) {
        if (grade.length() != 1 || grade.charAt(0) < 'a' || grade.charAt(0) > 'd') {
            throw new IllegalArgumentException("a grade is a to d");
        }
    }
}
