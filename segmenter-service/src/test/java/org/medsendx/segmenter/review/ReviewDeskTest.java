package org.medsendx.segmenter.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.audit.AuditLog;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.RejectReason;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScanReviewed;
import org.medsendx.contracts.deidentified.ScanReviewed.Decision;
import org.medsendx.contracts.deidentified.ScanReviewed.Reviewer;
import org.medsendx.journal.JournalReader;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.OutboxReader;
import org.medsendx.segmenter.exam.ExamIndex;
import org.medsendx.segmenter.exam.ScanLine;
import org.medsendx.segmenter.exam.ScanLines;

class ReviewDeskTest {

    private static final ScanAssessed SCAN = sample();
    private static final Instant NOW = Instant.parse("2026-05-04T10:11:12Z");
    private static final ReviewDesk.Person NURSE =
            new ReviewDesk.Person("nora", Reviewer.CREW, "127.0.0.1");

    private static final ReviewDesk.Said ACCEPTED =
            new ReviewDesk.Said(Decision.ACCEPTED, null, false, null);
    private static final ReviewDesk.Said REJECTED =
            new ReviewDesk.Said(
                    Decision.REJECTED, RejectReason.CUT_OFF, true, "told Mrs. Smith to wait");

    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init") // before each test
    private Parts parts;

    private record Parts(Reviews reviews, AuditLog audit, Outbox outbox, ReviewDesk desk) {}

    @BeforeEach
    void open() throws IOException {
        var reviews = Reviews.open(folder.resolve("reviews"));
        var audit =
                AuditLog.open(
                        folder.resolve("audit"), "segmenter-service", InstantSource.fixed(NOW));
        var outbox = Outbox.open(folder.resolve("outbox"), "segmenter-service");
        parts =
                new Parts(
                        reviews,
                        audit,
                        outbox,
                        new ReviewDesk(
                                reviews,
                                audit,
                                outbox,
                                new ExamIndex(new None()),
                                InstantSource.fixed(NOW)));
    }

    @AfterEach
    void close() throws IOException {
        parts.reviews().close();
        parts.audit().close();
        parts.outbox().close();
    }

    private static final class None implements ScanLines {
        @Override
        public long first() {
            return 0;
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public List<ScanLine> since(long from, int limit) {
            return List.of();
        }
    }

    @Test
    void a_decision_is_told_without_name_time_and_comment() throws Exception {
        parts.desk().take(SCAN, REJECTED, NURSE);

        var event = published().getFirst();
        assertThat(event)
                .isEqualTo(
                        new ScanReviewed(
                                SCAN.instance(),
                                SCAN.scanner(),
                                SCAN.modality(),
                                Decision.REJECTED,
                                "cut-off",
                                true,
                                1,
                                Reviewer.CREW));
        assertThat(everyFileOf("outbox")).doesNotContain("nora", "Smith", "2026-05-04");
    }

    @Test
    void the_name_is_in_the_audit_log_and_the_comment_is_not() throws Exception {
        parts.desk().take(SCAN, REJECTED, NURSE);

        assertThat(everyFileOf("audit"))
                .contains("nora", SCAN.objectId().toString(), "REJECTED cut-off", "127.0.0.1")
                .doesNotContain("Smith");
    }

    @Test
    void the_last_decision_counts_and_the_ones_before_are_kept() throws Exception {
        parts.desk().take(SCAN, REJECTED, NURSE);
        parts.desk().take(SCAN, ACCEPTED, new ReviewDesk.Person("olga", Reviewer.OFFICER, null));
        parts.desk().take(SCAN, ACCEPTED, NURSE);

        assertThat(parts.reviews().history(SCAN.objectId()))
                .extracting(Review::revision, Review::decision, Review::by)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(3, Decision.ACCEPTED, "nora"),
                        org.assertj.core.groups.Tuple.tuple(2, Decision.ACCEPTED, "olga"),
                        org.assertj.core.groups.Tuple.tuple(1, Decision.REJECTED, "nora"));
        assertThat(published()).extracting(ScanReviewed::revision).containsExactly(1, 2, 3);
    }

    @Test
    void decisions_are_there_after_a_restart() throws Exception {
        parts.desk().take(SCAN, REJECTED, NURSE);
        close();
        open();

        assertThat(parts.reviews().last(SCAN.objectId()))
                .extracting(Review::comment)
                .isEqualTo("told Mrs. Smith to wait");
        parts.desk().take(SCAN, ACCEPTED, NURSE);
        assertThat(parts.reviews().history(SCAN.objectId())).hasSize(2);
    }

    @Test
    void an_event_that_a_power_cut_took_is_told_at_the_next_start_and_once() throws Exception {
        var review = parts.desk().take(SCAN, REJECTED, NURSE);
        assertThat(published()).hasSize(1);

        parts.desk().announce(SCAN, review);

        assertThat(published()).hasSize(1);
    }

    @Test
    void nobody_but_the_service_may_read_comments() {
        assertThat(folder.resolve("reviews"))
                .satisfies(reviews ->
                        assertThat(Files.getPosixFilePermissions(reviews))
                                .isEqualTo(PosixFilePermissions.fromString("rwx------")));
    }

    @Test
    void a_rejection_has_a_reason_and_an_acceptance_none() {
        assertThatThrownBy(() -> new ReviewDesk.Said(Decision.REJECTED, null, false, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new ReviewDesk.Said(Decision.ACCEPTED, RejectReason.MOTION, false, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReviewDesk.Said(Decision.ACCEPTED, null, true, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private List<ScanReviewed> published() throws IOException {
        return new OutboxReader(folder.resolve("outbox"))
                .read(JournalReader.Position.START, 100).stream()
                        .map(entry -> Objects.requireNonNull(entry.event()).data())
                        .map(ScanReviewed.class::cast)
                        .toList();
    }

    private String everyFileOf(String part) throws IOException {
        var text = new StringBuilder();
        try (var files = Files.walk(folder.resolve(part))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                text.append(
                        new String(
                                Files.readAllBytes(file),
                                java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    private static ScanAssessed sample() {
        try (InputStream in =
                ReviewDeskTest.class.getResourceAsStream("/samples/scans.assessed.v1/ct.json")) {
            return EventCodec.JSON.readValue(Objects.requireNonNull(in), ScanAssessed.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
