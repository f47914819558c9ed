package org.medsendx.miner.daily;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.medsendx.contracts.deidentified.Stratum;

/**
 * One kind of scan on one scanner: its latest {@value #DAILY} days one by one, what is older by
 * weeks, of which the first {@value #FIRST_WEEKS} and the latest are kept.
 */
public final class StratumDays {

    static final int DAILY = 28;
    static final int FIRST_WEEKS = 10;
    static final int WEEKS = 40;

    /** Exams before values are cut against what is usual. */
    private static final int LEAST_TO_CUT = 10;

    /** Values farther from the running centre than so many mean deviations are cut. */
    private static final double CUT = 8;

    /** The running centre forgets over so many images. */
    private static final int MEMORY = 64;

    final Stratum stratum;
    final TreeMap<Integer, Sums> days = new TreeMap<>();
    final TreeMap<Integer, Sums> weeks = new TreeMap<>();
    final float[] centre = new float[Quantity.all().size()];
    final float[] deviation = new float[Quantity.all().size()];
    final int[] seen = new int[Quantity.all().size()];
    int measuresVersion;

    StratumDays(Stratum stratum) {
        this.stratum = stratum;
    }

    /**
     * Some days together.
     *
     * @param day the day, or the Monday of the week, as an epoch day
     * @param whole whether it is a whole week
     */
    public record Unit(int day, boolean whole, Sums sums) {

        /** The week it is in, by its Monday. */
        public int week() {
            return Weeks.monday(day);
        }
    }

    /**
     * Mean absolute deviation of single images from their running centre, on the quantity's scale;
     * NaN where too few were seen.
     */
    public double deviation(Quantity quantity) {
        int index = quantity.index();
        return seen[index] >= LEAST_TO_CUT ? deviation[index] : Double.NaN;
    }

    /** What kind of scan. */
    public Stratum stratum() {
        return stratum;
    }

    /** Exams of all that is kept. */
    int exams() {
        int exams = 0;
        for (var sums : weeks.values()) {
            exams += sums.exams;
        }
        for (var sums : days.values()) {
            exams += sums.exams;
        }
        return exams;
    }

    /** In order of time. */
    public List<Unit> units() {
        var units = new ArrayList<Unit>(weeks.size() + days.size());
        weeks.forEach((week, sums) -> units.add(new Unit(week, true, sums)));
        days.forEach((day, sums) -> units.add(new Unit(day, false, sums)));
        // A late scan may have a day of its own before a week that was folded already.
        if (!weeks.isEmpty() && !days.isEmpty() && days.firstKey() <= weeks.lastKey() + 6) {
            units.sort((a, b) -> Integer.compare(a.day(), b.day()));
        }
        return Collections.unmodifiableList(units);
    }

    /** The sums that a day belongs to, made when it is the first. */
    Sums sums(int day) {
        var week = weeks.get(Weeks.monday(day));
        if (week != null) {
            return week;
        }
        return days.computeIfAbsent(day, ignored -> new Sums());
    }

    /** Whole weeks before the latest days become one. */
    void fold(int lastDay) {
        int keep = Weeks.monday(lastDay - DAILY + 1);
        if (days.isEmpty() || days.firstKey() >= keep) {
            return;
        }
        SortedMap<Integer, Sums> old = days.headMap(keep);
        old.forEach((day, sums) ->
                weeks.computeIfAbsent(Weeks.monday(day), ignored -> new Sums()).add(sums));
        old.clear();
        Weeks.bound(weeks, FIRST_WEEKS, WEEKS);
    }

    /** Cuts what no scanner makes, and learns what is usual. */
    void cut(double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                continue;
            }
            if (seen[i] == 0) {
                centre[i] = (float) values[i];
            } else if (seen[i] >= LEAST_TO_CUT && deviation[i] > 0) {
                double reach = CUT * deviation[i];
                values[i] = Math.clamp(values[i], centre[i] - reach, centre[i] + reach);
            }
            seen[i]++;
            double share = 1.0 / Math.min(seen[i], MEMORY);
            deviation[i] += (float) (share * (Math.abs(values[i] - centre[i]) - deviation[i]));
            centre[i] += (float) (share * (values[i] - centre[i]));
        }
    }

    /** Values of other definitions are not compared: what was measured before is forgotten. */
    void measuresOf(int version) {
        measuresVersion = version;
        days.values().forEach(Sums::forgetMeasures);
        weeks.values().forEach(Sums::forgetMeasures);
        for (var quantity : Quantity.all()) {
            if (quantity.kind() == Quantity.Kind.MEASURE) {
                seen[quantity.index()] = 0;
                deviation[quantity.index()] = 0;
            }
        }
    }
}
