package org.medsendx.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.contracts.Samples.problems;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.medsendx.contracts.Samples.Sample;
import org.medsendx.contracts.catalogue.Schemas;
import org.medsendx.contracts.catalogue.Topics;
import org.medsendx.contracts.deidentified.ObjectKey;
import org.medsendx.contracts.deidentified.StudyEvent;
import org.medsendx.contracts.deidentified.VerificationReport;
import org.medsendx.contracts.summary.RunSummary;

/** Schemas, samples and records say the same. */
class SchemasTest {

    static Stream<Sample> samples() {
        return Samples.all();
    }

    static List<Topic> topics() {
        return Topics.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void every_sample_ever_published_can_be_read_and_written_again(Sample sample) throws Exception {
        assertThat(problems(Schemas.of(sample.topic()), sample.json())).isEmpty();

        var event = read(sample.topic(), sample.value());

        assertThat(event.data().topic()).isEqualTo(sample.topic());
        assertThat(Samples.read(EventCodec.value(event.data()))).isEqualTo(sample.json());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void what_tells_of_a_study_keeps_its_order_by_the_study(Sample sample) throws Exception {
        if (read(sample.topic(), sample.value()).data() instanceof StudyEvent event) {
            assertThat(event.key()).isEqualTo(event.studyInstanceUid());
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void every_topic_has_samples(Topic topic) {
        assertThat(Samples.of(topic)).hasSizeGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void the_schema_names_the_fields_of_the_record_and_which_may_be_absent(Topic topic) {
        var schema = Samples.read(Schemas.of(topic).getBytes(StandardCharsets.UTF_8));

        assertThat(schema.path("$id").asText())
                .isEqualTo("urn:medsendx:schema:" + topic.topicName());
        compare(topic.payload(), schema, schema);
    }

    @Test
    void the_schema_of_the_run_summary_names_the_fields_of_its_records() {
        var schema = Samples.read(Schemas.runSummary().getBytes(StandardCharsets.UTF_8));

        // Nulls are written out in this one, so all its fields are required.
        assertThat(names(schema.path("required"))).isEqualTo(components(RunSummary.class));
        var file = schema.path("properties").path("files").path("items");
        assertThat(names(file.path("required"))).isEqualTo(components(RunSummary.FileResult.class));
        var scanner = schema.path("properties").path("scanners").path("items");
        assertThat(names(scanner.path("required")))
                .isEqualTo(components(RunSummary.ScannerResult.class));
        var stage = schema.path("properties").path("stages").path("additionalProperties");
        assertThat(names(stage.path("required")))
                .isEqualTo(components(RunSummary.StageResult.class));
    }

    @Test
    void the_schema_of_the_verification_report_names_the_fields_of_its_records() {
        var schema = Samples.read(Schemas.verificationReport().getBytes(StandardCharsets.UTF_8));

        compare(VerificationReport.class, schema, schema);
    }

    @Test
    void every_verification_report_ever_published_can_be_read_and_written_again() throws Exception {
        for (var file : Samples.files(VerificationReport.SCHEMA).toList()) {
            var json = Samples.read(Samples.bytes(file));
            assertThat(problems(Schemas.verificationReport(), json)).isEmpty();

            var report = EventCodec.JSON.treeToValue(json, VerificationReport.class);
            var written = EventCodec.JSON.writeValueAsString(report);

            assertThat(EventCodec.JSON.readTree(written)).isEqualTo(json);
        }
    }

    @Test
    void every_run_summary_ever_published_can_be_read_and_written_again() throws Exception {
        for (var file : Samples.files("run-summary.v1").toList()) {
            var json = Samples.read(Samples.bytes(file));
            assertThat(problems(Schemas.runSummary(), json)).isEmpty();

            var summary = EventCodec.JSON.treeToValue(json, RunSummary.class);
            var written = EventCodec.JSON.writeValueAsString(summary);

            assertThat(EventCodec.JSON.readTree(written)).isEqualTo(json);
            assertThat(written).startsWith("{\"notice\":\"Identified data");
            assertThat(summary.stages().keySet())
                    .containsExactly("received", "deidentified", "segmented", "uploaded", "mined");
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_consumer_ignores_fields_it_does_not_know(Sample sample) throws Exception {
        var json = (ObjectNode) sample.json();
        json.put("addedLater", "x");
        json.putObject("alsoAddedLater").put("y", 1);

        assertThat(problems(Schemas.of(sample.topic()), json)).isEmpty();
        assertThat(read(sample.topic(), bytes(json)))
                .isEqualTo(read(sample.topic(), sample.value()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_record_without_a_required_field_is_unreadable_and_against_the_schema(Sample sample) {
        var schema = Samples.read(Schemas.of(sample.topic()).getBytes(StandardCharsets.UTF_8));
        for (String field : names(schema.path("required"))) {
            var without = (ObjectNode) sample.json();
            without.remove(field);
            assertUnreadable(sample.topic(), without, field);
            var withNull = (ObjectNode) sample.json();
            withNull.set(field, NullNode.getInstance());
            assertUnreadable(sample.topic(), withNull, field);
        }
    }

    /** Puts a patient's name into every field: it is refused, or the field is free text. */
    @ParameterizedTest
    @MethodSource("samples")
    void a_name_in_the_wrong_place_is_refused_without_being_repeated(Sample sample) {
        for (String field : fieldNames(sample.json())) {
            var json = (ObjectNode) sample.json();
            json.put(field, "DOE^JANE");
            var code = unreadable(sample.topic(), json);
            if (code == null) {
                assertThat(field)
                        .isIn("contentType", "bucket", "feature", "file", "key", "by", "note");
            } else {
                assertThat(code).isEqualTo("not-of-the-schema");
            }
        }
    }

    private static void assertUnreadable(Topic topic, JsonNode json, String field) {
        assertThat(problems(Schemas.of(topic), json)).as("schema without %s", field).isNotEmpty();
        assertThat(unreadable(topic, json))
                .as("codec without %s", field)
                .isEqualTo("not-of-the-schema");
    }

    private static @Nullable String unreadable(Topic topic, JsonNode json) {
        try {
            read(topic, bytes(json));
            return null;
        } catch (UnreadableEventException e) {
            assertThat(e).hasNoCause().hasMessageNotContaining("DOE");
            return e.code();
        }
    }

    private static Event<?> read(Topic topic, byte[] value) throws UnreadableEventException {
        return EventCodec.read(topic.payload(), EventCodecTest.headers(topic), value);
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void compare(Class<?> type, JsonNode schema, JsonNode root) {
        assertThat(names(schema.path("properties"))).as("%s", type).isEqualTo(components(type));
        var required = new TreeSet<String>();
        for (var component : fields(type)) {
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(name(component));
            }
            var inner = recordIn(component);
            if (inner != null && inner != ObjectKey.class) {
                var property = resolve(schema.path("properties").path(name(component)), root);
                compare(
                        inner,
                        property.has("items") ? resolve(property.path("items"), root) : property,
                        root);
            }
        }
        assertThat(names(schema.path("required"))).as("%s", type).isEqualTo(required);
    }

    private static @Nullable Class<?> recordIn(RecordComponent component) {
        if (component.getGenericType() instanceof ParameterizedType list) {
            var element = (Class<?>) list.getActualTypeArguments()[0];
            return element.isRecord() ? element : null;
        }
        return component.getType().isRecord() ? component.getType() : null;
    }

    private static JsonNode resolve(JsonNode schema, JsonNode root) {
        return schema.has("$ref") ? root.at(schema.path("$ref").asText().substring(1)) : schema;
    }

    /** The components that are fields in JSON: those of an unwrapped record in place of it. */
    private static List<RecordComponent> fields(Class<?> type) {
        var fields = new ArrayList<RecordComponent>();
        for (var component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                fields.addAll(fields(component.getType()));
            } else {
                fields.add(component);
            }
        }
        return fields;
    }

    private static String name(RecordComponent component) {
        var named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null ? component.getName() : named.value();
    }

    private static TreeSet<String> components(Class<?> type) {
        var names = new TreeSet<String>();
        for (var component : fields(type)) {
            names.add(name(component));
        }
        return names;
    }

    private static TreeSet<String> names(JsonNode node) {
        var names = new TreeSet<String>();
        if (node.isArray()) {
            node.forEach(n -> names.add(n.asText()));
        } else {
            names.addAll(fieldNames(node));
        }
        return names;
    }

    private static List<String> fieldNames(JsonNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
