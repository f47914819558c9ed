package org.medsendx.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.catalogue.Topics;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.identified.IdentifiedTopic;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.contracts.identified.Intake;

class EventCodecTest {

    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final String EPOCH = "00000000000000aa";
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final InstanceReceived RECEIVED =
            new InstanceReceived(
                    UUID.fromString("6f1c2a9e-3b7d-4c55-9d1e-0a1b2c3d4e5f"),
                    "TRUCK1",
                    null,
                    Intake.C_STORE,
                    "objects/6f/6f1c2a9e-3b7d-4c55-9d1e-0a1b2c3d4e5f.dcm",
                    "ab".repeat(32),
                    512,
                    "1.2.840.10008.5.1.4.1.1.2",
                    "1.2.840.10008.1.2.1",
                    Instant.parse("2026-03-02T08:15:30Z"));
    private static final Event<InstanceReceived> EVENT =
            new Event<>(ID, "/trucks/TRUCK1/edge-ingest", 7, EPOCH, TRACE, RECEIVED);

    /** Headers of a well-formed event of a topic. */
    static Map<String, String> headers(Topic topic) {
        var headers = new HashMap<String, String>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", ID);
        headers.put("ce_source", "/trucks/TRUCK1/edge-ingest");
        headers.put("ce_type", topic.type());
        headers.put("ce_sequence", "7");
        headers.put("ce_epoch", EPOCH);
        return headers;
    }

    @Test
    void the_headers_are_those_of_a_cloud_event_in_binary_mode() {
        assertThat(EventCodec.headers(EVENT))
                .containsExactly(
                        Map.entry("ce_specversion", "1.0"),
                        Map.entry("ce_id", "0123456789abcdef0123456789abcdef"),
                        Map.entry("ce_source", "/trucks/TRUCK1/edge-ingest"),
                        Map.entry("ce_type", "org.medsendx.instances.received.v1"),
                        Map.entry("ce_subject", "6f1c2a9e-3b7d-4c55-9d1e-0a1b2c3d4e5f"),
                        Map.entry("ce_sequence", "7"),
                        Map.entry("ce_epoch", "00000000000000aa"),
                        Map.entry("content-type", "application/json"),
                        Map.entry(
                                "traceparent",
                                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
    }

    @Test
    void the_value_is_plain_json_without_nulls() {
        assertThat(new String(EventCodec.value(RECEIVED), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        {"objectId":"6f1c2a9e-3b7d-4c55-9d1e-0a1b2c3d4e5f","truck":"TRUCK1",\
                        "via":"C_STORE",\
                        "file":"objects/6f/6f1c2a9e-3b7d-4c55-9d1e-0a1b2c3d4e5f.dcm",\
                        "sha256":"abababababababababababababababababababababababababababababababab",\
                        "bytes":512,"sopClassUid":"1.2.840.10008.5.1.4.1.1.2",\
                        "transferSyntaxUid":"1.2.840.10008.1.2.1",\
                        "receivedAt":"2026-03-02T08:15:30Z"}\
                        """);
    }

    @Test
    void reads_what_it_wrote() throws Exception {
        var read =
                EventCodec.read(
                        InstanceReceived.class,
                        EventCodec.headers(EVENT),
                        EventCodec.value(RECEIVED));

        assertThat(read).isEqualTo(EVENT);
    }

    @Test
    void says_with_a_code_what_is_wrong_with_a_record() {
        var good = EventCodec.headers(EVENT);
        byte[] value = EventCodec.value(RECEIVED);

        assertCode("no-value", good, null);
        assertCode("no-value", good, "null".getBytes(StandardCharsets.UTF_8));
        assertCode("not-of-the-schema", good, new byte[0]);
        assertCode("not-of-the-schema", good, "Doe^Jane".getBytes(StandardCharsets.UTF_8));
        assertCode("not-of-the-schema", good, "[]".getBytes(StandardCharsets.UTF_8));
        assertCode("not-of-the-schema", good, new byte[] {(byte) 0xff, 0, 1});
        assertCode("not-of-the-schema", good, "[".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        assertCode("not-of-the-schema", good, concat(value, "{}"));
        assertCode("wrong-specversion", with(good, "ce_specversion", "0.3"), value);
        assertCode("wrong-type", with(good, "ce_type", "org.medsendx.other.v1"), value);
        assertCode("wrong-type", with(good, "ce_type", null), value);
        assertCode("missing-ce-id", with(good, "ce_id", null), value);
        assertCode("missing-ce-source", with(good, "ce_source", null), value);
        assertCode("missing-ce-sequence", with(good, "ce_sequence", null), value);
        assertCode("missing-ce-epoch", with(good, "ce_epoch", null), value);
        assertCode("bad-attribute", with(good, "ce_sequence", "0"), value);
        assertCode("bad-attribute", with(good, "ce_sequence", "Doe^Jane"), value);
        assertCode("bad-attribute", with(good, "ce_id", " "), value);
        assertCode("bad-attribute", with(good, "traceparent", "Doe^Jane"), value);
    }

    @Test
    void ids_depend_on_subject_stage_and_output_and_on_nothing_else() {
        String id = Event.idOf("object", "instances.received.v1", "aa");

        assertThat(id)
                .isEqualTo(Event.idOf("object", "instances.received.v1", "aa"))
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(Event.idOf("object", "instances.received.v1", "ab"))
                .isNotEqualTo(Event.idOf("object", "instances.received.v2", "aa"))
                .isNotEqualTo(Event.idOf("other", "instances.received.v1", "aa"));
    }

    @Test
    void events_with_a_real_day_carry_no_trace_that_would_join_them_to_a_study() throws Exception {
        for (var topic :
                List.of(DeidentifiedTopic.SCANS_FEATURES, DeidentifiedTopic.SCANS_OUTCOMES)) {
            var sample = Samples.of(topic).findFirst().orElseThrow();
            var real = EventCodec.JSON.readValue(sample.value(), topic.payload());

            var event = new Event<>(ID, "/trucks/TRUCK1/uplink", 1, EPOCH, TRACE, real);

            assertThat(event.traceparent()).isNull();
            assertThat(EventCodec.headers(event)).doesNotContainKey("traceparent");
        }
    }

    @Test
    void topics_are_found_by_name_and_only_the_identified_ones_are_bound_to_the_truck() {
        assertThat(Topics.all()).extracting(Topic::topicName).doesNotHaveDuplicates().hasSize(19);
        assertThat(Topics.named("instances.received.v1"))
                .isEqualTo(IdentifiedTopic.INSTANCES_RECEIVED);
        assertThat(Topics.named("instances.received.v2")).isNull();
        assertThat(IdentifiedTopic.values())
                .extracting(Topic::reach)
                .containsOnly(Topic.Reach.TRUCK);
    }

    private static void assertCode(
            String code, Map<String, String> headers, byte @Nullable [] value) {
        assertThatThrownBy(() -> EventCodec.read(InstanceReceived.class, headers, value))
                .isInstanceOf(UnreadableEventException.class)
                .hasNoCause()
                .hasMessage("unreadable event: " + code)
                .extracting(e -> ((UnreadableEventException) e).code())
                .isEqualTo(code);
    }

    private static Map<String, String> with(
            Map<String, String> headers, String name, @Nullable String value) {
        var changed = new HashMap<>(headers);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return changed;
    }

    private static byte[] concat(byte[] value, String more) {
        return (new String(value, StandardCharsets.UTF_8) + more).getBytes(StandardCharsets.UTF_8);
    }
}
