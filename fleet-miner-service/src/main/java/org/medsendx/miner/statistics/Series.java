package org.medsendx.miner.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.miner.daily.Quantity;
import org.medsendx.miner.daily.ScannerDays;
import org.medsendx.miner.daily.StratumDays;
import org.medsendx.miner.daily.Sums;

/**
 * One kind of scan on one scanner as arrays: unit (day, or week further back), exams, and the mean
 * of each quantity. For one thread.
 */
final class Series {

    /** The column of a quantity that no unit has. */
    private static final double[] NONE = new double[0];

    private final String scanner;
    private final Stratum stratum;
    private final String family;
    private final int[] day;
    private final int[] week;
    private final int[] exams;
    private final Sums[] sums;

    /** Means of quantities as far as they were asked for; many scanners' would fill the memory. */
    private double @Nullable [] @Nullable [] columns;

    private Series(String scanner, StratumDays of, List<StratumDays.Unit> units) {
        this.scanner = scanner;
        stratum = of.stratum();
        family = family(stratum);
        int n = units.size();
        day = new int[n];
        week = new int[n];
        exams = new int[n];
        sums = new Sums[n];
        for (int i = 0; i < n; i++) {
            var unit = units.get(i);
            day[i] = unit.day();
            week[i] = unit.week();
            sums[i] = unit.sums();
            exams[i] = sums[i].exams();
        }
    }

    /**
     * The series of a scanner.
     *
     * @param from first day that counts
     * @param without days that do not
     */
    static List<Series> of(ScannerDays scanner, int from, Set<Integer> without) {
        var all = new ArrayList<Series>();
        for (var stratum : scanner.strata()) {
            var units = new ArrayList<StratumDays.Unit>();
            for (var unit : stratum.units()) {
                if (unit.day() >= from
                        && unit.sums().exams() > 0
                        && (unit.whole() || !without.contains(unit.day()))) {
                    units.add(unit);
                }
            }
            if (!units.isEmpty()) {
                all.add(new Series(scanner.scanner(), stratum, units));
            }
        }
        return all;
    }

    /** The stratum without the protocol's words: what a renamed protocol has in common. */
    static String family(Stratum stratum) {
        return stratum.modality() + '|' + stratum.bodyPart() + '|' + stratum.kvBand();
    }

    String scanner() {
        return scanner;
    }

    Stratum stratum() {
        return stratum;
    }

    String family() {
        return family;
    }

    /** Days or, further back, the Mondays of weeks, as epoch days. */
    int[] day() {
        return day;
    }

    /** Mondays of the units' weeks. */
    int[] week() {
        return week;
    }

    int[] exams() {
        return exams;
    }

    int size() {
        return day.length;
    }

    /** The means of a quantity, NaN in units that have none; null when no unit has one. */
    double @Nullable [] column(Quantity quantity) {
        if (columns == null) {
            columns = new double[Quantity.all().size()] @Nullable [];
        }
        var own = columns[quantity.index()];
        if (own == null) {
            own = made(quantity);
            columns[quantity.index()] = own;
        }
        return own.length == 0 ? null : own;
    }

    private double[] made(Quantity quantity) {
        var own = new double[sums.length];
        boolean any = false;
        for (int i = 0; i < own.length; i++) {
            own[i] = sums[i].mean(quantity);
            any |= !Double.isNaN(own[i]);
        }
        return any ? own : NONE;
    }

    double at(Quantity quantity, int unit) {
        var own = column(quantity);
        return own == null ? Double.NaN : own[unit];
    }

    /** Gives back the memory of all columns but some; they are made again for who asks. */
    void keepOnly(List<Quantity> some) {
        var kept = new double[Quantity.all().size()] @Nullable [];
        for (var quantity : some) {
            kept[quantity.index()] = columns == null ? null : columns[quantity.index()];
            if (kept[quantity.index()] == null) {
                kept[quantity.index()] = made(quantity);
            }
        }
        columns = kept;
    }
}
