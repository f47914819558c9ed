package org.medsendx.miner.statistics;

import java.util.Arrays;
import java.util.List;

/**
 * All units of some series in the order of time, those of one day in the order of the series.
 *
 * @param series index of each unit's series
 * @param unit its index there
 * @param day epoch day
 * @param week Monday of its week
 * @param exams exams
 * @param family of each series, a number
 */
@SuppressWarnings("ArrayRecordComponent") // read at once, never compared
record Order(int[] series, int[] unit, int[] day, int[] week, int[] exams, int[] family) {

    private static final int UNIT_BITS = 20;
    private static final int DAY_SHIFT = 32;

    static Order of(List<Series> all) {
        int n = all.stream().mapToInt(Series::size).sum();
        var keys = new long[n];
        int count = 0;
        for (int s = 0; s < all.size(); s++) {
            var day = all.get(s).day();
            for (int i = 0; i < day.length; i++) {
                keys[count++] = (long) day[i] << DAY_SHIFT | s << UNIT_BITS | i;
            }
        }
        Arrays.sort(keys);
        var order =
                new Order(
                        new int[n], new int[n], new int[n], new int[n], new int[n], families(all));
        for (int k = 0; k < n; k++) {
            int low = (int) keys[k];
            int s = low >>> UNIT_BITS;
            int i = low & (1 << UNIT_BITS) - 1;
            order.series[k] = s;
            order.unit[k] = i;
            order.day[k] = (int) (keys[k] >> DAY_SHIFT);
            order.week[k] = all.get(s).week()[i];
            order.exams[k] = all.get(s).exams()[i];
        }
        return order;
    }

    /** Families by number, in the order of their first series. */
    private static int[] families(List<Series> series) {
        var family = new int[series.size()];
        int known = 0;
        for (int s = 0; s < family.length; s++) {
            int like = 0;
            while (!series.get(like).family().equals(series.get(s).family())) {
                like++;
            }
            family[s] = like < s ? family[like] : known++;
        }
        return family;
    }

    int size() {
        return day.length;
    }
}
