package org.medsendx.readinglist.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.readinglist.Scans.BUCKET;
import static org.medsendx.readinglist.Scans.record;
import static org.medsendx.readinglist.Scans.review;
import static org.medsendx.readinglist.Scans.scan;
import static org.medsendx.readinglist.Scans.upload;
import static org.medsendx.readinglist.Scans.with;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.contracts.Topic;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Principal;
import org.medsendx.contracts.catalogue.Rights;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.InstanceUploaded;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.readinglist.Scans;
import org.medsendx.readinglist.exam.ExamFilter;
import org.medsendx.readinglist.exam.ExamList;
import org.medsendx.readinglist.exam.ListLimits;

class IntakeTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final ScanAssessed SCAN = scan("TRUCK1", 1, 1, 65);
    private static final RawRecord ASSESSED = record(SCAN, 1, NOW);
    private static final RawRecord UPLOADED = record(upload(SCAN, UploadedKind.INSTANCE), 1, NOW);

    private final ExamList list =
            new ExamList(
                    new ListLimits(Duration.ofDays(7), 1000, 100, Duration.ofHours(1), 65),
                    () -> NOW);
    private final Intake intake = new Intake(list, Set.of(BUCKET));

    @Test
    void it_reads_what_it_has_a_right_to_and_nothing_with_a_real_day() {
        assertThat(Intake.TOPICS)
                .allMatch(topic -> Rights.mayRead(Broker.CLOUD, Principal.READING_LIST, topic));
        assertThat(Rights.table(Broker.CLOUD))
                .filteredOn(row -> row.readers().contains(Principal.READING_LIST))
                .extracting(row -> (Topic) row.topic())
                .containsExactlyInAnyOrderElementsOf(Intake.TOPICS);
        assertThat(Intake.TOPICS)
                .doesNotContain(DeidentifiedTopic.SCANS_FEATURES, DeidentifiedTopic.SCANS_OUTCOMES)
                .noneMatch(topic -> topic.topicName().startsWith("fleet."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clipped-and-first-in-the-list",
                "ct",
                "ct-by-a-model",
                "ct-in-place-of-a-slow-model",
                "mammogram-density",
                "mammogram-other-side",
                "mammogram-stereo-view",
                "not-an-image",
                "unreliable",
                "with-parts-of-the-priority"
            })
    void every_assessment_that_was_ever_published_is_taken(String name) {
        var scan = Scans.sample(ScanAssessed.class, "scans.assessed.v1/" + name);

        assertThat(intake.take(record(scan, 1, NOW))).isEqualTo(Outcome.TAKEN);
        assertThat(intake.take(record(scan, 1, NOW))).isEqualTo(Outcome.REPEAT);
        list.settle();
        assertThat(list.page(ExamFilter.ALL, 0, 1).exams().getFirst().priority())
                .isEqualTo(scan.triage().priority());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "highlight",
                "instance",
                "instance-awaited",
                "instance-with-report",
                "measurements",
                "segmentation",
                "thumbnail",
                "undated-unencrypted"
            })
    void every_upload_that_was_ever_published_is_taken(String name) {
        var upload = Scans.sample(InstanceUploaded.class, "instances.uploaded.v1/" + name);

        assertThat(intake.take(record(upload, 1, NOW))).isEqualTo(Outcome.TAKEN);
        assertThat(intake.take(record(upload, 1, NOW))).isEqualTo(Outcome.REPEAT);
    }

    static Stream<Arguments> hostile() {
        String uid = SCAN.instance().uids().sopInstanceUid();
        return Stream.of(
                Arguments.of("nothing", with(ASSESSED, (byte[]) null), Outcome.UNREADABLE),
                Arguments.of("null", with(ASSESSED, bytes("null")), Outcome.UNREADABLE),
                Arguments.of("no JSON", with(ASSESSED, bytes("Doe^Jane")), Outcome.UNREADABLE),
                Arguments.of("deep", with(ASSESSED, bytes("[".repeat(60_000))), Outcome.UNREADABLE),
                Arguments.of(
                        "deep in an unknown field",
                        with(
                                ASSESSED,
                                List.of(
                                        "{\"objectId\"",
                                        "{\"x\":" + "[".repeat(50_000) + "\"objectId\"")),
                        Outcome.UNREADABLE),
                Arguments.of("huge", with(ASSESSED, new byte[70_000]), Outcome.OVERSIZED),
                Arguments.of(
                        "another version",
                        with(ASSESSED, "ce_type", "org.medsendx.scans.assessed.v2"),
                        Outcome.UNREADABLE),
                Arguments.of(
                        "another standard",
                        with(ASSESSED, "ce_specversion", "2.0"),
                        Outcome.UNREADABLE),
                Arguments.of("sequence", with(ASSESSED, "ce_sequence", "1e9"), Outcome.UNREADABLE),
                Arguments.of(
                        "a long epoch",
                        with(ASSESSED, "ce_epoch", "e".repeat(10_000)),
                        Outcome.OVERSIZED),
                Arguments.of(
                        "another topic",
                        new RawRecord(
                                "scans.features.v1",
                                ASSESSED.key(),
                                ASSESSED.value(),
                                ASSESSED.headers(),
                                NOW),
                        Outcome.UNREADABLE),
                Arguments.of(
                        "priority",
                        with(ASSESSED, List.of("\"priority\":65", "\"priority\":101")),
                        Outcome.UNREADABLE),
                Arguments.of(
                        "priority of a hundred digits",
                        with(
                                ASSESSED,
                                List.of("\"priority\":65", "\"priority\":" + "9".repeat(100))),
                        Outcome.UNREADABLE),
                Arguments.of(
                        "points", with(ASSESSED, List.of("4.75", "1e300")), Outcome.IMPLAUSIBLE),
                Arguments.of(
                        "points that are no number",
                        with(ASSESSED, List.of("4.75", "\"NaN\"")),
                        Outcome.UNREADABLE),
                Arguments.of(
                        "reason with text",
                        with(ASSESSED, List.of("quality-look", "<script>alert(1)</script>")),
                        Outcome.UNREADABLE),
                Arguments.of(
                        "a thousand reasons",
                        with(
                                ASSESSED,
                                List.of(
                                        "\"order-unknown\"",
                                        "\"order-unknown\"" + ",\"a\"".repeat(1000))),
                        Outcome.OVERSIZED),
                Arguments.of(
                        "a parent folder as UID",
                        with(ASSESSED, List.of("\"" + uid + "\"", "\"..\"")),
                        Outcome.IMPLAUSIBLE),
                Arguments.of(
                        "a truck with a path",
                        with(ASSESSED, List.of("\"TRUCK1\"", "\"../TRUCK1\"")),
                        Outcome.UNREADABLE),
                Arguments.of(
                        "for another truck",
                        with(ASSESSED, "ce_source", "/trucks/TRUCK2/segmenter-service"),
                        Outcome.FOREIGN),
                Arguments.of(
                        "for a truck whose name begins so",
                        with(ASSESSED, "ce_source", "/trucks/TRUCK12/segmenter-service"),
                        Outcome.FOREIGN),
                Arguments.of(
                        "of the fleet",
                        with(ASSESSED, "ce_source", "/fleet/fleet-miner-service"),
                        Outcome.FOREIGN),
                Arguments.of(
                        "in another partition",
                        new RawRecord(
                                ASSESSED.topic(),
                                bytes("2.25.2"),
                                ASSESSED.value(),
                                ASSESSED.headers(),
                                NOW),
                        Outcome.FOREIGN),
                Arguments.of(
                        "no key",
                        new RawRecord(
                                ASSESSED.topic(), null, ASSESSED.value(), ASSESSED.headers(), NOW),
                        Outcome.FOREIGN),
                Arguments.of(
                        "an object of another truck",
                        with(UPLOADED, List.of("\"key\":\"TRUCK1/", "\"key\":\"TRUCK2/")),
                        Outcome.WRONG_KEY),
                Arguments.of(
                        "an object of another kind",
                        with(UPLOADED, List.of(".dcm\"", ".thumbnail.png\"")),
                        Outcome.WRONG_KEY),
                Arguments.of(
                        "whatever else is in the bucket",
                        with(UPLOADED, List.of(SCAN.objectKey().instance(), "backups/keys.tar")),
                        Outcome.WRONG_KEY),
                Arguments.of(
                        "another report",
                        with(UPLOADED, List.of(".report.json", ".sr.dcm")),
                        Outcome.WRONG_KEY),
                Arguments.of(
                        "a key that climbs",
                        with(UPLOADED, List.of("TRUCK1/20240611/", "TRUCK1/../")),
                        Outcome.UNREADABLE),
                Arguments.of(
                        "larger than can be",
                        with(UPLOADED, List.of("\"bytes\":", "\"bytes\":99999999999999")),
                        Outcome.IMPLAUSIBLE),
                Arguments.of(
                        "less than nothing",
                        with(UPLOADED, List.of("\"bytes\":", "\"bytes\":-")),
                        Outcome.UNREADABLE),
                Arguments.of(
                        "revision",
                        with(
                                record(review(SCAN, null, 1), 1, NOW),
                                List.of("\"revision\":1", "\"revision\":0")),
                        Outcome.UNREADABLE));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void what_cannot_be_believed_is_passed_by_and_the_next_is_taken(
            String what, RawRecord record, Outcome outcome) {
        assertThat(intake.take(record)).as(what).isEqualTo(outcome);
        list.settle();
        assertThat(list.totals().exams()).isZero();

        assertThat(intake.take(ASSESSED)).isEqualTo(Outcome.TAKEN);
        assertThat(intake.take(UPLOADED)).isEqualTo(Outcome.TAKEN);
    }

    @Test
    void records_of_chance_end_nothing() {
        var random = new Random(53);
        for (int i = 0; i < 5000; i++) {
            var original = random.nextBoolean() ? ASSESSED : UPLOADED;
            byte[] value =
                    String.valueOf(new String(original.value(), StandardCharsets.UTF_8))
                            .getBytes(StandardCharsets.UTF_8);
            for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                value[random.nextInt(value.length)] = (byte) random.nextInt(256);
            }
            assertThat(intake.take(with(original, value))).isNotEqualTo(Outcome.DEFECT);
        }
    }

    @Test
    void an_object_beside_its_key_is_found_where_it_is() {
        var first = upload(SCAN, UploadedKind.HIGHLIGHT);
        var key =
                SCAN.objectKey().path() + "." + first.sha256().substring(0, 16) + ".highlight.png";
        var beside =
                new InstanceUploaded(
                        first.instance(),
                        first.kind(),
                        first.bucket(),
                        key,
                        first.sha256(),
                        first.bytes(),
                        first.encryption(),
                        null);

        assertThat(intake.take(record(beside, 1, NOW))).isEqualTo(Outcome.TAKEN);
        list.settle();
        var exam = list.page(ExamFilter.ALL, 0, 1).exams().getFirst().id();
        assertThat(list.object(exam, SCAN.objectId(), UploadedKind.HIGHLIGHT))
                .hasValueSatisfying(found -> assertThat(found.key()).isEqualTo(key));
    }

    @Test
    void an_object_in_a_bucket_that_is_not_read_is_known_and_has_no_way_to_it() {
        var elsewhere = with(UPLOADED, List.of("\"bucket\":\"clinic\"", "\"bucket\":\"other\""));

        assertThat(intake.take(elsewhere)).isEqualTo(Outcome.TAKEN);
        list.settle();
        var exam = list.page(ExamFilter.ALL, 0, 1).exams().getFirst();
        assertThat(exam.here()).isEqualTo(1);
        assertThat(list.object(exam.id(), SCAN.objectId(), UploadedKind.INSTANCE))
                .hasValueSatisfying(found -> assertThat(found.object().bucket()).isNull());
    }
}
