package org.medsendx.segmenter.measurement;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as decimal strings of at most sixteen characters (PS3.5, 6.2, DS). */
final class DecimalString {

    private static final int LONGEST = 16;
    private static final int DIGITS = 15;

    private DecimalString() {}

    /** The number with as many digits as there is room for, at most fifteen. */
    static String of(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a measurement is a finite number");
        }
        var exact = new BigDecimal(Double.toString(value));
        for (int digits = DIGITS; digits > 0; digits--) {
            var rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            var stripped = rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
            String plain = stripped.toPlainString();
            if (plain.length() <= LONGEST) {
                return plain;
            }
            String scientific = stripped.toString();
            if (scientific.length() <= LONGEST) {
                return scientific;
            }
        }
        throw new IllegalStateException("one digit and an exponent have room");
    }
}
