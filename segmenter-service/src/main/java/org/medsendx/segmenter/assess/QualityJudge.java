package org.medsendx.segmenter.assess;

import java.util.ArrayList;
import java.util.List;
import org.medsendx.contracts.deidentified.Quality;
import org.medsendx.contracts.deidentified.Quality.Verdict;
import org.medsendx.segmenter.cluster.Histogram;

/**
 * Judges whether a scan is technically usable, by rules a person can check. Findings and what they
 * lead to:
 *
 * <ul>
 *   <li>{@code empty}: no valid pixel at all: REPEAT
 *   <li>{@code constant}: every pixel has the same value: REPEAT
 *   <li>{@code clipped}: at least 1 % of the valid pixels are at the bright end of the value range:
 *       LOOK, from 10 % REPEAT
 *   <li>{@code few-values}: fewer than 8 different values occur: LOOK
 *   <li>{@code low-contrast}: 98 % of the pixels lie within 8 values: LOOK
 *   <li>{@code mostly-masked}: less than 10 % of the image are valid pixels: LOOK
 * </ul>
 *
 * <p>The bright end counts as displayed (inverted for MONOCHROME1), because the dark end is plain
 * background in projection radiographs. The end of the range is the greatest value that the stored
 * bits hold, or a greatest occurring value of 2^n - 1, as a narrower converter leaves it.
 */
public final class QualityJudge {

    static final double CLIPPED_LOOK = 0.01;
    static final double CLIPPED_REPEAT = 0.10;
    static final int FEW_VALUES = 8;
    static final int LOW_CONTRAST_VALUES = 8;
    static final double MOSTLY_MASKED = 0.10;

    private static final int LEAST_FULL_SCALE_BITS = 8;

    private QualityJudge() {}

    /**
     * The judgement.
     *
     * @param valid stored values of the valid pixels
     * @param form how values are stored
     * @param pixels how many pixels were looked at, valid or not
     */
    public static Quality judge(Histogram valid, StoredForm form, long pixels) {
        if (valid.total() == 0) {
            return new Quality(Verdict.REPEAT, List.of("empty"));
        }
        int distinct = valid.distinct();
        if (distinct == 1) {
            return new Quality(Verdict.REPEAT, List.of("constant"));
        }
        var findings = new ArrayList<String>();
        double clipped = clippedShare(valid, form);
        if (clipped >= CLIPPED_LOOK) {
            findings.add("clipped");
        }
        if (distinct < FEW_VALUES) {
            findings.add("few-values");
        } else if (spread(valid) < LOW_CONTRAST_VALUES) {
            findings.add("low-contrast");
        }
        if (valid.total() < MOSTLY_MASKED * pixels) {
            findings.add("mostly-masked");
        }
        if (clipped >= CLIPPED_REPEAT) {
            return new Quality(Verdict.REPEAT, findings);
        }
        return new Quality(findings.isEmpty() ? Verdict.GOOD : Verdict.LOOK, findings);
    }

    private static double clippedShare(Histogram valid, StoredForm form) {
        int bright = form.inverted() ? valid.least() : valid.greatest();
        boolean atTheEnd =
                form.inverted()
                        ? bright == form.least()
                        : bright == form.greatest() || fullScale(bright);
        if (!atTheEnd) {
            return 0;
        }
        long count = 0;
        for (int bin = 0; bin < valid.bins(); bin++) {
            if (valid.value(bin) == bright) {
                count += valid.count(bin);
            }
        }
        return (double) count / valid.total();
    }

    /** Whether a value is all ones in binary, in at least 8 bits. */
    private static boolean fullScale(int value) {
        return value >= (1 << LEAST_FULL_SCALE_BITS) - 1 && Integer.bitCount(value + 1) == 1;
    }

    private static long spread(Histogram valid) {
        long total = valid.total();
        long tail = total / 100;
        return (long) valid.valueAtRank(total - tail) - valid.valueAtRank(1 + tail);
    }

    /**
     * How values are stored.
     *
     * @param bitsStored number of bits that carry a value
     * @param signed whether they are two's complement
     * @param inverted whether low values are shown bright (MONOCHROME1)
     */
    public record StoredForm(int bitsStored, boolean signed, boolean inverted) {

        /** The least value that can be stored. */
        public long least() {
            return signed ? -(1L << (bitsStored - 1)) : 0;
        }

        /** The greatest value that can be stored. */
        public long greatest() {
            return signed ? (1L << (bitsStored - 1)) - 1 : (1L << bitsStored) - 1;
        }
    }
}
