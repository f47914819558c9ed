package org.medsendx.endtoend.eyes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.medsendx.contracts.EventCodec;

/** The spans that the services of a stack have written, and how a person looks at a trace. */
record Spans(List<JsonNode> all) {

    private static final int WIDTH = 60;

    static Spans of(Path folder) throws IOException {
        var all = new ArrayList<JsonNode>();
        if (Files.isDirectory(folder)) {
            try (var files = Files.list(folder)) {
                for (var file : files.sorted().toList()) {
                    for (var line : Files.readAllLines(file)) {
                        all.add(EventCodec.JSON.readTree(line));
                    }
                }
            }
        }
        return new Spans(all);
    }

    /** The spans of one trace by their start. */
    List<JsonNode> trace(String id) {
        return all.stream()
                .filter(span -> span.get("trace").asText().equals(id))
                .sorted(Comparator.comparingLong(span -> span.get("startNanos").asLong()))
                .toList();
    }

    static String name(JsonNode span) {
        return span.get("name").asText();
    }

    static String object(JsonNode span) {
        return span.at("/attributes/medsendx.object").asText();
    }

    /** A trace as bars on a line of time. */
    String drawn(String id) {
        var spans = trace(id);
        long begin = spans.getFirst().get("startNanos").asLong();
        long end = spans.stream().mapToLong(span -> span.get("endNanos").asLong()).max().orElse(1);
        var text = new StringBuilder();
        for (var span : spans) {
            long from = span.get("startNanos").asLong() - begin;
            long took = span.get("endNanos").asLong() - begin - from;
            int at = (int) (from * WIDTH / Math.max(1, end - begin));
            int wide = (int) Math.max(1, took * WIDTH / Math.max(1, end - begin));
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%-20s %-34s %9.1f ms %9.1f ms |%s%s%n",
                            span.get("service").asText(),
                            name(span),
                            from / 1e6,
                            took / 1e6,
                            " ".repeat(at),
                            "#".repeat(wide)));
        }
        return text.toString();
    }
}
