package org.medsendx.miner.earlier;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.miner.earlier.FleetView.ChartPoint;
import org.medsendx.miner.earlier.Windows.Window;

/**
 * A scanner's scans after its first weeks on an {@link Ewma} and a {@link Cusum} chart: they show
 * when a drift began, the tests of {@link ScannerEffects} decide whether there is one. Values are
 * residuals against the scanner's own first weeks in the scan's stratum; as those are estimated,
 * false alarms come somewhat more often than the run length says.
 */
final class ScannerCharts {

    private static final double LAMBDA = 0.2;
    private static final double REFERENCE = 0.5;

    private final double ewmaWidth;
    private final double cusumLimit;

    ScannerCharts(double runLength) {
        ewmaWidth = Ewma.widthFor(LAMBDA, runLength);
        cusumLimit = Cusum.limitFor(REFERENCE, runLength);
    }

    /**
     * A chart.
     *
     * @param signalDay first day beyond the limit of either chart, or null
     */
    record Chart(List<ChartPoint> points, @Nullable LocalDate signalDay) {}

    private record Value(LocalDate day, String id, double z) {}

    Chart of(List<StratumData> strata, int scanner, String feature) {
        var values = new ArrayList<Value>();
        for (var stratum : strata) {
            for (var indicator : Indicator.values()) {
                var fit = indicator.label().equals(feature) ? stratum.fit(indicator) : null;
                int first = ScannerEffects.cell(scanner, Window.BASELINE);
                if (fit == null || fit.model().count(first) < 2) {
                    continue;
                }
                for (int i = 0; i < stratum.scans().size(); i++) {
                    var placed = stratum.scans().get(i);
                    double adjusted = fit.adjusted()[i];
                    if (placed.scanner() == scanner
                            && placed.window() != Window.BASELINE
                            && !Double.isNaN(adjusted)) {
                        values.add(
                                new Value(
                                        placed.scan().acquisitionDay(),
                                        placed.scan().featureId(),
                                        (adjusted - fit.model().effect(first))
                                                / fit.model().scale()));
                    }
                }
            }
        }
        values.sort(Comparator.comparing(Value::day).thenComparing(Value::id));
        var ewma = new Ewma(LAMBDA, ewmaWidth);
        var cusum = new Cusum(REFERENCE, cusumLimit);
        var points = new ArrayList<ChartPoint>();
        LocalDate signal = null;
        for (var value : values) {
            double average = ewma.next(value.z());
            boolean beyond = cusum.signals(value.z()) || Math.abs(average) > ewma.limit();
            if (beyond && signal == null) {
                signal = value.day();
            }
            points.add(new ChartPoint(value.day(), value.z(), average, ewma.limit()));
        }
        return new Chart(points, signal);
    }
}
