package org.medsendx.miner.daily;

import java.util.SortedMap;

/** Weeks by their Mondays, as epoch days. */
public final class Weeks {

    private Weeks() {}

    /** The Monday on or before an epoch day; 1970-01-01 was a Thursday. */
    public static int monday(int epochDay) {
        return epochDay - Math.floorMod(epochDay + 3, 7);
    }

    /**
     * Forgets weeks until so many are left: those in the middle, oldest first. The first ones say
     * what was usual, the latest what is.
     *
     * @param weeks by their Mondays
     * @param first how many of the first weeks are kept, fewer than {@code most}
     * @param most how many may be left
     */
    public static void bound(SortedMap<Integer, ?> weeks, int first, int most) {
        var middle = weeks.keySet().iterator();
        for (int i = 0; i < first && middle.hasNext(); i++) {
            middle.next();
        }
        while (weeks.size() > most && middle.hasNext()) {
            middle.next();
            middle.remove();
        }
    }
}
