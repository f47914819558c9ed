package org.medsendx.miner.earlier;

import java.util.List;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Features.Tissue;

/**
 * What the patient contributes to a scan, apart from the scanner.
 *
 * <p>The shares of the tissue classes do not change when all values are scaled or shifted, so they
 * tell about the patient and nothing about the gain. With the stratum's usual class centres they
 * give the mean and the spread that this patient would have on a usual scanner; the logarithms of
 * those two are the covariates that every indicator is adjusted by.
 */
final class PatientMix {

    private final double[] centres;

    private PatientMix(double[] centres) {
        this.centres = centres;
    }

    /**
     * The usual centres of one stratum: medians over its scans, counted from the unit's zero.
     * Without classes, or when scans differ in their number, there is nothing to adjust by.
     */
    static PatientMix of(List<Features> scans) {
        int classes = scans.getFirst().tissues().size();
        if (classes < 2 || scans.stream().anyMatch(scan -> scan.tissues().size() != classes)) {
            return new PatientMix(new double[0]);
        }
        var centres = new double[classes];
        for (int i = 0; i < classes; i++) {
            int at = i;
            centres[i] =
                    Robust.median(
                            scans.stream()
                                    .mapToDouble(scan ->
                                            scan.tissues().get(at).centre() - Indicator.zero(scan))
                                    .toArray());
        }
        return new PatientMix(centres);
    }

    /** How many covariates a scan has: 2, or 0. */
    int covariates() {
        return centres.length == 0 ? 0 : 2;
    }

    /** Logarithm of the mean and of the spread to expect for this patient. */
    double[] expected(Features scan) {
        if (centres.length == 0) {
            return new double[0];
        }
        double total = scan.tissues().stream().mapToDouble(Tissue::fraction).sum();
        double mean = 0;
        double square = 0;
        for (int i = 0; i < centres.length; i++) {
            double share = total > 0 ? scan.tissues().get(i).fraction() / total : 0;
            mean += share * centres[i];
            square += share * centres[i] * centres[i];
        }
        double floor = 1e-6 * Math.max(1, Math.abs(centres[centres.length - 1]));
        return new double[] {
            Math.log(Math.max(floor, mean)),
            Math.log(Math.max(floor, Math.sqrt(Math.max(0, square - mean * mean))))
        };
    }
}
