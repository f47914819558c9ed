package org.medsendx.benchmarks.harness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rates of several rounds by what was measured; a report takes their medians. */
public final class Rates {

    private final String unit;
    private final Map<String, List<Double>> rates = new HashMap<>();

    /**
     * @param unit of all of them
     */
    public Rates(String unit) {
        this.unit = unit;
    }

    /** The rate of one round. */
    public void add(String what, double rate) {
        rates.computeIfAbsent(what, _ -> new ArrayList<>()).add(rate);
    }

    /** The median of what was measured. */
    public double median(String what) {
        List<Double> sorted = rates.getOrDefault(what, List.of()).stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** A row of a peer, which is absent when it was not measured. */
    public void peer(Report report, String measurement, String who, String what) {
        if (rates.containsKey(what)) {
            report.add(measurement, who, median(what), unit);
        } else {
            report.absent(measurement, who, "not installed");
        }
    }
}
