package org.medsendx.benchmarks.fleet;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.medsendx.benchmarks.fleet.ExamKind.Tissue;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.Stratum;

/**
 * Makes the records of one exam: a patient, images of that patient, and what the segmenter would
 * have written about each. Classes are of the mixture itself, begun at the anatomy: with endlessly
 * many pixels that is what exact k-means finds.
 */
final class ExamMaker {

    /** How a protocol is called on a scanner today. */
    enum Naming {
        SHIPPED,
        RENAMED,
        NEW
    }

    private record Key(
            ExamKind kind, int make, Naming naming, boolean wrong, int kv, int band, int view) {}

    private static final int MOST_TISSUES = 7;
    private static final String[] NO_VIEW = {"NONE"};
    private static final String[] BREAST_VIEWS = {"CC", "CC", "MLO", "MLO", "XCCL"};
    private static final String[] THORAX_VIEWS = {"PA", "LATERAL"};

    private final Mixture mixture = new Mixture(MOST_TISSUES);
    private final Map<Key, Stratum> strata = new HashMap<>();

    /** A patient: what all images of the exam share. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Patient(
            double common,
            double[] signal,
            double[] share,
            double size,
            double noise,
            double edge,
            boolean metal,
            double thickness,
            double fieldOfView) {}

    /** What is asked for. */
    record Order(
            Device device,
            int day,
            LocalDate date,
            ExamKind kind,
            int images,
            Condition condition,
            Naming naming,
            double people,
            String examKeyId) {}

    /** The records, and what the ideal estimator sees of them. */
    record Exam(List<ScanFeatures> scans, Sent.Truth truth) {}

    Exam make(Order order, RandomGenerator random) {
        var kind = order.kind();
        var patient = patient(order, random);
        boolean wrong = random.nextDouble() < order.condition().wrongProtocol();
        var examKey = Chance.id(random);
        var device = order.device();
        int tissues = kind.tissues().size();
        var walk = new double[tissues];
        var sums = new double[tissues];
        double noiseSum = 0;
        double edgeSum = 0;
        var scans = new ArrayList<ScanFeatures>(order.images());
        for (int i = 0; i < order.images(); i++) {
            var image = new double[tissues];
            for (int t = 0; t < tissues; t++) {
                walk[t] = 0.9 * walk[t] + kind.walk() * random.nextGaussian();
                image[t] = kind.tissues().get(t).image() * random.nextGaussian();
                sums[t] += image[t];
            }
            double noise = 0.034 * random.nextGaussian();
            double edge = 0.04 * random.nextGaussian();
            noiseSum += noise;
            edgeSum += edge;
            int view = view(kind, i, order.images());
            int kv = kilovolts(kind, patient, wrong);
            var stratum = stratum(order, wrong, kv, patient, view);
            var features =
                    features(order, patient, image, walk, view, wrong, noise, edge, kv, random);
            scans.add(
                    new ScanFeatures(
                            Chance.id(random),
                            device.truck,
                            device.id,
                            order.date(),
                            stratum,
                            features,
                            examKey,
                            order.examKeyId()));
        }
        return new Exam(scans, truth(order, patient, sums, noiseSum, edgeSum));
    }

    private static Patient patient(Order order, RandomGenerator random) {
        var kind = order.kind();
        int tissues = kind.tissues().size();
        var signal = new double[tissues];
        var share = new double[tissues];
        double thickness = Math.max(22, 57 + 13 * random.nextGaussian());
        double size = Chance.heavy(random);
        for (int t = 0; t < tissues; t++) {
            var tissue = kind.tissues().get(t);
            signal[t] = tissue.patient() * Chance.heavy(random);
            // places and seasons change fat and dense tissue, and so do thickness and size
            double people = t == tissues - 1 ? 0 : order.people() * (t % 2 == 0 ? -1 : 1);
            double physique = kind.modality().equals("MG") && t == 2 ? (57 - thickness) / 40 : 0;
            share[t] =
                    Math.log(tissue.share())
                            + tissue.shareSpread() * Chance.heavy(random)
                            + people
                            + physique;
        }
        return new Patient(
                kind.common() * Chance.heavy(random),
                signal,
                share,
                size,
                0.069 * Chance.heavy(random),
                0.03 * Chance.heavy(random),
                random.nextDouble() < 0.015,
                thickness,
                Math.clamp(360 + 25 * size, 250, 500));
    }

    private static int view(ExamKind kind, int i, int images) {
        return switch (kind.modality()) {
            case "MG" -> images < 4 ? 2 * i % 4 : Math.min(i, 4);
            case "DX" -> Math.min(i, 1);
            default -> 0;
        };
    }

    private static int kilovolts(ExamKind kind, Patient patient, boolean wrong) {
        return switch (kind.modality()) {
            case "MG" ->
                    (int) Math.clamp(Math.round(26 + (patient.thickness() - 30) / 10), 25, 33)
                            + (wrong ? 4 : 0);
            case "DX" -> wrong ? 95 : 125;
            default -> wrong ? 100 : 120;
        };
    }

    private Stratum stratum(Order order, boolean wrong, int kv, Patient patient, int view) {
        var kind = order.kind();
        boolean breast = kind.modality().equals("MG");
        int band = breast ? 20 * (int) (patient.thickness() / 20) : -1;
        var key =
                new Key(kind, order.device().make, order.naming(), wrong, kv / 10 * 10, band, view);
        return strata.computeIfAbsent(key, k -> stratum(order.device(), k));
    }

    private static String[] views(ExamKind kind) {
        return switch (kind.modality()) {
            case "MG" -> BREAST_VIEWS;
            case "DX" -> THORAX_VIEWS;
            default -> NO_VIEW;
        };
    }

