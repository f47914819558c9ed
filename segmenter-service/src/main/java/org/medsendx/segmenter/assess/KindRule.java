package org.medsendx.segmenter.assess;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Stratum;

/**
 * A site's rule for a kind of exam and age: {@code MODALITY/BODYPART/AGE=POINTS}, where {@code *}
 * stands for any, body part and age may be left out, and an age is {@code from-to} in whole years
 * with an open end allowed: {@code CT/HEAD=15}, {@code MG/BREAST/0-39=5}, {@code *}{@code /*}{@code
 * /70-=5}.
 *
 * @param modality Modality, or {@code *}
 * @param bodyPart body part as in a stratum, or {@code *}
 * @param fromAge least age in years
 * @param toAge greatest age in years
 * @param anyAge whether the age does not matter, nor whether it is known
 * @param points what it adds, -50 to 50
 */
public record KindRule(
        String modality, String bodyPart, int fromAge, int toAge, boolean anyAge, double points) {

    private static final Pattern FORM =
            Pattern.compile(
                    "([A-Z0-9]{1,16}|\\*)(?:/([A-Z0-9_-]{1,64}|\\*))?"
                            + "(?:/(?:(\\d{1,3})-(\\d{1,3})?|\\*))?=(-?\\d{1,2}(?:\\.\\d)?)");
    private static final Pattern AGE = Pattern.compile("(\\d{3})([DWMY])");
    private static final int OLDEST = 999;
    private static final double MOST = 50;

    /**
     * Reads a rule.
     *
     * @throws IllegalArgumentException when it has not the form
     */
    public static KindRule parse(String rule) {
        var parts = FORM.matcher(rule.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "a rule is MODALITY/BODYPART/AGE=POINTS, such as CT/HEAD=15");
        }
        double points = Double.parseDouble(parts.group(5));
        if (Math.abs(points) > MOST) {
            throw new IllegalArgumentException("a rule adds -50 to 50 points");
        }
        return new KindRule(
                parts.group(1),
                parts.group(2) == null ? "*" : parts.group(2),
                parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3)),
                parts.group(4) == null ? OLDEST : Integer.parseInt(parts.group(4)),
                parts.group(3) == null,
                points);
    }

    /**
     * Whether it holds for a scan.
     *
     * @param age whole years, null when the header does not say
     */
    public boolean fits(Stratum stratum, @Nullable Integer age) {
        return (modality.equals("*") || modality.equals(stratum.modality()))
                && (bodyPart.equals("*") || bodyPart.equals(stratum.bodyPart()))
                && (anyAge || (age != null && age >= fromAge && age <= toAge));
    }

    /** Patient's Age (0010,1010) in whole years; null when it is none. */
    public static @Nullable Integer years(@Nullable String age) {
        var parts = AGE.matcher(age == null ? "" : age.strip().toUpperCase(Locale.ROOT));
        if (!parts.matches()) {
            return null;
        }
        int number = Integer.parseInt(parts.group(1));
        return switch (parts.group(2)) {
            case "D" -> number / 365;
            case "W" -> number / 52;
            case "M" -> number / 12;
            default -> number;
        };
    }
}
