package org.medsendx.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schemas (draft 2020-12) of the topics' values and of the run summary. */
public final class Schemas {

    private Schemas() {}

    /** The schema of a topic's values, as JSON text. */
    public static String of(Topic topic) {
        return read(topic.topicName());
    }

    /** The schema of {@code summary.json}, as JSON text. */
    public static String runSummary() {
        return read("run-summary.v1");
    }

    private static String read(String name) {
        String resource = "/schemas/" + name + ".schema.json";
        try (var in = Schemas.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
