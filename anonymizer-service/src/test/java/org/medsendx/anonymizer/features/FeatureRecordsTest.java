package org.medsendx.anonymizer.features;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.anonymizer.ledger.Decisions;
import org.medsendx.anonymizer.ledger.Ledger;
import org.medsendx.anonymizer.ledger.LedgerEntry;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.ScanMeasured;
import org.medsendx.contracts.deidentified.ScanOutcome;
import org.medsendx.contracts.deidentified.ScanReviewed;
import org.medsendx.contracts.deidentified.ScanReviewed.Decision;
import org.medsendx.contracts.deidentified.ScanReviewed.Reviewer;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.journal.Journal;
import org.medsendx.journal.JournalReader.Position;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.OutboxReader;

class FeatureRecordsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String TRACE = "00-" + "1".repeat(32) + "-" + "2".repeat(16) + "-01";

    @TempDir Path folder;

    @Test
    void gives_a_measurement_the_real_day_and_takes_what_leads_to_the_study() throws Exception {
        var decision = Decisions.released("2.25.1", NOON);
        try (var border = new Open()) {
            border.ledger.add(decision);
            assertThat(border.records.knows(measured(decision))).isFalse();
            border.records.take(measured(decision));
            border.records.take(measured(decision));

            assertThat(border.records.knows(measured(decision))).isTrue();
            var scan = Decisions.instance(decision);
            var sent = sent();
            assertThat(sent).hasSize(1);
            assertThat(sent.getFirst().data())
                    .isEqualTo(
                            new ScanFeatures(
                                    scan.featureId(),
                                    "TRUCK1",
                                    "CT1",
                                    LocalDate.of(2026, 3, 1),
                                    stratum(),
                                    features(),
                                    Decisions.EXAM_KEY,
                                    Decisions.EXAM_KEY_ID));
            String onTheWire =
                    EventCodec.headers(sent.getFirst())
                            + new String(
                                    EventCodec.value(sent.getFirst().data()),
                                    StandardCharsets.UTF_8);
            assertThat(onTheWire)
                    .doesNotContain(
                            scan.objectId().toString(),
                            scan.copy().instance().uids().studyInstanceUid(),
                            scan.copy().instance().uids().sopInstanceUid(),
                            scan.copy().objectKey().path(),
                            "traceparent");
        }
    }

    @Test
    void keeps_a_measurement_until_its_instance_is_known_over_restarts_too() throws Exception {
        var decision = Decisions.released("2.25.1", NOON);
        try (var border = new Open()) {
            border.records.take(measured(decision));
            border.records.take(measured(decision));
            border.records.lookAgain();

            assertThat(border.records.waiting()).isOne();
            assertThat(border.records.knows(measured(decision))).isTrue();
            assertThat(sent()).isEmpty();
        }

        try (var border = new Open()) {
            assertThat(border.records.waiting()).isOne();
            border.ledger.add(decision);
            border.records.lookAgain();

            assertThat(border.records.waiting()).isZero();
            assertThat(sent()).hasSize(1);
        }
    }

    @Test
    void gives_a_decision_the_real_day_and_takes_what_leads_to_the_study_or_to_who_decided()
            throws Exception {
        var decision = Decisions.released("2.25.1", NOON);
        try (var border = new Open()) {
            border.ledger.add(decision);
            var said = reviewed(decision, Decision.REJECTED, 1);
            assertThat(border.records.concerns(said)).isTrue();
            assertThat(border.records.knows(said)).isFalse();
            border.records.take(said);
            border.records.take(said);
            border.records.take(reviewed(decision, Decision.ACCEPTED, 2));

            assertThat(border.records.knows(said)).isTrue();
            var scan = Decisions.instance(decision);
            var sent = sent();
            assertThat(sent)
                    .extracting(Event::data)
                    .isEqualTo(
                            List.of(
                                    outcome(scan.featureId(), Decision.REJECTED, "motion", true, 1),
                                    outcome(scan.featureId(), Decision.ACCEPTED, null, false, 2)));
            for (var event : sent) {
                assertThat(
                                EventCodec.headers(event)
                                        + new String(
                                                EventCodec.value(event.data()),
                                                StandardCharsets.UTF_8))
                        .doesNotContain(
                                scan.objectId().toString(),
                                scan.copy().instance().uids().studyInstanceUid(),
                                scan.copy().instance().uids().seriesInstanceUid(),
                                scan.copy().instance().uids().sopInstanceUid(),
                                "OFFICER",
                                "traceparent");
            }
        }
    }

    @Test
    void keeps_a_decision_until_its_instance_is_known_over_restarts_too() throws Exception {
        var decision = Decisions.released("2.25.1", NOON);
        var said = reviewed(decision, Decision.REJECTED, 1);
        try (var border = new Open()) {
            border.records.take(said);
            border.records.take(said);

            assertThat(border.records.waiting()).isOne();
            assertThat(border.records.knows(said)).isTrue();
        }

        try (var border = new Open()) {
            assertThat(border.records.waiting()).isOne();
            border.ledger.add(decision);
            border.records.lookAgain();

            assertThat(border.records.waiting()).isZero();
            assertThat(sent()).hasSize(1);
        }
    }

    private static ScanOutcome outcome(
            String featureId,
            Decision decided,
            @Nullable String reason,
            boolean repeat,
            int revision) {
        return new ScanOutcome(
                featureId,
                "TRUCK1",
                "CT1",
                LocalDate.of(2026, 3, 1),
                "CT",
                decided,
                reason,
                repeat,
                revision,
                Decisions.EXAM_KEY,
                Decisions.EXAM_KEY_ID);
    }

    private static Event<ScanReviewed> reviewed(
            LedgerEntry decision, Decision decided, int revision) {
        boolean rejected = decided == Decision.REJECTED;
        var reviewed =
                new ScanReviewed(
                        Decisions.instance(decision).copy().instance(),
                        "CT1",
                        "CT",
                        decided,
                        rejected ? "motion" : null,
                        rejected,
                        revision,
                        Reviewer.OFFICER);
        String id =
                Event.idOf(reviewed.subject(), "scans.reviewed.v1", "%064x".formatted(revision));
        return new Event<>(id, "/trucks/TRUCK1/segmenter-service", revision, "e1", TRACE, reviewed);
    }

    private final class Open implements AutoCloseable {
        final Ledger ledger = Ledger.open(folder.resolve("ledger"));
        final Outbox outbox = Outbox.open(folder.resolve("features"), "anonymizer");
        final Journal early = Journal.open(folder.resolve("early"));
        final Journal earlyReviews = Journal.open(folder.resolve("early-reviews"));
        final FeatureRecords records = FeatureRecords.open(ledger, outbox, early, earlyReviews);

        Open() throws IOException {}

        @Override
        public void close() throws IOException {
            early.close();
            earlyReviews.close();
            outbox.close();
            ledger.close();
        }
    }

    private List<Event<?>> sent() throws IOException {
        return new OutboxReader(folder.resolve("features"))
                .read(Position.START, 10).stream()
                        .<Event<?>>map(entry -> requireNonNull(entry.event()))
                        .toList();
    }

    private static Event<ScanMeasured> measured(LedgerEntry decision) {
        var measured =
                new ScanMeasured(decision.objectId(), "TRUCK1", "CT1", stratum(), features());
        String id = Event.idOf(measured.subject(), measured.topic().topicName(), "0".repeat(64));
        return new Event<>(id, "/trucks/TRUCK1/segmenter-service", 1, "e1", TRACE, measured);
    }

    private static Stratum stratum() {
        return new Stratum("CT", "CHEST", "ROUTINE", "120-129");
    }

    private static Features features() {
        return new Features(
                "HU",
                100,
                1,
                2,
                -1000,
                1000,
                new Features.Percentiles(1, 2, 3, 4, 5, 6, 7),
                List.of());
    }
}
