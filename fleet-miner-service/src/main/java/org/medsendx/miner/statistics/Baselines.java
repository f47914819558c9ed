package org.medsendx.miner.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.FleetBaseline;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.miner.daily.Quantity;
import org.medsendx.miner.daily.StratumDays;

/** What is usual for mean and spread in each stratum, in the unit of the features. */
final class Baselines {

    /** A normal value's standard deviation over its mean absolute deviation. */
    private static final double NORMAL = Math.sqrt(Math.PI / 2);

    private Baselines() {}

    /** All of one stratum's key, over the scanners. */
    private static final class Kind {
        final List<Series> series = new ArrayList<>();
        final List<StratumDays> days = new ArrayList<>();
        int scanners;
    }

    static List<FleetBaseline> of(List<ScannerCase> cases) {
        var kinds = new TreeMap<String, Kind>();
        for (var one : cases) {
            var own = new TreeSet<String>();
            for (var series : one.series) {
                var id = series.stratum().id();
                var kind = kinds.computeIfAbsent(id, s -> new Kind());
                kind.series.add(series);
                if (own.add(id)) {
                    kind.scanners++;
                }
            }
            for (var days : one.days.strata()) {
                var kind = kinds.get(days.stratum().id());
                if (kind != null) {
                    kind.days.add(days);
                }
            }
        }
        var baselines = new ArrayList<FleetBaseline>();
        for (var kind : kinds.values()) {
            add(baselines, kind, FleetBaseline.MEAN, Quantity.MEAN);
            add(baselines, kind, FleetBaseline.SPREAD, Quantity.SPREAD);
        }
        return baselines;
    }

    private static void add(
            List<FleetBaseline> baselines, Kind kind, String feature, Quantity quantity) {
        Stratum key = kind.series.getFirst().stratum().key();
        double zero = key.modality().equals("CT") && quantity == Quantity.MEAN ? -1000 : 0;
        var values = new double[kind.series.stream().mapToInt(Series::size).sum()];
        int count = 0;
        long exams = 0;
        for (var one : kind.series) {
            var column = one.column(quantity);
            for (int i = 0; column != null && i < column.length; i++) {
                if (!Double.isNaN(column[i])) {
                    values[count++] = zero + Math.exp(column[i]);
                    exams += one.exams()[i];
                }
            }
        }
        if (count > 0) {
            var all = Arrays.copyOf(values, count);
            double location = Selection.median(all);
            double scale = Selection.scale(all, location);
            baselines.add(
                    new FleetBaseline(
                            key,
                            feature,
                            exams,
                            kind.scanners,
                            location,
                            scale,
                            scanScale(kind.days, quantity, location - zero, scale)));
        }
    }

    /**
     * How far single scans lie from the location: days of all scanners around it, and images around
     * the centre of their own scanner, whose deviation is one of logarithms.
     */
    private static @Nullable Double scanScale(
            List<StratumDays> kinds, Quantity quantity, double level, double ofDays) {
        double[] within =
                kinds.stream()
                        .mapToDouble(days -> days.deviation(quantity))
                        .filter(value -> !Double.isNaN(value))
                        .toArray();
        return within.length == 0
                ? null
                : Math.hypot(ofDays, NORMAL * Robust.median(within) * Math.abs(level));
    }
}
