package org.medsendx.ingest.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.CommitmentReport.Failure;
import org.medsendx.dicom.net.CommitmentRequest;
import org.medsendx.dicom.net.CommitmentRequest.Instance;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.ingest.dicom.CommittedObjects;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.tracking.Stage;

/** Which originals go, and which never do. */
class RetentionTest {

    private static final Optional<Duration> WEEK = Optional.of(Duration.ofDays(7));

    @TempDir Path folder;
    @TempDir Path made;

    @Test
    void an_original_goes_when_the_archive_keeps_it_it_passed_the_border_and_its_time_is_over()
            throws Exception {
        try (var hospital = new HospitalArchive();
                var depot = new Depot(folder)) {
            var passed = depot.scan(made);
            var withheld = depot.scan(made);
            var undecided = depot.scan(made);
            var afterIt = depot.scan(made);
            depot.border(passed, Stage.DEIDENTIFIED);
            depot.border(withheld, Stage.WITHHELD);
            depot.border(afterIt, Stage.DEIDENTIFIED);
            var archive = depot.archive(hospital::peer);
            var retention = depot.retention(WEEK, false);

            archive.look();
            depot.pass(Duration.ofDays(7).minusSeconds(1));
            assertThat(retention.look()).isZero();
            assertThat(depot.auditLog()).doesNotContain("\"D\"");
            depot.pass(Duration.ofSeconds(1));
            assertThat(retention.look()).isEqualTo(2);

            assertThat(passed.there()).isFalse();
            assertThat(afterIt.there()).isFalse();
            assertThat(withheld.there()).isTrue();
            assertThat(undecided.there()).isTrue();
            assertThat(depot.counted.deleted).hasValue(2);
            assertThat(depot.auditLog()).contains("\"D\"");
            assertThat(retention.look()).isZero();

            // The border decides late, and another process looks.
            depot.border(undecided, Stage.DEIDENTIFIED);
            assertThat(depot.retention(WEEK, false).look()).isEqualTo(1);
            assertThat(undecided.there()).isFalse();
            assertThat(withheld.there()).isTrue();
        }
    }

    @Test
    void nothing_goes_that_was_only_sent_or_that_the_archive_may_not_have_as_it_is()
            throws Exception {
        try (var hospital = new HospitalArchive();
                var depot = new Depot(folder, Long.MAX_VALUE / 4)) {
            var silent = depot.scan(made);
            depot.border(silent, Stage.DEIDENTIFIED);
            hospital.answer = _ -> Optional.empty();
            var archive = depot.archive(hospital::peer);
            archive.look();
            hospital.answer = HospitalArchive::all;
            var cut = depot.scan(made);
            depot.border(cut, Stage.DEIDENTIFIED);
            hospital.status = _ -> new StoreStatus(0xB006, "elements discarded");
            archive.look();
            var another = depot.scan(made);
            depot.border(another, Stage.DEIDENTIFIED);
            hospital.status = _ -> new StoreStatus(0x0111, "duplicate SOP instance");
            archive.look();
            assertThat(depot.book.keeps(cut.objectId())).isTrue();
            assertThat(depot.book.keeps(another.objectId())).isTrue();

            depot.pass(Duration.ofDays(30));
            assertThat(depot.retention(WEEK, true).look()).isZero();

            assertThat(silent.there()).isTrue();
            assertThat(cut.there()).isTrue();
            assertThat(another.there()).isTrue();
        }
    }

    @Test
    void a_full_volume_makes_them_go_early_and_only_when_that_is_set() throws Exception {
        var scans = new ArrayList<Depot.Scan>();
        try (var hospital = new HospitalArchive();
                var depot = new Depot(folder)) {
            for (int i = 0; i < 3; i++) {
                scans.add(depot.scan(made));
            }
            depot.border(scans.get(0), Stage.DEIDENTIFIED);
            depot.border(scans.get(1), Stage.WITHHELD);
            depot.border(scans.get(2), Stage.DEIDENTIFIED);
            depot.archive(hospital::peer).look();
            // There is room.
            assertThat(depot.retention(Optional.empty(), true).look()).isZero();
        }
        try (var depot = new Depot(folder, Long.MAX_VALUE / 4)) {
            assertThat(depot.retention(Optional.empty(), false).look()).isZero();
            assertThat(depot.retention(WEEK, false).look()).isZero();

            assertThat(depot.retention(WEEK, true).look()).isEqualTo(2);

            assertThat(scans).extracting(Depot.Scan::there).containsExactly(false, true, false);
        }
    }

    @Test
    void what_was_deleted_is_still_answered_for_and_known_when_it_comes_again() throws Exception {
        try (var hospital = new HospitalArchive();
                var depot = new Depot(folder)) {
            var scan = depot.scan(made);
            byte[] bytes = org.medsendx.ingest.Instances.dataSetBytes(scan.file());
            depot.border(scan, Stage.DEIDENTIFIED);
            depot.archive(hospital::peer).look();
            depot.pass(Duration.ofDays(8));
            depot.retention(WEEK, false).look();
            assertThat(scan.there()).isFalse();
            var asked =
                    new CommitmentRequest(
                            "2.25.5", List.of(new Instance(Uid.CTImageStorage, scan.uid())));

            var report =
                    new CommittedObjects(depot.intake.ledger, depot.intake.store, depot.book::keeps)
                            .report(asked);
            var again = depot.intake.cStore(bytes, Uid.CTImageStorage, scan.uid());

            assertThat(report.failed()).isEmpty();
            assertThat(again).isInstanceOf(IntakeEntry.Duplicate.class);
            // A truck that has no archive any more answers for what it has itself.
            assertThat(
                            new CommittedObjects(depot.intake.ledger, depot.intake.store)
                                    .report(asked)
                                    .failed())
                    .extracting(Failure::reason)
                    .containsExactly(Failure.NO_SUCH_INSTANCE);
        }
    }

    @Test
    void the_audit_log_is_asked_first() throws Exception {
        try (var hospital = new HospitalArchive();
                var depot = new Depot(folder)) {
            var scan = depot.scan(made);
            depot.border(scan, Stage.DEIDENTIFIED);
            depot.archive(hospital::peer).look();
            depot.pass(Duration.ofDays(8));
            var retention = depot.retention(WEEK, false);
            depot.audit.close();

            org.assertj.core.api.Assertions.assertThatThrownBy(retention::look)
                    .isInstanceOf(Exception.class);

            assertThat(Files.exists(scan.file())).isTrue();
        }
    }
}
