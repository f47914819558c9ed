package org.medsendx.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.medsendx.contracts.catalogue.Topics;

/** The published samples, and validation against the published schemas. */
final class Samples {

    private Samples() {}

    /** A sample file of a topic. */
    record Sample(Topic topic, String name, byte[] value) {

        JsonNode json() {
            return read(value);
        }

        @Override
        public String toString() {
            return topic.topicName() + "/" + name;
        }
    }

    static Stream<Sample> all() {
        return Topics.all().stream().flatMap(Samples::of);
    }

    static Stream<Sample> of(Topic topic) {
        return files(topic.topicName())
                .map(f -> new Sample(topic, f.getFileName().toString(), bytes(f)));
    }

    static Stream<Path> files(String name) {
        try {
            var folder = Samples.class.getResource("/samples/" + name);
            if (folder == null) {
                throw new IllegalStateException("no samples of " + name);
            }
            try (var files = Files.list(Path.of(folder.toURI()))) {
                return files.sorted().toList().stream();
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode read(byte[] json) {
        try {
            return EventCodec.JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Set<ValidationMessage> problems(String schema, JsonNode json) {
        return schema(schema).validate(json);
    }

    private static JsonSchema schema(String text) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        text,
                        SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    }
}
