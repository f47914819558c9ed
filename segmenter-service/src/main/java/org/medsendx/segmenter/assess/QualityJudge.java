package org.medsendx.segmenter.assess;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.medsendx.contracts.deidentified.Measures;
import org.medsendx.contracts.deidentified.Quality;
import org.medsendx.contracts.deidentified.Quality.Verdict;
import org.medsendx.segmenter.cluster.Histogram;
import org.medsendx.segmenter.measure.Measure;
import org.medsendx.segmenter.usual.Unusualness;

/**
 * Judges whether a scan is technically usable, by rules a person can check. What each finding says
 * and what to do is in {@link FindingText}; from where on it is one in {@link QualityLimits}.
 *
 * <ul>
 *   <li>REPEAT: {@code empty} (no valid pixel), {@code constant} (one value), {@code clipped} when
 *       much is
 *   <li>LOOK: {@code clipped}, {@code few-values}, {@code low-contrast}, {@code mostly-masked},
 *       {@code cut-off}, {@code defect-line}, {@code defect-pixels}, {@code grid-lines}, {@code
 *       ring}, {@code underexposed}, {@code overexposed}, {@code motion}; and, against scans of its
 *       kind, {@code noisy} and {@code blurred}
 * </ul>
 *
 * <p>The bright end counts as displayed (inverted for MONOCHROME1), because the dark end is plain
 * background in projection radiographs. The end of the range is the greatest value that the stored
 * bits hold, or a greatest occurring value of 2^n - 1, as a narrower converter leaves it.
 */
public final class QualityJudge {

    private static final Set<String> BLURRED =
            Set.of("edge-width-high", "blur-along-rows-high", "blur-along-columns-high");

    private static final int LEAST_FULL_SCALE_BITS = 8;

    private final QualityLimits limits;

    public QualityJudge(QualityLimits limits) {
        this.limits = limits;
    }

    /**
     * The judgement by values alone.
     *
     * @param valid stored values of the valid pixels
     * @param form how values are stored
     * @param pixels how many pixels were looked at, valid or not
     */
    public Quality judge(Histogram valid, StoredForm form, long pixels) {
        if (valid.total() == 0) {
            return new Quality(Verdict.REPEAT, List.of("empty"));
        }
        int distinct = valid.distinct();
        if (distinct == 1) {
            return new Quality(Verdict.REPEAT, List.of("constant"));
        }
        var findings = new ArrayList<String>();
        double clipped = clippedShare(valid, form);
        if (clipped >= limits.clippedLook()) {
            findings.add("clipped");
        }
        if (distinct < limits.fewValues()) {
            findings.add("few-values");
        } else if (spread(valid) < limits.lowContrast()) {
            findings.add("low-contrast");
        }
        if (valid.total() < limits.leastValid() * pixels) {
            findings.add("mostly-masked");
        }
        return verdict(clipped >= limits.clippedRepeat(), findings);
    }

    /**
     * A judgement with what was measured.
     *
     * @param byValues what {@link #judge} said
     * @param measures of the scan
     * @param wholeWidth whether a CT slice was reconstructed as wide as the scanner measures
     * @param unusual how far it is from scans of its kind
     */
    public Quality with(
            Quality byValues, Measures measures, boolean wholeWidth, Unusualness unusual) {
        if (byValues.findings().contains("constant") || byValues.findings().contains("empty")) {
            return byValues;
        }
        var findings = new ArrayList<>(byValues.findings());
        var values = measures.values();
        double lines = value(values, Measure.DEFECT_COLUMNS) + value(values, Measure.DEFECT_ROWS);
        if (lines >= limits.defectLines()) {
            findings.add("defect-line");
        }
        if (value(values, Measure.DEFECT_PIXELS) >= limits.defectPixels()) {
            findings.add("defect-pixels");
        }
        if (value(values, Measure.GRID_PEAK) >= limits.gridPeak()) {
            findings.add("grid-lines");
        }
        if (value(values, Measure.RING_SCORE) >= limits.ringScore()) {
            findings.add("ring");
        }
        double deviation = value(values, Measure.DEVIATION_INDEX);
        if (Math.abs(deviation) >= limits.deviation()) {
            findings.add(deviation < 0 ? "underexposed" : "overexposed");
        }
        // Of a CT slice it would speak of the couch; motion shows as streaks there.
        boolean projection = values.containsKey(Measure.DEFECT_ROWS.label());
        if (projection && Math.abs(value(values, Measure.DIRECTIONALITY)) >= limits.motion()) {
            findings.add("motion");
        }
        if (wholeWidth && value(values, Measure.BORDER_TISSUE) >= limits.cutOff()) {
            findings.add("cut-off");
        }
        // What others say is usual orders a list; it judges no image.
        if (!unusual.byFleet()) {
            if (unusual.features().contains("noise-high")) {
                findings.add("noisy");
            }
            if (unusual.features().stream().anyMatch(BLURRED::contains)) {
                findings.add("blurred");
            }
        }
        return verdict(byValues.verdict() == Verdict.REPEAT, findings);
    }

    private static double value(Map<String, Double> values, Measure measure) {
        Double value = values.get(measure.label());
        return value == null ? 0 : value;
    }

    private static Quality verdict(boolean repeat, List<String> findings) {
        if (repeat) {
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
        for (int bin = valid.firstBin(); bin <= valid.lastBin(); bin++) {
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
