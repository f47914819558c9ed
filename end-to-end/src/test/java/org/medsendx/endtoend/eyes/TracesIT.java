package org.medsendx.endtoend.eyes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.endtoend.RunningStack;
import org.medsendx.endtoend.TopicRecords;
import org.medsendx.endtoend.Tree;
import org.medsendx.localstack.result.Traces;

/**
 * A trace leads from the C-STORE of a scan to its upload, and no further: what has a real day, and
 * all that is in the cloud, belongs to no trace of a truck.
 */
@ExtendWith(RunningStack.class)
class TracesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** What every released scan goes through; pictures are made of most, so uploads are more. */
    private static final List<String> STAGES =
            List.of(
                    "C-STORE",
                    "intake",
                    "publish instances.received.v1",
                    "border",
                    "publish instances.deidentified.v1",
                    "segment",
                    "publish scans.assessed.v1",
                    "publish scans.measured.v1",
                    "upload",
                    "publish instances.uploaded.v1");

    private static Traces spans = new Traces(List.of());
    private static List<String> traces = List.of();

    @BeforeAll
    static void scans_go_through() throws Exception {
        var before = now().spans().stream().map(span -> span.get("trace").asText()).toList();
        RunningStack.sendAndFollow(RunningStack.scans(5));
        await().atMost(PATIENCE).until(() -> whole(before).size() == 5);
        traces = whole(before);
        spans = now();
        Files.writeString(
                Tree.home().resolve("end-to-end/target/trace.html"), spans.page(traces.getFirst()));
    }

    private static Traces now() throws IOException {
        return Traces.of(RunningStack.get().folders().traces());
    }

    /** New traces that have all stages. */
    private static List<String> whole(List<String> before) throws IOException {
        var all = now();
        return all.that("upload").stream()
                .filter(trace -> !before.contains(trace))
                .filter(trace -> names(all.trace(trace)).containsAll(STAGES))
                .toList();
    }

    private static String object(JsonNode span) {
        return span.at("/attributes/medsendx.object").asText();
    }

    private static List<String> names(List<JsonNode> trace) {
        return trace.stream().map(Traces::name).toList();
    }

    @Test
    void a_trace_is_of_one_object_and_hangs_on_its_c_store() {
        for (var id : traces) {
            var trace = spans.trace(id);
            var root = trace.getFirst();

            assertThat(Traces.name(root)).isEqualTo("C-STORE");
            assertThat(root.has("parent")).isFalse();
            assertThat(trace.subList(1, trace.size()))
                    .allSatisfy(span ->
                            assertThat(span.get("parent").asText())
                                    .isEqualTo(root.get("span").asText()));
            var objects = trace.stream().map(TracesIT::object).filter(o -> !o.isEmpty()).distinct();
            assertThat(objects).hasSize(1);
        }
    }

    @Test
    void the_border_says_when_each_step_was_done() {
        for (var id : traces) {
            assertThat(spans.trace(id))
                    .filteredOn(span -> Traces.name(span).equals("border"))
                    .singleElement()
                    .satisfies(span -> {
                        assertThat(span.get("events").findValuesAsText("name"))
                                .containsExactly(
                                        "verified",
                                        "reported",
                                        "kept",
                                        "audited",
                                        "decided",
                                        "announced");
                        assertThat(span.at("/attributes/medsendx.outcome").asText())
                                .isEqualTo("released");
                    });
        }
    }

    @Test
    void spans_have_ids_and_codes_and_nothing_of_a_file() {
        var keys = new HashSet<String>();
        for (var span : spans.spans()) {
            span.get("attributes").fieldNames().forEachRemaining(keys::add);
            assertThat(span.toString()).doesNotContain("2.25.", "TRUCK1_MODALITY", ".dcm", "/");
        }
        assertThat(keys).isSubsetOf("medsendx.object", "medsendx.outcome", "medsendx.scanner");
    }

    @Test
    void nothing_in_the_cloud_belongs_to_a_trace_of_a_truck() {
        var records = TopicRecords.all(Broker.CLOUD);
        assertThat(records).isNotEmpty();
        for (var record : records) {
            assertThat(record.headers().lastHeader("traceparent")).as(record.topic()).isNull();
        }
        assertThat(spans.spans())
                .filteredOn(span -> span.get("service").asText().equals("fleet-miner-service"))
                .isNotEmpty()
                .allSatisfy(span -> assertThat(traces).doesNotContain(span.get("trace").asText()));
    }

    /** A real day beside a trace, and the trace beside a study, would undo the study's shift. */
    @Test
    void what_has_a_real_day_is_in_no_trace() {
        Set<String> features = new HashSet<>();
        var traced = new ArrayList<String>();
        for (var record : TopicRecords.all(Broker.TRUCK)) {
            if (record.topic().equals("scans.features.v1")) {
                features.add(
                        new String(
                                record.headers().lastHeader("ce_subject").value(),
                                StandardCharsets.UTF_8));
                if (record.headers().lastHeader("traceparent") != null) {
                    traced.add(record.topic());
                }
            }
        }

        assertThat(features).hasSizeGreaterThanOrEqualTo(5);
        assertThat(traced).isEmpty();
        assertThat(spans.spans())
                .extracting(Traces::name)
                .doesNotContain("publish scans.features.v1");
        assertThat(spans.spans().toString()).doesNotContain(features.toArray(String[]::new));
    }
}
