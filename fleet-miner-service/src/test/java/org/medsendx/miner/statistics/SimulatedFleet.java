package org.medsendx.miner.statistics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Features.Percentiles;
import org.medsendx.contracts.deidentified.Features.Tissue;
import org.medsendx.contracts.deidentified.Measures;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.Stratum;

/**
 * A fleet as the segmenter would describe it, image by image: exams of several images, patients
 * with other shares of tissues, weeks and devices that differ, faults of some scanners from some
 * day on. Values of an image follow from a mixture of normal tissues, worked out instead of drawn.
 *
 * @param seed everything follows from it
 * @param scanners how many
 * @param days how long
 * @param examsPerDay on average, of each scanner
 * @param images of each exam
 * @param views how many strata the images of an exam are spread over
 * @param week standard deviation of a week's gain, a logarithm
 * @param device standard deviation of a device's gain
 * @param measured whether images carry measures
 * @param faults what goes wrong
 */
record SimulatedFleet(
        long seed,
        int scanners,
        int days,
        double examsPerDay,
        int images,
        int views,
        double week,
        double device,
        boolean measured,
        List<Fault> faults) {

    static final LocalDate FIRST_DAY = LocalDate.of(2025, 1, 6);

    /** What goes wrong. */
    enum Kind {
        GAIN,
        GAIN_PER_MONTH,
        OFFSET,
        NOISE,
        BLUR,
        COLUMN,
        RING,
        EXPOSURE,
        PROTOCOL
    }

    /**
     * A fault.
     *
     * @param scanner which, or -1 for all
     * @param day first day, from 0
     * @param size 0.03 is 3 %; of an offset, the share of the mean that is added
     */
    record Fault(Kind kind, int scanner, int day, double size) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Scene(
            String modality,
            String part,
            String protocol,
            String kv,
            String unit,
            double zero,
            String[] labels,
            double[] values,
            double[] noise,
            double[] shares) {}

    private static final List<Scene> SCENES =
            List.of(
                    new Scene(
                            "CT",
                            "CHEST",
                            "ROUTINE",
                            "120-129",
                            "HU",
                            -1000,
                            new String[] {"air", "soft-tissue", "bone"},
                            new double[] {20, 1040, 1600},
                            new double[] {30, 25, 120},
                            new double[] {0.45, 0.42, 0.13}),
                    new Scene(
                            "MG",
                            "BREAST",
                            "SCREENING",
                            "20-29",
                            "stored",
                            0,
                            new String[] {"background", "fat", "fibroglandular"},
                            new double[] {120, 900, 1900},
                            new double[] {25, 90, 170},
                            new double[] {0.4, 0.4, 0.2}));

    static String scanner(int index) {
        return "SCANNER%04d".formatted(index);
    }

    /** One modality: 0 is CT, 1 mammography; else both. */
    List<ScanFeatures> scans(int scene) {
        var scans = new ArrayList<ScanFeatures>();
        for (int s = 0; s < scanners; s++) {
            scans.addAll(of(s, scene));
        }
        return scans;
    }

    /** The scans of one scanner in order of their days. */
    List<ScanFeatures> of(int s, int scene) {
        var random = new SplittableRandom(seed * 7919 + s);
        double own = device * random.nextGaussian();
        double noisy = Math.exp(0.05 * random.nextGaussian());
        var weeks = new HashMap<Integer, Double>();
        var scans = new ArrayList<ScanFeatures>();
        for (int day = 0; day < days; day++) {
            double shift = weeks.computeIfAbsent(day / 7, w -> week * random.nextGaussian());
            if (day % 7 == 6) {
                continue;
            }
            int exams = poisson(examsPerDay * 7 / 6, random);
            for (int e = 0; e < exams; e++) {
                int which = scene >= 0 ? scene : random.nextInt(SCENES.size());
                scans.addAll(exam(s, day, SCENES.get(which), own + shift, noisy, random));
            }
        }
        return scans;
    }

    private static int poisson(double mean, SplittableRandom random) {
        int n = 0;
        double left = Math.exp(-mean);
        for (double p = random.nextDouble(); p > left; p *= random.nextDouble()) {
            n++;
        }
        return n;
    }

    private double fault(Kind kind, int s, int day) {
        double sum = 0;
        for (var fault : faults) {
            if (fault.kind == kind
                    && (fault.scanner == s || fault.scanner < 0)
                    && day >= fault.day) {
                sum +=
                        kind == Kind.GAIN_PER_MONTH
                                ? fault.size * (day - fault.day + 1) / 30
                                : fault.size;
            }
        }
        return sum;
    }

    private List<ScanFeatures> exam(
            int s, int day, Scene scene, double shift, double noisy, SplittableRandom random) {
        var key = "%016x%016x".formatted(random.nextLong(), random.nextLong());
        var patient = new double[3];
        var tissue = new double[3];
        for (int t = 0; t < 3; t++) {
            patient[t] = 0.35 * random.nextGaussian();
            tissue[t] = 0.015 * random.nextGaussian();
        }
        double size = 0.1 * random.nextGaussian();
        double gain =
                shift + Math.log1p(fault(Kind.GAIN, s, day) + fault(Kind.GAIN_PER_MONTH, s, day));
        var scans = new ArrayList<ScanFeatures>();
        for (int i = 0; i < images; i++) {
            var shares = scene.shares.clone();
            var centres = new double[3];
            double total = 0;
            for (int t = 0; t < 3; t++) {
                shares[t] *= Math.exp(patient[t] + 0.15 * random.nextGaussian());
                total += shares[t];
                centres[t] =
                        scene.values[t]
                                * Math.exp(gain + tissue[t] + 0.004 * random.nextGaussian());
            }
            for (int t = 0; t < 3; t++) {
                shares[t] /= total;
                centres[t] += fault(Kind.OFFSET, s, day) * 800;
            }
            double noise =
                    noisy
                            * Math.exp(gain)
                            * (1 + fault(Kind.NOISE, s, day))
                            * Math.exp(size + 0.05 * random.nextGaussian());
            var stratum =
                    new Stratum(
                            scene.modality,
                            scene.part,
                            fault(Kind.PROTOCOL, s, day) > 0 ? "OTHER" : scene.protocol,
                            scene.kv,
                            "MAKER",
                            "MODEL",
                            "NONE",
                            "NONE",
                            "NO",
                            "PRESENTATION",
                            views == 1 ? "NONE" : i % views == 0 ? "CC" : "MLO",
                            "NONE");
            scans.add(
                    new ScanFeatures(
                            "%016x%016x".formatted(random.nextLong(), random.nextLong()),
                            "TRUCK" + s % 1000,
                            scanner(s),
                            FIRST_DAY.plusDays(day),
                            stratum,
                            features(scene, shares, centres, noise, s, day, size, random),
                            key,
                            "00000000000000aa"));
        }
        return scans;
    }

    private Features features(
            Scene scene,
            double[] shares,
            double[] centres,
            double noise,
            int s,
            int day,
            double size,
            SplittableRandom random) {
        var sd = new double[3];
        double mean = 0;
        double square = 0;
        var tissues = new ArrayList<Tissue>();
        for (int t = 0; t < 3; t++) {
            sd[t] = scene.noise[t] * noise;
            mean += shares[t] * centres[t];
            square += shares[t] * (centres[t] * centres[t] + sd[t] * sd[t]);
            tissues.add(new Tissue(scene.labels[t], scene.zero + centres[t], shares[t]));
        }
        double p05 = scene.zero + quantile(0.05, shares, centres, sd);
        double p95 = scene.zero + quantile(0.95, shares, centres, sd);
        double p50 = scene.zero + quantile(0.5, shares, centres, sd);
        return new Features(
                scene.unit,
                200_000,
                scene.zero + mean,
                Math.sqrt(square - mean * mean),
                p05,
                p95,
                new Percentiles(p05, p05, p50, p50, p50, p95, p95),
                tissues,
                measured ? measures(scene, noise, s, day, size, random) : null);
    }

    private Measures measures(
            Scene scene, double noise, int s, int day, double size, SplittableRandom random) {
        Map<String, Double> values = new TreeMap<>();
        values.put("noise", scene.noise[1] * noise);
        values.put("noiseSlope", -0.8 + 0.1 * random.nextGaussian());
        double blur =
                (1 + fault(Kind.BLUR, s, day)) * Math.exp(0.05 * random.nextGaussian() + size / 4);
        values.put("blurRows", 0.3 * blur);
        values.put("blurColumns", 0.3 * blur * Math.exp(0.02 * random.nextGaussian()));
        values.put("kilovolts", scene.modality.equals("CT") ? 120.0 : 28.0);
        double dose =
                (1 + fault(Kind.EXPOSURE, s, day))
                        * Math.exp(2 * size + 0.1 * random.nextGaussian());
        values.put("tubeLoad", 80 * dose);
        if (scene.modality.equals("CT")) {
            values.put("edgeWidth", 3 * blur);
            values.put("ringScore", 3 + random.nextGaussian() + fault(Kind.RING, s, day));
            values.put("ctdiVol", 6 * dose);
            values.put("sliceThickness", 1.25);
        } else {
            values.put("defectColumns", (double) Math.round(fault(Kind.COLUMN, s, day)));
            values.put("defectPixels", Math.floor(3 * random.nextDouble()));
            values.put("gridPeak", 2 + random.nextGaussian());
            values.put("glandularDose", 1.5 * dose);
            values.put("compressionForce", 100 * Math.exp(0.2 * random.nextGaussian()));
            values.put("fieldShare", 1.0);
        }
        return new Measures(1, values, Map.of());
    }

    private static double quantile(double p, double[] shares, double[] centres, double[] sd) {
        double low = Arrays.stream(centres).min().orElseThrow() - 500;
        double high = Arrays.stream(centres).max().orElseThrow() + 1500;
        for (int step = 0; step < 30; step++) {
            double middle = (low + high) / 2;
            double below = 0;
            for (int t = 0; t < shares.length; t++) {
                below += shares[t] * normal((middle - centres[t]) / sd[t]);
            }
            if (below < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** Logistic approximation of the normal distribution; the shape hardly matters here. */
    private static double normal(double z) {
        return 1 / (1 + Math.exp(-1.702 * Math.clamp(z, -30, 30)));
    }
}
