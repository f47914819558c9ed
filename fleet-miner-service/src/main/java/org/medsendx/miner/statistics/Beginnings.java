package org.medsendx.miner.statistics;

import java.util.Arrays;

/**
 * What a level begins with: a stratum's first value, as far as those of its first weeks bear it
 * out. All that comes later is cut around the level, so a wild first value would stay in it for
 * months; and first values are wild more often, since the first images of a kind are cut against
 * nothing ({@link org.medsendx.miner.daily.StratumDays}).
 */
final class Beginnings {

    /** First days of a stratum that say where it begins. */
    private static final int DAYS = 21;

    /** Values that say more than the first alone. */
    private static final int LEAST = 3;

    private static final double CUT = 3;

    private final int[] first;
    private final double[] value;

    Beginnings(Observations given) {
        int strata = given.strata();
        first = new int[strata];
        value = new double[strata];
        Arrays.fill(first, -1);
        var early = new double[strata][];
        var count = new int[strata];
        for (int i = 0; i < given.size(); i++) {
            int k = given.stratum()[i];
            if (first[k] < 0) {
                first[k] = i;
                early[k] = new double[DAYS];
            }
            var values = early[k];
            if (values != null
                    && count[k] < values.length
                    && given.day()[i] < given.day()[first[k]] + DAYS) {
                values[count[k]++] = given.value()[i];
            }
        }
        for (int k = 0; k < strata; k++) {
            var values = early[k];
            if (values == null) {
                continue;
            }
            value[k] = given.value()[first[k]];
            if (count[k] >= LEAST) {
                double middle = Robust.median(Arrays.copyOf(values, count[k]));
                double reach = CUT * Math.sqrt(given.variance(first[k]) + given.weekVariance());
                value[k] = Math.clamp(value[k], middle - reach, middle + reach);
            }
        }
    }

    /** The value of observation i as levels learn it. */
    double value(Observations given, int i) {
        int k = given.stratum()[i];
        return first[k] == i ? value[k] : given.value()[i];
    }
}
