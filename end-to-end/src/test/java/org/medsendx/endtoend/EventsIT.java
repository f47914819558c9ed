package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Topic;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Schemas;
import org.medsendx.contracts.catalogue.Topics;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;

/**
 * What is on the two brokers is what {@code docs/events.md} promises, whatever the other scenarios
 * did to the stack before.
 */
@ExtendWith(RunningStack.class)
class EventsIT {

    private static final Set<String> HEADERS =
            Set.of(
                    "ce_specversion",
                    "ce_id",
                    "ce_source",
                    "ce_type",
                    "ce_subject",
                    "ce_sequence",
                    "ce_epoch",
                    "content-type");

    private static List<Seen> truck = List.of();
    private static List<Seen> cloud = List.of();

    private record Seen(Topic topic, Map<String, String> headers, JsonNode value, Event<?> event) {}

    private record Stream(String source, Topic topic, String epoch) {}

    @BeforeAll
    static void run() throws Exception {
        RunningStack.sendAndFollow(RunningStack.fleet(5));
        truck = read(Broker.TRUCK);
        cloud = read(Broker.CLOUD);
    }

    @Test
    void every_record_is_an_event_of_its_schema_with_the_headers_of_the_catalogue() {
        var schemas = new HashMap<Topic, JsonSchema>();
        assertThat(truck).isNotEmpty();
        assertThat(cloud).isNotEmpty();
        for (var seen : both()) {
            var schema = schemas.computeIfAbsent(seen.topic(), EventsIT::schema);

            assertThat(schema.validate(seen.value())).as("%s", seen.topic()).isEmpty();
            // Of a trace only the truck knows.
            var headers = new HashSet<>(seen.headers().keySet());
            if (truck.contains(seen)) {
                headers.remove("traceparent");
            }
            assertThat(HEADERS).as("%s", seen.topic()).containsAll(headers);
            assertThat(seen.headers().get("ce_subject")).isEqualTo(seen.event().data().subject());
        }
    }

    @Test
    void only_what_may_leave_the_truck_is_in_the_cloud() {
        assertThat(cloud).extracting(Seen::topic).doesNotContain(topics(Topic.Reach.TRUCK));
        assertThat(truck).extracting(Seen::topic).doesNotContain(topics(Topic.Reach.CLOUD));
    }

    @Test
    void each_source_numbers_its_events_without_gaps() {
        assertNoGaps(truck);
        assertNoGaps(cloud);
    }

    @Test
    void what_has_a_real_day_leads_to_no_object_and_no_trace() {
        var objects = new HashSet<String>();
        both().stream()
                .filter(seen -> seen.value().has("objectId"))
                .forEach(seen -> objects.add(seen.value().get("objectId").asText()));
        var features =
                cloud.stream()
                        .filter(seen -> seen.topic() == DeidentifiedTopic.SCANS_FEATURES)
                        .toList();

        assertThat(features).isNotEmpty();
        assertThat(features)
                .allSatisfy(seen -> {
                    assertThat(seen.headers()).doesNotContainKey("traceparent");
                    assertThat(seen.value().toString()).doesNotContain("2.25.");
                    assertThat(objects)
                            .doesNotContain(seen.value().get("featureId").asText())
                            .noneMatch(id -> seen.value().toString().contains(id));
                });
    }

    private static void assertNoGaps(List<Seen> records) {
        var numbers = new HashMap<Stream, TreeSet<Long>>();
        for (var seen : records) {
            // A compacted topic forgets on purpose.
            if (!seen.topic().compacted()) {
                var stream = new Stream(seen.event().source(), seen.topic(), seen.event().epoch());
                numbers.computeIfAbsent(stream, s -> new TreeSet<>()).add(seen.event().sequence());
            }
        }
        numbers.forEach((stream, set) ->
                assertThat(set)
                        .as("%s", stream)
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, set.last()).boxed().toList()));
    }

    private static List<Seen> both() {
        var all = new ArrayList<>(truck);
        all.addAll(cloud);
        return all;
    }

    private static Topic[] topics(Topic.Reach reach) {
        return Topics.all().stream().filter(t -> t.reach() == reach).toArray(Topic[]::new);
    }

    private static JsonSchema schema(Topic topic) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        Schemas.of(topic),
                        SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    }

    private static List<Seen> read(Broker broker) throws Exception {
        var seen = new ArrayList<Seen>();
        for (var record : TopicRecords.all(broker)) {
            // Others are internal to the miner's stream.
            var topic = Topics.named(record.topic());
            if (topic != null) {
                var headers = headers(record);
                seen.add(
                        new Seen(
                                topic,
                                headers,
                                EventCodec.JSON.readTree(record.value()),
                                EventCodec.read(topic.payload(), headers, record.value())));
            }
        }
        return seen;
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        var headers = new LinkedHashMap<String, String>();
        for (var header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }
}
