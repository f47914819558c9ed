package org.medsendx.miner.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A linear axis in per cent that shows nearly all values and always zero.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}
 * @param from pixel of the low end
 * @param to pixel of the high end
 * @param step distance of ticks
 */
record Axis(double low, double high, double from, double to, double step) {

    private static final double LEAST_REACH = 3;
    private static final double[] STEPS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000};
    private static final int MOST_TICKS = 12;

    /**
     * @param most values of which one in fifty may fall off either end
     * @param all values that must be on the axis
     */
    static Axis over(List<Double> most, List<Double> all, double from, double to) {
        double[] sorted = most.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        var ends = DoubleStream.builder().add(-LEAST_REACH).add(LEAST_REACH);
        if (sorted.length > 0) {
            ends.add(sorted[sorted.length / 50])
                    .add(sorted[sorted.length - 1 - sorted.length / 50]);
        }
        all.forEach(ends::add);
        var summary = ends.build().summaryStatistics();
        double margin = 0.08 * (summary.getMax() - summary.getMin());
        double low = summary.getMin() - margin;
        double high = summary.getMax() + margin;
        double step = STEPS[STEPS.length - 1];
        for (double candidate : STEPS) {
            if ((high - low) / candidate <= MOST_TICKS) {
                step = candidate;
                break;
            }
        }
        return new Axis(low, high, from, to, step);
    }

    double at(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    List<Double> ticks() {
        var ticks = new ArrayList<Double>();
        for (double tick = Math.ceil(low / step) * step; tick <= high; tick += step) {
            // Ceil of a small negative number is -0, which would be written with its sign.
            ticks.add(tick == 0 ? 0 : tick);
        }
        return ticks;
    }

    String label(double tick) {
        return tick == 0 ? "0" : String.format(Locale.ROOT, "%+.0f", tick);
    }
}
