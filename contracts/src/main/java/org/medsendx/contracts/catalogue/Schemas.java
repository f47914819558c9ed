package org.medsendx.contracts.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.medsendx.contracts.Topic;
import org.medsendx.contracts.deidentified.VerificationReport;

/** The JSON Schemas (draft 2020-12): values of the topics, run summary, verification report. */
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

    /** The schema of the payload of a verification report, as JSON text. */
    public static String verificationReport() {
        return read(VerificationReport.SCHEMA);
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
