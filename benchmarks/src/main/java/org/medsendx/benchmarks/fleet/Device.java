package org.medsendx.benchmarks.fleet;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One scanner: its make, by how much it differs from others of its model, and its weeks.
 *
 * <p>Makes differ by a per cent in CT numbers of the same patients (Lamba et al., AJR 203, 2014,
 * PMC5015439) and by 15 to 35 % in noise (Christianson et al., AJR 205, 2015, 2,358 patients).
 */
final class Device {

    /** Names that the segmenter's lists know, most common first. */
    private static final String[][] CT = {
        {"SIEMENS", "SOMATOM_GO", "BR40", "BR60"},
        {"GE", "REVOLUTION", "STANDARD", "BONE"},
        {"CANON", "AQUILION_LIGHTNING", "FC08", "FC30"}
    };

    private static final String[][] MG = {
        {"HOLOGIC", "SELENIA_DIMENSIONS", "NONE", "NONE"},
        {"SIEMENS", "MAMMOMAT_REVELATION", "NONE", "NONE"},
        {"GE", "SENOGRAPHE_PRISTINA", "NONE", "NONE"}
    };
    private static final String[][] DX = {
        {"FUJIFILM", "FDR", "NONE", "NONE"},
        {"CARESTREAM", "DRX", "NONE", "NONE"},
        {"AGFA", "DX-D", "NONE", "NONE"}
    };
    private static final double[] MAKE_GAIN = {0, -0.01, 0.012};
    private static final double[] MAKE_NOISE = {1, 1.15, 1.35};
    private static final double[] MAKE_EDGE = {1, 0.93, 1.08};
    private static final double MEMORY_DAYS = 10;

    final int number;
    final String id;
    final String truck;
    final String modality;
    final int make;
    final double spacing;
    final double usualDefects;
    private final double[] gainWeek;
    private final double[] noiseWeek;
    private final double[] edgeWeek;
    private final double[] doseWeek;
    private final double[] placeWeek;
    private double gain;
    private double offset;
    private double noise;
    private double edge;
    private double dose;

    Device(int number, String modality, Plan plan, SplittableRandom random) {
        this.number = number;
        this.id = modality + "-" + (number + 1);
        this.truck = "TRUCK" + (number + 1);
        this.modality = modality;
        double which = random.nextDouble();
        // a fleet of three is of one make, as an operator buys
        this.make = plan.scanners() <= 3 || which < 0.5 ? 0 : which < 0.8 ? 1 : 2;
        this.spacing = modality.equals("MG") ? new double[] {0.07, 0.085, 0.1}[make] : 0.15;
        this.usualDefects = random.nextDouble() < 0.15 ? 1 : 0;
        draw(plan.spread().device(), random);
        gainWeek = path(plan, plan.spread().week(), random);
        noiseWeek = path(plan, 0.02, random);
        edgeWeek = path(plan, 0.01, random);
        doseWeek = path(plan, 0.02, random);
        placeWeek = path(plan, 0.12, random);
    }

    /** Becomes another device of its model: new, or out of the hands of a service engineer. */
    void draw(double spread, RandomGenerator random) {
        gain = spread * random.nextGaussian();
        offset = 1.5 * random.nextGaussian();
        noise = 0.03 * random.nextGaussian();
        edge = 0.02 * random.nextGaussian();
        dose = 0.04 * random.nextGaussian();
    }

    private static double[] path(Plan plan, double spread, RandomGenerator random) {
        var days = new double[plan.days() + 1];
        double keep = Math.exp(-1 / MEMORY_DAYS);
        for (int day = 0; day < days.length; day++) {
            if (plan.spread().wandering()) {
                double fresh = spread * random.nextGaussian();
                days[day] =
                        day == 0
                                ? fresh
                                : keep * days[day - 1] + Math.sqrt(1 - keep * keep) * fresh;
            } else {
                days[day] = day % 7 == 0 ? spread * random.nextGaussian() : days[day - 1];
            }
        }
        return days;
    }

    private String[] names() {
        return switch (modality) {
            case "CT" -> CT[make];
            case "MG" -> MG[make];
            default -> DX[make];
        };
    }

    String makeName() {
        return names()[0];
    }

    String model() {
        return names()[1];
    }

    String kernel(boolean wrong) {
        return names()[wrong ? 3 : 2];
    }

    boolean slices() {
        return modality.equals("CT");
    }

    /** What the ideal estimator cannot know of this day. */
    double week(int day) {
        return gainWeek[day];
    }

    double noiseWeek(int day) {
        return noiseWeek[day];
    }

    double edgeWeek(int day) {
        return edgeWeek[day];
    }

    /** How the people at this week's place differ from those elsewhere, as a logarithm. */
    double people(int day) {
        return placeWeek[day];
    }

    /** Logarithm of the gain without a fault. */
    double gain(int day) {
        return MAKE_GAIN[make] + gain + gainWeek[day];
    }

    double offset() {
        return offset;
    }

    double noise(int day) {
        return MAKE_NOISE[make] * Math.exp(noise + noiseWeek[day]);
    }

    double edge(int day) {
        return MAKE_EDGE[make] * Math.exp(edge + edgeWeek[day]);
    }

    double dose(int day) {
        return Math.exp(dose + doseWeek[day]);
    }
}