    private static Stratum stratum(Device device, Key key) {
        var kind = key.kind();
        var view = views(kind)[key.view()];
        // a projection without a protocol's name goes by its view
        var shipped = kind.protocol().equals("NONE") ? view : kind.protocol();
        var protocol =
                switch (key.naming()) {
                    case SHIPPED -> shipped;
                    case RENAMED -> kind.bodyPart() + "_STANDARD";
                    case NEW -> kind.bodyPart() + "_LOW_DOSE";
                };
        boolean slices = kind.slices();
        return new Stratum(
                kind.modality(),
                kind.bodyPart(),
                protocol,
                key.kv() + "-" + (key.kv() + 9),
                device.makeName(),
                device.model(),
                device.kernel(key.wrong()),
                slices ? key.wrong() ? "1-2" : "3-5" : "NONE",
                slices ? kind.bodyPart().equals("ABDOMEN") ? "YES" : "NO" : "NONE",
                slices ? "NONE" : "PRESENTATION",
                view,
                key.band() < 0 ? "NONE" : key.band() + "-" + (key.band() + 19));
    }

    private Features features(
            Order order,
            Patient patient,
            double[] image,
            double[] walk,
            int view,
            boolean wrong,
            double noiseChance,
            double edgeChance,
            int kv,
            RandomGenerator random) {
        var kind = order.kind();
        var device = order.device();
        var condition = order.condition();
        double gain = Math.exp(device.gain(order.day())) * condition.gain();
        double offset =
                kind.zero() + device.offset() * unit(kind) + condition.offset() * unit(kind);
        boolean low = order.naming() == Naming.NEW;
        double noise =
                kind.noise()
                        * device.noise(order.day())
                        * condition.noise()
                        * Math.exp(0.12 * Math.clamp(patient.size(), -3, 3) + patient.noise())
                        * (wrong && kind.slices() ? 2.2 : 1)
                        * (low ? 1.3 : 1)
                        * (patient.metal() ? 1.4 : 1)
                        * gain;
        mixture.clear();
        for (int t = 0; t < kind.tissues().size(); t++) {
            Tissue tissue = kind.tissues().get(t);
            // the chest muscle is on oblique views only
            boolean muscle = kind.modality().equals("MG") && t == 3;
            if (muscle && view != 2 && view != 3) {
                continue;
            }
            double harder = wrong && kind.slices() && tissue.signal() > 1100 ? 1.08 : 1;
            double signal =
                    tissue.signal()
                            * harder
                            * Math.exp(patient.common() + patient.signal()[t] + image[t]);
            mixture.add(
                    Math.exp(patient.share()[t] + walk[t]),
                    offset + gain * signal,
                    Math.hypot(tissue.texture() * gain, noise));
        }
        if (patient.metal()) {
            double brightest = kind.slices() ? 3300 : 3900;
            mixture.add(0.01, offset + gain * brightest, 400 * gain);
        }
        mixture.normalise();
        var percentiles = mixture.percentiles();
        double least = kind.slices() ? -1024 : 0;
        var measures =
                Measurements.of(
                        order,
                        new Measurements.Image(
                                noise * Math.exp(noiseChance),
                                kind.edge()
                                        * device.edge(order.day())
                                        * condition.blur()
                                        * (wrong && kind.slices() ? 0.75 : 1)
                                        * Math.exp(patient.edge() + edgeChance),
                                patient.size(),
                                patient.thickness(),
                                patient.fieldOfView(),
                                kv,
                                wrong,
                                low,
                                patient.metal()),
                        random);
        return new Features(
                kind.unit(),
                kind.slices() ? 262_144 : kind.modality().equals("MG") ? 8_000_000 : 5_000_000,
                mixture.mean(),
                mixture.standardDeviation(),
                Math.max(least, Math.floor(mixture.extreme(-1))),
                Math.min(4095, Math.ceil(mixture.extreme(1))),
                percentiles,
                TissueClasses.of(kind, mixture, gain, offset),
                measures);
    }

    /** What a thousandth of the usual signal is in the unit of the values. */
    private static double unit(ExamKind kind) {
        return kind.slices() ? 1 : 2;
    }

    /** The weights of least variance for somebody who knows each tissue's part and spread. */
    private static Sent.Truth truth(
            Order order, Patient patient, double[] sums, double noiseSum, double edgeSum) {
        var kind = order.kind();
        var device = order.device();
        int n = order.images();
        double weights = 0;
        double value = 0;
        for (int t = 0; t < sums.length; t++) {
            var tissue = kind.tissues().get(t);
            double variance =
                    tissue.patient() * tissue.patient() + tissue.image() * tissue.image() / n;
            weights += 1 / variance;
            value += (patient.signal()[t] + sums[t] / n) / variance;
        }
        int day = order.day();
        var condition = order.condition();
        return new Sent.Truth(
                day,
                new Sent.Reading(
                        Math.log(condition.gain())
                                + device.week(day)
                                + patient.common()
                                + value / weights,
                        kind.common() * kind.common() + 1 / weights),
                new Sent.Reading(
                        Math.log(condition.noise())
                                + device.noiseWeek(day)
                                + patient.noise()
                                + noiseSum / n,
                        0.069 * 0.069 + 0.034 * 0.034 / n),
                new Sent.Reading(
                        Math.log(condition.blur())
                                + device.edgeWeek(day)
                                + patient.edge()
                                + edgeSum / n,
                        0.03 * 0.03 + 0.04 * 0.04 / n));
    }
}
