package org.medsendx.miner.earlier;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.FleetBaseline;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.Stratum;

/** The scans of one stratum with a fitted model of each indicator they have. */
final class StratumData {

    /**
     * A scan and where it counts.
     *
     * @param scanner the scanner's index
     */
    record Placed(ScanFeatures scan, int scanner, Windows.Window window) {}

    /** Residuals, in the order of the scans; NaN where a scan lacks the indicator. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Fit(StratumModel model, double[] adjusted, double location) {}

    private static final int LEAST_SCANS_FOR_WEIGHTS = 24;

    private final Stratum stratum;
    private final List<Placed> scans;
    private final int[] cells;
    private final int scanners;
    private final Map<Indicator, Fit> fits = new EnumMap<>(Indicator.class);

    StratumData(List<Placed> scans, int scanners) {
        // The further parts are those of one scan; what is said here holds for all of the key.
        this.stratum = scans.getFirst().scan().stratum().key();
        this.scans = List.copyOf(scans);
        var mix = PatientMix.of(scans.stream().map(placed -> placed.scan().features()).toList());
        var x = new double[scans.size()][];
        for (int i = 0; i < x.length; i++) {
            x[i] = mix.expected(scans.get(i).scan().features());
        }
        this.cells =
                scans.stream()
                        .mapToInt(p -> ScannerEffects.cell(p.scanner(), p.window()))
                        .toArray();
        this.scanners = scanners;
        for (var indicator : Indicator.measured()) {
            fit(
                    indicator,
                    scans.stream()
                            .mapToDouble(placed -> indicator.of(placed.scan().features()))
                            .toArray(),
                    x);
        }
        fit(Indicator.GAIN, gains(), x);
    }

    private void fit(Indicator indicator, double[] y, double[][] x) {
        int[] usable =
                IntStream.range(0, y.length)
                        .filter(i ->
                                Double.isFinite(y[i])
                                        && Arrays.stream(x[i]).allMatch(Double::isFinite))
                        .toArray();
        if (usable.length < 2) {
            return;
        }
        var model =
                new StratumModel(
                        IntStream.of(usable).mapToDouble(i -> y[i]).toArray(),
                        IntStream.of(usable).mapToObj(i -> x[i]).toArray(double[][]::new),
                        IntStream.of(usable).map(i -> cells[i]).toArray(),
                        scanners * Windows.Window.COUNT);
        var adjusted = new double[y.length];
        Arrays.fill(adjusted, Double.NaN);
        for (int i : usable) {
            adjusted[i] = model.adjusted(y[i], x[i]);
        }
        double location =
                Robust.median(IntStream.of(usable).mapToDouble(i -> adjusted[i]).toArray());
        fits.put(indicator, new Fit(model, adjusted, location));
    }

    /** The best mean of what was measured, already adjusted; NaN where a scan lacks a part. */
    private double[] gains() {
        var parts = List.copyOf(fits.values());
        var complete =
                IntStream.range(0, scans.size())
                        .filter(i ->
                                parts.stream().noneMatch(fit -> Double.isNaN(fit.adjusted()[i])))
                        .toArray();
        var gains = new double[scans.size()];
        Arrays.fill(gains, Double.NaN);
        if (parts.isEmpty() || complete.length < LEAST_SCANS_FOR_WEIGHTS) {
            return gains;
        }
        var weights =
                GainWeights.of(
                        parts.stream()
                                .map(fit ->
                                        IntStream.of(complete)
                                                .mapToDouble(i ->
                                                        fit.adjusted()[i]
                                                                - fit.model().effect(cells[i]))
                                                .toArray())
                                .toArray(double[][]::new),
                        parts.stream().mapToDouble(fit -> fit.model().scale()).toArray());
        for (int i : complete) {
            gains[i] = 0;
            for (int part = 0; part < weights.length; part++) {
                gains[i] += weights[part] * parts.get(part).adjusted()[i];
            }
        }
        return gains;
    }

    List<Placed> scans() {
        return scans;
    }

    @Nullable Fit fit(Indicator indicator) {
        return fits.get(indicator);
    }

    /** How far scan i is from what is usual here, as a logarithm; NaN when unknown. */
    double difference(Indicator indicator, int i) {
        var fit = fits.get(indicator);
        return fit == null ? Double.NaN : fit.adjusted()[i] - fit.location();
    }

    /** The same in standard deviations of one scan; 0 when unknown. */
    double standardised(Indicator indicator, int i) {
        var fit = fits.get(indicator);
        double difference = difference(indicator, i);
        return fit == null || Double.isNaN(difference) ? 0 : difference / fit.model().scale();
    }

    /** What is usual for mean and spread, in the unit of the features. */
    List<FleetBaseline> baselines() {
        int scanners = (int) scans.stream().mapToInt(Placed::scanner).distinct().count();
        return List.of(
                baseline(
                        "mean",
                        scanners,
                        scans.stream().mapToDouble(s -> s.scan().features().mean()).toArray()),
                baseline(
                        "standard-deviation",
                        scanners,
                        scans.stream()
                                .mapToDouble(s -> s.scan().features().standardDeviation())
                                .toArray()));
    }

    private FleetBaseline baseline(String feature, int scanners, double[] values) {
        return new FleetBaseline(
                stratum,
                feature,
                values.length,
                scanners,
                Robust.median(values),
                Robust.scale(values));
    }
}
