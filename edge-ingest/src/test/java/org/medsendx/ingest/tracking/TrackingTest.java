package org.medsendx.ingest.tracking;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.ingest.Intakes;

class TrackingTest {

    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    @TempDir Path folder;
    @TempDir Path made;

    private static Milestone said(
            UUID id,
            Stage stage,
            int seconds,
            @Nullable String study,
            @Nullable String word,
            long number,
            String... codes) {
        return new Milestone(
                id,
                stage,
                NOON.plusSeconds(seconds),
                "ct-1",
                "CT",
                study,
                word,
                number,
                List.of(codes));
    }

    private UUID received(Intakes intake) throws Exception {
        String uid = uid();
        return intake.cStore(file(made, ct(uid, "Doe^Jane")), Uid.CTImageStorage, uid)
                .input()
                .objectId();
    }

    @Test
    void what_is_said_twice_counts_once_and_all_of_it_is_there_after_a_restart() throws Exception {
        try (var intake = Intakes.open(folder)) {
            UUID one = received(intake);
            UUID other = received(intake);
            var work = intake.store.work();
            var all =
                    List.of(
                            said(one, Stage.DEIDENTIFIED, 1, "2.25.1", null, 0),
                            said(one, Stage.SEGMENTED, 2, "2.25.1", "REPEAT", 0, "motion"),
                            said(other, Stage.SEGMENTED, 3, "2.25.1", "GOOD", 0),
                            said(one, Stage.UPLOADED, 4, "2.25.1", null, 0),
                            said(one, Stage.DELIVERED, 5, "2.25.1", "pacs", 0),
                            said(one, Stage.ARCHIVED, 5, "2.25.1", "pacs", 0),
                            said(one, Stage.DELIVERED, 6, "2.25.1", "reading-room", 0));
            try (var tracking = Tracking.open(work, intake.ledger)) {
                tracking.load(Instant.EPOCH);
                tracking.look();
                tracking.take(all);
                tracking.take(all);
                tracking.look();
            }

            try (var tracking = Tracking.open(work, intake.ledger)) {
                tracking.load(Instant.EPOCH);
                tracking.look();
                tracking.take(all);

                assertThat(tracking.of(one))
                        .extracting(Milestone::stage)
                        .containsExactlyInAnyOrder(
                                Stage.RECEIVED,
                                Stage.DEIDENTIFIED,
                                Stage.SEGMENTED,
                                Stage.UPLOADED,
                                Stage.DELIVERED,
                                Stage.ARCHIVED,
                                Stage.DELIVERED);
                var exam = requireNonNull(tracking.board().exam("2.25.1"));
                assertThat(exam.images()).isEqualTo(2);
                assertThat(exam.judged()).isEqualTo(2);
                assertThat(exam.uploaded()).isEqualTo(1);
                assertThat(exam.confirmed()).isEqualTo(1);
                assertThat(exam.verdict()).isEqualTo(Verdict.REPEAT);
                assertThat(exam.open()).isEqualTo(1);
                assertThat(exam.findings()).containsExactly("motion");
                assertThat(exam.worst()).isEqualTo(one);
                assertThat(exam.scanner()).isEqualTo("ct-1");
                assertThat(tracking.board().scanners()).containsOnlyKeys("ct-1");
                assertThat(tracking.of(UUID.randomUUID())).isEmpty();
            }
        }
    }

    @Test
    void what_somebody_decided_about_waits_for_nobody() throws Exception {
        try (var intake = Intakes.open(folder);
                var tracking = Tracking.open(intake.store.work(), intake.ledger)) {
            UUID id = received(intake);
            tracking.look();
            tracking.take(List.of(said(id, Stage.SEGMENTED, 1, "2.25.1", "REPEAT", 0, "motion")));
            tracking.take(List.of(said(id, Stage.REVIEWED, 2, "2.25.1", "REJECTED", 1)));

            var exam = requireNonNull(tracking.board().exam("2.25.1"));
            assertThat(exam.open()).isZero();
            assertThat(exam.findings()).isEmpty();
        }
    }

    @Test
    void what_cannot_go_on_is_on_the_work_list_once_whatever_is_heard_again() throws Exception {
        try (var intake = Intakes.open(folder);
                var tracking = Tracking.open(intake.store.work(), intake.ledger)) {
            UUID held = received(intake);
            var broken = intake.cStore(new byte[] {1, 2, 3}, Uid.CTImageStorage, uid());
            tracking.look();
            var withheld = said(held, Stage.WITHHELD, 3, null, null, 0, "PIXELS-noise:7fe00010");
            tracking.take(List.of(withheld, withheld));
            tracking.take(List.of(withheld));

            assertThat(tracking.workList().open())
                    .extracting(item -> item.objectId(), item -> item.code(), item -> item.index())
                    .containsExactlyInAnyOrder(
                            tuple(held, "PIXELS-noise", 0L),
                            tuple(broken.input().objectId(), Intakes.reason(broken), 1L));
        }
    }

    @Test
    void a_board_is_bounded_and_forgets_whole_exams_the_oldest_first() {
        var board = new Board(100);
        for (int exam = 0; exam < 30; exam++) {
            for (int image = 0; image < 10; image++) {
                board.take(
                        said(
                                UUID.randomUUID(),
                                Stage.SEGMENTED,
                                exam * 60 + image,
                                "2.25." + (exam + 1),
                                "GOOD",
                                0));
            }
        }

        var exams = board.exams(Instant.EPOCH);
        assertThat(exams).hasSizeBetween(9, 10).allMatch(exam -> exam.images() == 10);
        assertThat(exams.getFirst().study()).isEqualTo("2.25.30");
        assertThat(board.exam("2.25.1")).isNull();
    }

    @Test
    void more_than_fits_into_one_record_is_kept_and_found() throws Exception {
        var ids = new ArrayList<UUID>();
        var many = new ArrayList<Milestone>();
        for (int i = 0; i < 1_300; i++) {
            ids.add(UUID.randomUUID());
            many.add(said(ids.getLast(), Stage.UPLOADED, i, "2.25.1", null, 0));
        }
        try (var intake = Intakes.open(folder);
                var tracking = Tracking.open(intake.store.work(), intake.ledger)) {
            tracking.take(many);
            tracking.take(
                    List.of(said(ids.getFirst(), Stage.DELIVERED, 9_999, "2.25.1", "pacs", 0)));

            assertThat(tracking.of(ids.getFirst())).hasSize(2);
            assertThat(tracking.of(ids.getLast())).hasSize(1);
        }
    }
}
