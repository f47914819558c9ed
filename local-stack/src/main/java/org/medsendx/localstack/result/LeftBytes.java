package org.medsendx.localstack.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.medsendx.contracts.deidentified.DerivedKind;

/**
 * What left the truck in a run, beside what its scanners sent: objects as they lie in the store,
 * events as the cloud's log holds them, which is as they were sent. HTTP, TLS and Kafka's own words
 * are not counted, nor what an attempt sent that failed; how many did is.
 *
 * @param sent bytes of all inputs, also of those that were withheld
 * @param left bytes by kind, in the order they are told
 * @param failures attempts to upload that failed
 */
public record LeftBytes(long sent, Map<String, Long> left, long failures) {

    private static final String INSTANCES = "instances";
    private static final String EVENTS = "events";

    public LeftBytes {
        if (sent <= 0) {
            throw new IllegalArgumentException("nothing was sent");
        }
        left = Collections.unmodifiableMap(new LinkedHashMap<>(left));
    }

    /**
     * Counts the files of a run.
     *
     * @param inputs what the scanners sent
     * @param events bytes of the events in the cloud
     * @param failures attempts to upload that failed
     */
    static LeftBytes of(List<Path> inputs, OutFolder out, long events, long failures)
            throws IOException {
        long sent = 0;
        for (Path input : inputs) {
            sent += Files.size(input);
        }
        var left = new LinkedHashMap<String, Long>();
        left.put(INSTANCES, bytes(out.deidentified(), ".dcm"));
        for (DerivedKind kind : DerivedKind.values()) {
            Path folder =
                    switch (kind) {
                        case HIGHLIGHT -> out.highlights();
                        case REPORT -> out.reports();
                        case SEGMENTATION, MEASUREMENTS, THUMBNAIL -> out.derived();
                    };
            String suffix = kind == DerivedKind.HIGHLIGHT ? ".png" : kind.suffix();
            left.put(kind.name().toLowerCase(Locale.ROOT), bytes(folder, suffix));
        }
        left.put(EVENTS, events);
        return new LeftBytes(sent, left, failures);
    }

    private static long bytes(Path folder, String suffix) throws IOException {
        long bytes = 0;
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(one -> one.toString().endsWith(suffix)).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    /** All that left over all that was sent. */
    public double share() {
        return (double) total() / sent;
    }

    private long total() {
        return left.values().stream().mapToLong(Long::longValue).sum();
    }

    /** A table for people. */
    public String text() {
        var text = new StringBuilder();
        text.append(line("sent by scanners", sent));
        left.forEach((what, bytes) -> text.append(line(what, bytes)));
        text.append(line("left in all", total()));
        text.append(
                "  %s of what was sent; attempts to upload that failed: %d%n"
                        .formatted(String.format(Locale.ROOT, "%.3f", share()), failures));
        return text.toString();
    }

    private String line(String what, long bytes) {
        return String.format(
                Locale.ROOT, "  %-18s %,15d  %.4f%n", what, bytes, (double) bytes / sent);
    }
}
