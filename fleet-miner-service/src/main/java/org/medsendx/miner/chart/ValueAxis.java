package org.medsendx.miner.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Values from bottom to top, with round numbers at its ticks.
 *
 * @param low the value at {@code bottom}
 * @param high the value at {@code top}, above {@code low}
 * @param step between two ticks
 */
record ValueAxis(double low, double high, double step, double bottom, double top) {

    private static final double[] ROUND = {1, 2, 5, 10};

    /** An axis that shows both values, with about that many ticks. */
    static ValueAxis over(double least, double most, int ticks, double bottom, double top) {
        double middle = (least + most) / 2;
        // A line that does not move still wants a scale: a thousandth of its height, or one.
        double reach = Math.max(most - least, Math.max(Math.abs(middle) * 1e-3, 1e-9));
        double rough = reach / ticks;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = 10 * power;
        for (double round : ROUND) {
            if (round * power >= rough * (1 - 1e-9)) {
                step = round * power;
                break;
            }
        }
        return new ValueAxis(middle - reach * 0.54, middle + reach * 0.54, step, bottom, top);
    }

    double at(double value) {
        return bottom + (top - bottom) * (value - low) / (high - low);
    }

    /** Where a value is, or the end of the axis that is nearest to it. */
    double within(double value) {
        return Math.clamp(at(value), Math.min(top, bottom), Math.max(top, bottom));
    }

    List<Double> ticks() {
        var ticks = new ArrayList<Double>();
        long first = (long) Math.ceil(low / step - 1e-9);
        long last = (long) Math.floor(high / step + 1e-9);
        for (long i = first; i <= last; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    String label(double tick) {
        int digits = (int) Math.clamp(-Math.floor(Math.log10(step) + 1e-9), 0, 9);
        return String.format(Locale.ROOT, "%." + digits + "f", tick == 0 ? 0.0 : tick);
    }
}
