package org.medsendx.servicehealth.traces;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.EventCodec;

class TraceFileTest {

    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final UUID OBJECT = UUID.fromString("ca978112-ca1b-4dca-bac2-31b39a23dc4d");

    @TempDir Path folder;

    private StageSpans spans(@Nullable Path file, long maxBytes) {
        var provider =
                SdkTracerProvider.builder()
                        .setSampler(Sampler.parentBased(Sampler.alwaysOn()))
                        .addSpanProcessor(new TraceFile("edge-ingest", file, maxBytes))
                        .build();
        return new StageSpans(provider.get("test"));
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        var lines = new ArrayList<JsonNode>();
        for (var line : Files.readAllLines(file)) {
            lines.add(EventCodec.JSON.readTree(line));
        }
        return lines;
    }

    @Test
    void writes_a_stage_with_its_steps_below_the_c_store_that_the_event_names() throws IOException {
        var file = folder.resolve("traces/a.jsonl");

        try (var stage = spans(file, 10_000).begin("border", PARENT, OBJECT)) {
            stage.done("verified");
            stage.outcome("released");
        }

        var line = lines(file).getFirst();
        assertThat(line.get("service").asText()).isEqualTo("edge-ingest");
        assertThat(line.get("name").asText()).isEqualTo("border");
        assertThat(line.get("trace").asText()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(line.get("parent").asText()).isEqualTo("b7ad6b7169203331");
        assertThat(line.at("/attributes/medsendx.object").asText()).isEqualTo(OBJECT.toString());
        assertThat(line.at("/attributes/medsendx.outcome").asText()).isEqualTo("released");
        assertThat(line.at("/events/0/name").asText()).isEqualTo("verified");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void writes_what_is_over_with_the_time_it_took() throws IOException {
        var file = folder.resolve("a.jsonl");
        var end = Instant.parse("2026-05-04T10:00:00Z");

        spans(file, 10_000).over("upload", PARENT, OBJECT, end, Duration.ofSeconds(3), "instance");

        var line = lines(file).getFirst();
        assertThat(line.get("endNanos").asLong() - line.get("startNanos").asLong())
                .isEqualTo(3_000_000_000L);
    }

    @Test
    void writes_nothing_without_a_trace_and_nothing_that_was_not_sampled() {
        var file = folder.resolve("a.jsonl");
        var spans = spans(file, 10_000);

        spans.begin("border", null, OBJECT).close();
        spans.begin("border", PARENT.replaceFirst("01$", "00"), OBJECT).close();

        assertThat(file).doesNotExist();
    }

    @Test
    void keeps_one_file_of_before_when_it_has_grown() throws IOException {
        var file = folder.resolve("a.jsonl");
        var spans = spans(file, 1_000);

        for (int i = 0; i < 20; i++) {
            spans.begin("border", PARENT, OBJECT).close();
        }

        assertThat(Files.size(file)).isLessThanOrEqualTo(1_000);
        assertThat(Files.size(folder.resolve("a.jsonl.1"))).isLessThanOrEqualTo(1_000);
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void a_disk_that_refuses_loses_the_span_and_nothing_else() throws IOException {
        var noFolder = Files.createFile(folder.resolve("file")).resolve("a.jsonl");

        spans(noFolder, 1_000).begin("border", PARENT, OBJECT).close();

        assertThat(noFolder).doesNotExist();
    }
}
