package org.medsendx.miner.statistics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Features.Percentiles;
import org.medsendx.contracts.deidentified.Features.Tissue;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.Stratum;

/**
 * A fleet of phantom scans: five scanners, forty scans each over ten weeks, three strata that all
 * of them send. Patients differ in their mix of tissues by tens of per cent and in each tissue's
 * value by some per cent; weeks and scanners differ a little; one scanner may gain from its fourth
 * week.
 *
 * @param seed everything follows from it
 * @param drifting which scanner drifts, or -1
 * @param finalGain the drift at the end of the last week, 0.06 is 6 %
 */
record FleetSimulation(long seed, int drifting, double finalGain) {

    static final int SCANNERS = 5;
    static final int SCANS = 40;
    static final int DAYS = 70;
    static final int STEADY_DAYS = 21;

    private static final LocalDate FIRST_DAY = LocalDate.of(2025, 1, 6);
    private static final int PIXELS = 1500;

    /** A kind of scan: the usual value, the noise and the usual share of each tissue. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Kind(
            Stratum stratum,
            String unit,
            double zero,
            String[] labels,
            double[] values,
            double[] noise,
            double[] shares) {}

    private static final List<Kind> KINDS =
            List.of(
                    new Kind(
                            new Stratum("CT", "CHEST", "ROUTINE", "120-129"),
                            "HU",
                            -1000,
                            new String[] {"air", "soft-tissue", "bone"},
                            new double[] {-980, 40, 600},
                            new double[] {30, 25, 120},
                            new double[] {0.45, 0.42, 0.13}),
                    new Kind(
                            new Stratum("MG", "BREAST", "NONE", "20-29"),
                            "stored",
                            0,
                            new String[] {"background", "fat", "fibroglandular"},
                            new double[] {120, 900, 1900},
                            new double[] {25, 90, 170},
                            new double[] {0.4, 0.4, 0.2}),
                    new Kind(
                            new Stratum("DX", "CHEST", "NONE", "120-129"),
                            "stored",
                            0,
                            new String[] {"background", "soft-tissue", "bone"},
                            new double[] {350, 1500, 2900},
                            new double[] {60, 160, 220},
                            new double[] {0.3, 0.45, 0.25}));

    static String scanner(int index) {
        return "SCANNER" + (index + 1);
    }

    List<ScanFeatures> scans() {
        var random = new SplittableRandom(seed);
        var scans = new ArrayList<ScanFeatures>();
        for (int s = 0; s < SCANNERS; s++) {
            double device = 0.005 * random.nextGaussian();
            var weeks = new double[DAYS / 7];
            Arrays.setAll(weeks, week -> 0.003 * random.nextGaussian());
            for (int i = 0; i < SCANS; i++) {
                int day = i * DAYS / SCANS;
                double age = Math.max(0, day - STEADY_DAYS) / (double) (DAYS - STEADY_DAYS);
                double gain =
                        Math.exp(device + weeks[day / 7])
                                * (s == drifting ? 1 + finalGain * age : 1);
                var kind = KINDS.get(random.nextInt(KINDS.size()));
                scans.add(
                        new ScanFeatures(
                                "%016x%016x".formatted(random.nextLong(), random.nextLong()),
                                "TRUCK" + (s + 1),
                                scanner(s),
                                FIRST_DAY.plusDays(day),
                                kind.stratum(),
                                features(kind, gain, random)));
            }
        }
        return scans;
    }

    private static Features features(Kind kind, double gain, RandomGenerator random) {
        var shares = kind.shares().clone();
        double total = 0;
        for (int t = 0; t < shares.length; t++) {
            shares[t] *= Math.exp(0.35 * random.nextGaussian());
            total += shares[t];
        }
        var pixels = new double[PIXELS];
        int filled = 0;
        for (int t = 0; t < shares.length; t++) {
            // The value of a tissue differs from patient to patient.
            double value =
                    (kind.values()[t] - kind.zero()) * Math.exp(0.015 * random.nextGaussian());
            int until =
                    t == shares.length - 1
                            ? PIXELS
                            : Math.min(PIXELS, filled + (int) (PIXELS * shares[t] / total));
            for (; filled < until; filled++) {
                double signal = value + kind.noise()[t] * random.nextGaussian();
                pixels[filled] = kind.zero() + gain * signal;
            }
        }
        Arrays.sort(pixels);
        double mean = Arrays.stream(pixels).average().orElseThrow();
        double variance =
                Arrays.stream(pixels).map(p -> (p - mean) * (p - mean)).average().orElseThrow();
        return new Features(
                kind.unit(),
                PIXELS,
                mean,
                Math.sqrt(variance),
                pixels[0],
                pixels[PIXELS - 1],
                new Percentiles(
                        at(pixels, 1),
                        at(pixels, 5),
                        at(pixels, 25),
                        at(pixels, 50),
                        at(pixels, 75),
                        at(pixels, 95),
                        at(pixels, 99)),
                tissues(kind, pixels));
    }

    private static double at(double[] sorted, int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    /** Three classes by Lloyd's iteration from the tissues' values: the segmenter's optimum. */
    private static List<Tissue> tissues(Kind kind, double[] sorted) {
        var centres = kind.values().clone();
        var counts = new int[centres.length];
        for (int round = 0; round < 12; round++) {
            var sums = new double[centres.length];
            Arrays.fill(counts, 0);
            for (double pixel : sorted) {
                int nearest = 0;
                for (int t = 1; t < centres.length; t++) {
                    if (Math.abs(pixel - centres[t]) < Math.abs(pixel - centres[nearest])) {
                        nearest = t;
                    }
                }
                counts[nearest]++;
                sums[nearest] += pixel;
            }
            for (int t = 0; t < centres.length; t++) {
                centres[t] = counts[t] == 0 ? centres[t] : sums[t] / counts[t];
            }
        }
        var tissues = new ArrayList<Tissue>();
        for (int t = 0; t < centres.length; t++) {
            tissues.add(
                    new Tissue(kind.labels()[t], centres[t], counts[t] / (double) sorted.length));
        }
        return tissues;
    }
}
