package org.medsendx.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was measured, as a table. Measurements are rates, so more is better; within one measurement
 * the first row is ours, and each other row says how many times its rate ours is.
 */
public final class Report {

    private record Row(String measurement, String who, @Nullable Double rate, String unit) {}

    private final List<Row> rows = new ArrayList<>();

    /** Adds a rate: how often in a second, or how much in a second. */
    public void add(String measurement, String who, double rate, String unit) {
        rows.add(new Row(measurement, who, rate, unit));
    }

    /** Adds a peer that could not be measured, and why. */
    public void absent(String measurement, String who, String why) {
        rows.add(new Row(measurement, who, null, why));
    }

    /** A Markdown table. */
    public String table() {
        var table = new StringBuilder("| measurement | who | rate | unit | ours is |\n");
        table.append("|---|---|---:|---|---:|\n");
        String last = "";
        Double ours = null;
        for (Row row : rows) {
            boolean first = !row.measurement().equals(last);
            if (first) {
                ours = row.rate();
            }
            last = row.measurement();
            Double rate = row.rate();
            table.append("| ").append(first ? row.measurement() : "").append(" | ");
            table.append(row.who()).append(" | ");
            table.append(rate == null ? "-" : shown(rate)).append(" | ").append(row.unit());
            String ratio = first || rate == null || ours == null ? "" : "x " + shown(ours / rate);
            table.append(" | ").append(ratio).append(" |\n");
        }
        return table.toString();
    }

    private static String shown(double number) {
        String format = number >= 100 ? "%.0f" : number >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, number);
    }
}
