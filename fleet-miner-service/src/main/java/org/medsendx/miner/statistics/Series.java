package org.medsendx.miner.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.miner.daily.Quantity;
import org.medsendx.miner.daily.ScannerDays;
import org.medsendx.miner.daily.StratumDays;

/**
 * One kind of scan on one scanner as arrays: unit (day, or week further back), exams, and the mean
 * of each quantity.
 */
@SuppressWarnings("ArrayRecordComponent") // read at once, never compared
record Series(
        String scanner,
        Stratum stratum,
        String family,
        int[] day,
        int[] week,
        int[] exams,
        double[][] value) {

    /**
     * The series of a scanner.
     *
     * @param from first day that counts
     * @param without days that do not
     */
    static List<Series> of(ScannerDays scanner, int from, Set<Integer> without) {
        var all = new ArrayList<Series>();
        for (var stratum : scanner.strata()) {
            var units =
                    stratum.units().stream()
                            .filter(unit ->
                                    unit.day() >= from
                                            && unit.sums().exams() > 0
                                            && (unit.whole() || !without.contains(unit.day())))
                            .toList();
            if (!units.isEmpty()) {
                all.add(of(scanner.scanner(), stratum.stratum(), units));
            }
        }
        return all;
    }

    private static Series of(String scanner, Stratum stratum, List<StratumDays.Unit> units) {
        int n = units.size();
        var day = new int[n];
        var week = new int[n];
        var exams = new int[n];
        var value = new double[Quantity.all().size()][];
        for (int i = 0; i < n; i++) {
            day[i] = units.get(i).day();
            week[i] = units.get(i).week();
            exams[i] = units.get(i).sums().exams();
        }
        for (var quantity : Quantity.all()) {
            double[] own = null;
            for (int i = 0; i < n; i++) {
                double mean = units.get(i).sums().mean(quantity);
                if (!Double.isNaN(mean)) {
                    if (own == null) {
                        own = new double[n];
                        Arrays.fill(own, Double.NaN);
                    }
                    own[i] = mean;
                }
            }
            if (own != null) {
                value[quantity.index()] = own;
            }
        }
        return new Series(scanner, stratum, family(stratum), day, week, exams, value);
    }

    /** The stratum without the protocol's words: what a renamed protocol has in common. */
    static String family(Stratum stratum) {
        return stratum.modality() + '|' + stratum.bodyPart() + '|' + stratum.kvBand();
    }

    int size() {
        return day.length;
    }

    boolean has(Quantity quantity) {
        return value[quantity.index()] != null;
    }

    double at(Quantity quantity, int unit) {
        var own = value[quantity.index()];
        return own == null ? Double.NaN : own[unit];
    }
}
