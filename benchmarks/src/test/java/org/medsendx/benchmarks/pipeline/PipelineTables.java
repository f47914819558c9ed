package org.medsendx.benchmarks.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.medsendx.localstack.result.Traces;

/** What was measured, in Markdown. */
final class PipelineTables {

    /** Spans of what a stage does with an instance, in the order of its way. */
    private static final List<String> STEPS = List.of("C-STORE", "border", "segment", "upload");

    private final List<Passage> loads = new ArrayList<>();
    private final Map<Double, Passage> rates = new TreeMap<>();
    private final Map<String, SixScripts> scripts = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private Map<String, Long> forced = Map.of();
    private int forcedScans = 1;

    void load(Passage passage) {
        loads.add(passage);
    }

    void rate(double scansPerSecond, Passage passage) {
        rates.put(scansPerSecond, passage);
    }

    /**
     * @param load the name of the load whose files they read
     */
    void scripts(String load, int starts, SixScripts found) {
        scripts.put(key(load, starts), found);
    }

    void forced(int scans, Map<String, Long> calls) {
        forcedScans = scans;
        forced = calls;
    }

    /** A sentence about what is not there, and why. */
    void note(String text) {
        notes.add(text);
    }

    private static String key(String load, int starts) {
        return load + ' ' + starts;
    }

    /**
     * The tables.
     *
     * @param traces the spans of all services
     */
    String text(Traces traces) {
        var text = new StringBuilder();
        if (!loads.isEmpty()) {
            through(text);
            processors(text);
            steps(text, traces);
        }
        rates(text);
        forced(text);
        scriptSteps(text);
        notes.forEach(note -> text.append(note).append('\n'));
        return text.toString();
    }

    private void through(StringBuilder text) {
        text.append(
                "| as fast as taken | scans | s to the last event | scans/s, all through | scans/s,"
                        + " verified | first 100 and last 100, scans/s | scripts, 1 start | ours is |"
                        + " scripts, 10 starts | ours is | others' share of the processors |\n"
                        + "|---|---:|---:|---:|---:|---|---:|---:|---:|---:|---:|\n");
        for (var load : loads) {
            var one = scripts.get(key(load.what(), 1));
            var ten = scripts.get(key(load.what(), 10));
            boolean flat = load.scans() >= 200;
            text.append(
                    "| %s | %d | %s | %s | %s | %s | %s | %s | %s | %s | %s |%n"
                            .formatted(
                                    load.what(),
                                    load.scans(),
                                    number(load.secondsThrough()),
                                    number(load.rateThrough()),
                                    number(load.rateVerified()),
                                    flat
                                            ? number(load.rateOf(100, true))
                                                    + ", "
                                                    + number(load.rateOf(100, false))
                                            : "-",
                                    rate(one),
                                    ratio(load, one),
                                    rate(ten),
                                    ratio(load, ten),
                                    others(load)));
        }
        text.append('\n');
    }

    private static String rate(@org.jspecify.annotations.Nullable SixScripts found) {
        return found == null ? "-" : number(found.scans());
    }

    private static String ratio(Passage load, @org.jspecify.annotations.Nullable SixScripts found) {
        return found == null ? "-" : "x " + number(load.rateThrough() / found.scans());
    }

    private static String others(Passage load) {
        double all =
                load.secondsThrough()
                        * Spent.TICKS_PER_SECOND
                        * Runtime.getRuntime().availableProcessors();
        return "%.0f %%".formatted(100 * Math.max(0, load.spent().others()) / all);
    }

    private void processors(StringBuilder text) {
        text.append("| processor ms a scan (KB written a scan) |");
        loads.forEach(load -> text.append(' ').append(load.what()).append(" |"));
        text.append("\n|---|").append("---:|".repeat(loads.size())).append('\n');
        for (String process : loads.getFirst().spent().ticks().keySet()) {
            text.append("| ").append(process).append(" |");
            for (var load : loads) {
                text.append(
                        " %s (%s) |"
                                .formatted(
                                        number(perScan(load, process)),
                                        number(
                                                load.spent().written().getOrDefault(process, 0L)
                                                        / 1000.0
                                                        / load.scans())));
            }
            text.append('\n');
        }
        text.append("| **all** |");
        for (var load : loads) {
            double sum =
                    load.spent().ticks().keySet().stream()
                            .mapToDouble(process -> perScan(load, process))
                            .sum();
            text.append(" **").append(number(sum)).append("** |");
        }
        text.append("\n\n");
    }

    private static double perScan(Passage load, String process) {
        return load.spent().ticks().getOrDefault(process, 0L)
                * 1000
                / Spent.TICKS_PER_SECOND
                / load.scans();
    }

    private void steps(StringBuilder text, Traces traces) {
        text.append("| ms of a step, half of them and 99 % |");
        loads.forEach(load -> text.append(' ').append(load.what()).append(" |"));
        text.append("\n|---|").append("---:|".repeat(loads.size())).append('\n');
        for (String step : STEPS) {
            text.append("| ").append(step).append(" |");
            for (var load : loads) {
                var took =
                        traces.spans().stream()
                                .filter(span -> Traces.name(span).equals(step))
                                .filter(span -> within(load, span.get("startNanos").asLong()))
                                .map(span ->
                                        (span.get("endNanos").asLong()
                                                        - span.get("startNanos").asLong())
                                                / 1e6)
                                .sorted(Comparator.naturalOrder())
                                .toList();
                text.append(' ')
                        .append(
                                took.isEmpty()
                                        ? "-"
                                        : number(took.get((took.size() - 1) / 2))
                                                + ", "
                                                + number(took.get((took.size() - 1) * 99 / 100)))
                        .append(" |");
            }
            text.append('\n');
        }
        text.append('\n');
    }

    private static boolean within(Passage load, long nanos) {
        var at = Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000);
        return !at.isBefore(load.from()) && !at.isAfter(load.to());
    }

    private void rates(StringBuilder text) {
        if (rates.isEmpty()) {
            return;
        }
        text.append(
                "| CT, sent a second | scans | p50 s from the begin of the C-STORE to verified |"
                        + " p99 | verified a second | others' share |\n"
                        + "|---:|---:|---:|---:|---:|---:|\n");
        rates.forEach((rate, passage) ->
                text.append(
                        "| %s | %d | %s | %s | %s | %s |%n"
                                .formatted(
                                        number(rate),
                                        passage.scans(),
                                        number(passage.latency(50)),
                                        number(passage.latency(99)),
                                        number(passage.rateVerified()),
                                        others(passage))));
        text.append('\n');
    }

    private void forced(StringBuilder text) {
        if (forced.isEmpty()) {
            return;
        }
        text.append("| forced to disk a CT scan, calls | |\n|---|---:|\n");
        forced.forEach((process, calls) ->
                text.append(
                        "| %s | %s |%n".formatted(process, number((double) calls / forcedScans))));
        text.append('\n');
    }

    private void scriptSteps(StringBuilder text) {
        scripts.forEach((what, found) -> {
            text.append("scripts, ").append(what).append(" starts, ms a scan:");
            new TreeMap<>(found.steps())
                    .forEach((step, millis) ->
                            text.append(' ')
                                    .append(step)
                                    .append(' ')
                                    .append(number(millis))
                                    .append(';'));
            text.append("\n\n");
        });
    }

    private static String number(double number) {
        String format = number >= 100 ? "%.0f" : number >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, number);
    }
}
