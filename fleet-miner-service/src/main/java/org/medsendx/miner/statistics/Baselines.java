package org.medsendx.miner.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.medsendx.contracts.deidentified.FleetBaseline;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.miner.daily.Quantity;

/** What is usual for mean and spread in each stratum, in the unit of the features. */
final class Baselines {

    private Baselines() {}

    static List<FleetBaseline> of(List<ScannerCase> cases) {
        var byStratum = new TreeMap<String, List<Series>>();
        var scanners = new TreeMap<String, Integer>();
        for (var one : cases) {
            var own = new TreeSet<String>();
            for (var series : one.series) {
                var id = series.stratum().id();
                byStratum.computeIfAbsent(id, s -> new ArrayList<>()).add(series);
                if (own.add(id)) {
                    scanners.merge(id, 1, Integer::sum);
                }
            }
        }
        var baselines = new ArrayList<FleetBaseline>();
        byStratum.forEach((id, series) -> {
            int of = scanners.getOrDefault(id, 1);
            add(baselines, series, of, "mean", Quantity.MEAN);
            add(baselines, series, of, "standard-deviation", Quantity.SPREAD);
        });
        return baselines;
    }

    private static void add(
            List<FleetBaseline> baselines,
            List<Series> series,
            int scanners,
            String feature,
            Quantity quantity) {
        Stratum key = series.getFirst().stratum().key();
        double zero = key.modality().equals("CT") && quantity == Quantity.MEAN ? -1000 : 0;
        var values = new ArrayList<Double>();
        long exams = 0;
        for (var one : series) {
            for (int i = 0; i < one.size(); i++) {
                double value = one.at(quantity, i);
                if (!Double.isNaN(value)) {
                    values.add(zero + Math.exp(value));
                    exams += one.exams()[i];
                }
            }
        }
        if (!values.isEmpty()) {
            var all = values.stream().mapToDouble(Double::doubleValue).toArray();
            baselines.add(
                    new FleetBaseline(
                            key, feature, exams, scanners, Robust.median(all), Robust.scale(all)));
        }
    }
}
