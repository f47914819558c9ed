package org.medsendx.benchmarks.fleet;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.medsendx.contracts.deidentified.Measures;

/** The second part of the features, by the names of docs/features.md. */
final class Measurements {

    private static final int VERSION = 1;

    /** Blur (docs/features.md) per logarithm of an edge's width: what a step of the scale is. */
    private static final double BLUR_SLOPE = 0.25;

    private static final Map<String, String> NOT_OF_CT =
            absent(
                    "not-a-projection",
                    "defectColumns",
                    "defectRows",
                    "defectPixels",
                    "gridPeak",
                    "gridFrequency",
                    "saturatedBright",
                    "saturatedDark");
    private static final Map<String, String> NOT_OF_PROJECTIONS =
            absent(
                    "not-ct",
                    "edgeWidth",
                    "edgeWidthMm",
                    "ringAmplitude",
                    "ringScore",
                    "borderTissue");

    private Measurements() {}

    /**
     * What is known of one image.
     *
     * @param noise in pixel values
     * @param edge width, mm
     * @param size of the patient, in standard deviations
     * @param thickness compressed, mm
     * @param fieldOfView mm
     * @param kv tube voltage
     * @param wrong made with another protocol
     * @param low made with the new protocol of low dose
     * @param metal something brighter than any tissue
     */
    record Image(
            double noise,
            double edge,
            double size,
            double thickness,
            double fieldOfView,
            int kv,
            boolean wrong,
            boolean low,
            boolean metal) {}

    private static Map<String, String> absent(String reason, String... names) {
        var map = new TreeMap<String, String>();
        for (var name : names) {
            map.put(name, reason);
        }
        return map;
    }

    static Measures of(ExamMaker.Order order, Image image, RandomGenerator random) {
        var values = new HashMap<String, Double>();
        var device = order.device();
        boolean slices = device.slices();
        put(values, "noise", image.noise());
        double slope = new double[] {-0.55, -0.7, -0.45}[device.make];
        put(values, "noiseSlope", slope + 0.1 * random.nextGaussian() + (image.wrong() ? 0.4 : 0));
        put(values, "directionality", 0.05 * Chance.heavy(random));
        double blur = 0.3 + BLUR_SLOPE * Math.log(image.edge() / order.kind().edge());
        put(values, "blurRows", Math.clamp(blur + 0.01 * random.nextGaussian(), 0, 1));
        put(values, "blurColumns", Math.clamp(blur + 0.01 * random.nextGaussian(), 0, 1));
        put(values, "kilovolts", image.kv());
        put(values, "validShare", slices ? 0.785 : 1);
        var absent = new HashMap<>(slices ? NOT_OF_CT : NOT_OF_PROJECTIONS);
        absent.put("flatField", "not-a-flat-field");
        absent.put("waterUniformity", "not-a-phantom");
        if (slices) {
            slice(values, order, image, random);
            absent.put("compressionForce", "no-tag");
            absent.put("compressedThickness", "no-tag");
            absent.put("exposureIndex", "no-tag");
            absent.put("deviationIndex", "no-tag");
        } else {
            projection(values, order, image, random);
            absent.put("ctdiVol", "no-tag");
        }
        return new Measures(VERSION, values, absent);
    }

    private static void slice(
            Map<String, Double> values,
            ExamMaker.Order order,
            Image image,
            RandomGenerator random) {
        var condition = order.condition();
        double spacing = image.fieldOfView() / 512;
        put(values, "edgeWidthMm", image.edge());
        put(values, "edgeWidth", image.edge() / spacing);
        double ring = 1.2 * Math.exp(0.3 * random.nextGaussian()) * image.noise() / 12;
        double amplitude = Math.hypot(ring, condition.ring());
        put(values, "ringAmplitude", amplitude);
        put(values, "ringScore", (3.5 + 0.6 * random.nextGaussian()) * amplitude / ring);
        put(values, "borderTissue", random.nextDouble() < 0.1 ? 0.1 * random.nextDouble() : 0);
        // tube current follows the patient's size
        double current =
                Math.exp(0.3 * Math.clamp(image.size(), -3, 3))
                        * order.device().dose(order.day())
                        * condition.exposure()
                        * (image.low() ? 0.6 : 1)
                        * (image.wrong() ? 0.7 : 1);
        put(values, "tubeLoad", 120 * current);
        put(values, "ctdiVol", 8 * current);
        put(values, "pixelSpacing", spacing);
        put(values, "fieldWidth", image.fieldOfView());
        put(values, "sliceThickness", image.wrong() ? 1.5 : 3);
        put(values, "rows", 512);
        put(values, "columns", 512);
    }

    private static void projection(
            Map<String, Double> values,
            ExamMaker.Order order,
            Image image,
            RandomGenerator random) {
        var condition = order.condition();
        var device = order.device();
        boolean breast = device.modality.equals("MG");
        double columns = device.usualDefects;
        for (int i = 0; i < condition.deadColumns(); i++) {
            // one in twenty hides in the background
            columns += random.nextDouble() < 0.95 ? 1 : 0;
        }
        put(values, "defectColumns", columns + (random.nextDouble() < 0.01 ? 1 : 0));
        put(values, "defectRows", random.nextDouble() < 0.01 ? 1 : 0);
        put(values, "defectPixels", Chance.poisson(2 * (1 + device.usualDefects), random) / 8.0);
        put(values, "gridPeak", 3 + 0.8 * random.nextGaussian());
        put(values, "gridFrequency", 0.1 + 0.4 * random.nextDouble());
        put(values, "saturatedBright", (image.metal() ? 0.01 : 0) + 1e-4 * random.nextDouble());
        put(values, "saturatedDark", 0.02 * random.nextDouble());
        put(values, "fieldShare", breast ? 1 : 0.9 + 0.08 * random.nextDouble());
        double exposure =
                condition.exposure() * (image.low() ? 0.6 : 1) * (image.wrong() ? 0.7 : 1);
        double index =
                (breast ? 420 : 250)
                        * exposure
                        * device.dose(order.day())
                        * Math.exp((breast ? 0.06 : 0.25) * random.nextGaussian());
        put(values, "exposureIndex", index);
        put(values, "targetExposureIndex", breast ? 420 : 250);
        put(values, "deviationIndex", 10 * Math.log10(index / (breast ? 420 : 250)));
        double thick = (image.thickness() - 57) / 57;
        double load = exposure * device.dose(order.day()) * Math.exp(0.15 * random.nextGaussian());
        if (breast) {
            put(values, "tubeLoad", 90 * load * Math.exp(1.2 * thick));
            put(values, "glandularDose", 1.3 * load * Math.exp(0.8 * thick));
            put(values, "compressionForce", Math.clamp(95 + 22 * random.nextGaussian(), 25, 200));
            put(values, "compressedThickness", Math.rint(image.thickness()));
        } else {
            put(values, "tubeLoad", 2.5 * load * Math.exp(0.3 * Math.clamp(image.size(), -3, 3)));
            put(values, "entranceDose", 0.12 * load);
        }
        double spacing = device.spacing;
        int rows = breast ? 3328 : 2800;
        int wide = breast ? 2560 : 2300;
        put(values, "pixelSpacing", spacing);
        put(values, "fieldWidth", wide * spacing);
        put(values, "rows", rows);
        put(values, "columns", wide);
    }

    private static void put(Map<String, Double> values, String name, double value) {
        values.put(name, Chance.six(value));
    }
}
