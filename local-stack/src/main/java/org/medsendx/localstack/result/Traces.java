package org.medsendx.localstack.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.medsendx.contracts.EventCodec;

/**
 * The spans that the services of a stack have written, and how a person looks at a trace. They have
 * real times beside object ids, so what is made of them is for the truck's own eyes.
 *
 * @param spans one node for each line
 */
public record Traces(List<JsonNode> spans) {

    private static final int LABELS = 385;
    private static final int BARS = 760;
    private static final int LINE = 24;

    public Traces {
        spans = List.copyOf(spans);
    }

    /** Reads all files of a folder; a line that is being written is left out. */
    public static Traces of(Path folder) throws IOException {
        var all = new ArrayList<JsonNode>();
        if (Files.isDirectory(folder)) {
            try (var files = Files.list(folder)) {
                for (var file : files.sorted().toList()) {
                    var text = Files.readString(file);
                    for (var line :
                            text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                        all.add(EventCodec.JSON.readTree(line));
                    }
                }
            }
        }
        return new Traces(all);
    }

    /** The spans of one trace by their start. */
    public List<JsonNode> trace(String id) {
        return spans.stream()
                .filter(span -> span.get("trace").asText().equals(id))
                .sorted(Comparator.comparingLong(Traces::start))
                .toList();
    }

    /** The traces that a C-STORE began and that have a span of this name, by their start. */
    public List<String> that(String name) {
        var ids =
                spans.stream()
                        .filter(span -> name(span).equals(name))
                        .map(span -> span.get("trace").asText())
                        .toList();
        return spans.stream()
                .filter(span -> name(span).equals("C-STORE"))
                .sorted(Comparator.comparingLong(Traces::start))
                .map(span -> span.get("trace").asText())
                .filter(ids::contains)
                .toList();
    }

    public static String name(JsonNode span) {
        return span.get("name").asText();
    }

    private static long start(JsonNode span) {
        return span.get("startNanos").asLong();
    }

    private static long end(JsonNode span) {
        return span.get("endNanos").asLong();
    }

    /** A page of bars on a line of time, one for each span, without script. */
    public String page(String id) {
        var trace = trace(id);
        long begin = start(trace.getFirst());
        double whole = Math.max(1, trace.stream().mapToLong(Traces::end).max().orElse(1) - begin);
        var bars = new StringBuilder();
        int y = 0;
        for (var span : trace) {
            double x = LABELS + (start(span) - begin) / whole * BARS;
            double wide = Math.max(2, (end(span) - start(span)) / whole * BARS);
            bars.append(
                    String.format(
                            Locale.ROOT,
                            "<text x=\"0\" y=\"%d\">%s</text><text x=\"145\" y=\"%d\">%s</text>%n"
                                    + "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"14\"/>%n",
                            y + 15,
                            span.get("service").asText(),
                            y + 15,
                            name(span),
                            x,
                            y + 4,
                            wide));
            for (var event : span.get("events")) {
                double at = LABELS + (event.get("nanos").asLong() - begin) / whole * BARS;
                bars.append(
                        String.format(
                                Locale.ROOT,
                                "<path d=\"M%.1f %d v14\"><title>%s</title></path>%n",
                                at,
                                y + 4,
                                event.get("name").asText()));
            }
            bars.append(
                    String.format(
                            Locale.ROOT,
                            "<text class=\"t\" x=\"%d\" y=\"%d\">%.1f ms, after %.1f ms</text>%n",
                            LABELS + BARS + 10,
                            y + 15,
                            (end(span) - start(span)) / 1e6,
                            (start(span) - begin) / 1e6));
            y += LINE;
        }
        return """
        <!doctype html>
        <html lang="en"><meta charset="utf-8"><title>Trace of one scan</title>
        <style>body{font:14px sans-serif;margin:2em}rect{fill:#3b7dd8}path{stroke:#c0392b}
        text{font-size:13px}.t{fill:#555}</style>
        <h1>One scan, from C-STORE to the cloud</h1>
        <p>Each bar is what one service did; red marks are its steps. Trace %s.
        Real times beside an object: identified data.</p>
        <svg width="%d" height="%d">
        %s</svg></html>
        """
                .formatted(id, LABELS + BARS + 220, y, bars);
    }
}
