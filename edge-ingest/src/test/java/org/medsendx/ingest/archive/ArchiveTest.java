package org.medsendx.ingest.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.dataSetBytes;
import static org.medsendx.ingest.Instances.file;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.CommitmentReport;
import org.medsendx.dicom.net.CommitmentReport.Failure;
import org.medsendx.dicom.net.CommitmentRequest;
import org.medsendx.dicom.net.CommitmentRequest.Instance;
import org.medsendx.dicom.net.Peer;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.ingest.tracking.Stage;

/** What goes to the archive, and when the truck believes that it is kept there. */
class ArchiveTest {

    @TempDir Path folder;
    @TempDir Path made;

    private static Optional<CommitmentReport> nothing(CommitmentRequest request) {
        return Optional.empty();
    }

    @Test
    void every_original_goes_unchanged_and_counts_as_archived_when_the_archive_says_so()
            throws Exception {
        try (var hospital = new HospitalArchive();
                var depot = new Depot(folder)) {
            var scans = new ArrayList<Depot.Scan>();
            for (int i = 0; i < 25; i++) {
                scans.add(depot.scan(made));
            }
            String uid = scans.getFirst().uid();
            // Another under the same UID is quarantined, the same once more is a duplicate.
            depot.intake.cStore(file(made, ct(uid, "Roe^Mary")), Uid.CTImageStorage, uid);
            depot.intake.cStore(dataSetBytes(scans.getFirst().file()), Uid.CTImageStorage, uid);
            var archive = depot.archive(hospital::peer);

            assertThat(archive.look()).isEmpty();

            assertThat(hospital.stored).hasSize(25);
            for (var scan : scans) {
                var came = hospital.stored.getOrDefault(scan.uid(), List.of());
                assertThat(came).hasSize(1);
                assertThat(came.getFirst()).isEqualTo(dataSetBytes(scan.file()));
                assertThat(depot.stages(scan)).contains(Stage.ARCHIVED);
                assertThat(depot.book.keeps(scan.objectId())).isTrue();
                assertThat(scan.there()).isTrue();
                assertThat(depot.auditLog()).contains(scan.objectId().toString());
            }
            assertThat(archive.waiting()).isZero();
            assertThat(depot.counted.committed).hasValue(25);
            // Ten instances a request, and nothing is said twice.
            assertThat(hospital.requests).hasSize(3);
            archive.look();
            assertThat(hospital.requests).hasSize(3);
            assertThat(depot.auditLog()).doesNotContain(uid, "Doe");
        }
    }

    @Test
    void an_instance_that_the_archive_refuses_holds_up_no_other_and_is_sent_again()
            throws Exception {
        try (var hospital = new HospitalArchive();
                var depot = new Depot(folder)) {
            var bad = depot.scan(made);
            var good = depot.scan(made);
            hospital.status =
                    uid ->
                            uid.equals(bad.uid())
                                    ? new StoreStatus(0xC000, "cannot understand")
                                    : StoreStatus.SUCCESS;
            var archive = depot.archive(hospital::peer);

            archive.look();
            assertThat(depot.book.keeps(good.objectId())).isTrue();
            assertThat(depot.book.counts()).isEqualTo(new ArchiveBook.Counts(0, 0, 1));
            assertThat(depot.counted.notStored).hasValue(1);

            depot.pass(Depot.RETRY.minusSeconds(1));
            archive.look();
            assertThat(depot.counted.notStored).hasValue(1);
            depot.pass(Duration.ofSeconds(1));
            archive.look();
            assertThat(depot.counted.notStored).hasValue(2);
            // Twice as long after the second time.
            depot.pass(Depot.RETRY);
            archive.look();
            assertThat(depot.counted.notStored).hasValue(2);
            hospital.status = _ -> StoreStatus.SUCCESS;
            depot.pass(Depot.RETRY);
            archive.look();

            assertThat(depot.book.keeps(bad.objectId())).isTrue();
            assertThat(archive.waiting()).isZero();
        }
    }

    @Test
    void an_archive_without_room_is_left_alone_until_the_next_look() throws Exception {
        try (var hospital = new HospitalArchive();
                var depot = new Depot(folder)) {
            for (int i = 0; i < 5; i++) {
                depot.scan(made);
            }
            hospital.status = _ -> new StoreStatus(0xA700, "out of resources");
            var archive = depot.archive(hospital::peer);

            assertThat(archive.look()).isEqualTo("c-store-a700");

            assertThat(archive.waiting()).isEqualTo(5);
            assertThat(depot.counted.notStored).hasValue(3);
        }
    }

    /** Orthanc answers so to an instance without a Study Instance UID. */
    @Test
    void one_instance_for_which_it_says_that_it_has_no_room_holds_up_no_other() throws Exception {
        try (var hospital = new HospitalArchive();
                var depot = new Depot(folder)) {
            var bad = depot.scan(made);
            for (int i = 0; i < 4; i++) {
                depot.scan(made);
            }
            hospital.status =
                    uid ->
                            uid.equals(bad.uid())
                                    ? new StoreStatus(0xA700, "out of resources")
                                    : StoreStatus.SUCCESS;
            var archive = depot.archive(hospital::peer);

            assertThat(archive.look()).isEmpty();

            assertThat(archive.waiting()).isEqualTo(1);
        }
    }

    @Test
    void what_the_report_says_is_not_kept_is_sent_again_whatever_else_it_says() throws Exception {
        try (var hospital = new HospitalArchive();
                var depot = new Depot(folder)) {
            var lost = depot.scan(made);
            var kept = depot.scan(made);
            hospital.answer =
                    request ->
                            Optional.of(
                                    new CommitmentReport(
                                            request.transactionUid(),
                                            request.instances(),
                                            List.of(
                                                    new Failure(
                                                            new Instance(
                                                                    Uid.CTImageStorage, lost.uid()),
                                                            Failure.NO_SUCH_INSTANCE))));
            var archive = depot.archive(hospital::peer);

            archive.look();

            assertThat(depot.book.keeps(kept.objectId())).isTrue();
            assertThat(depot.book.keeps(lost.objectId())).isFalse();
            assertThat(depot.stages(lost)).doesNotContain(Stage.ARCHIVED);
            assertThat(depot.counted.notKept).hasValue(1);
            // It is sent again; the first transaction has said what it had to say.
            hospital.answer = ArchiveTest::nothing;
            depot.pass(Depot.RETRY);
            archive.look();
            assertThat(hospital.stored.get(lost.uid())).hasSize(2);
            archive.reported(
                    HospitalArchive.TITLE,
                    HospitalArchive.all(hospital.requests.getFirst()).orElseThrow());
            assertThat(depot.book.keeps(lost.objectId())).isFalse();

            archive.reported(
                    HospitalArchive.TITLE,
                    HospitalArchive.all(hospital.requests.getLast()).orElseThrow());
            assertThat(depot.book.keeps(lost.objectId())).isTrue();
        }
    }

    @Test
    void a_report_counts_for_what_was_asked_once_and_under_a_transaction_of_ours_alone()
            throws Exception {
        try (var hospital = new HospitalArchive();
                var depot = new Depot(folder)) {
            var scan = depot.scan(made);
            hospital.answer = ArchiveTest::nothing;
            var archive = depot.archive(hospital::peer);
            archive.look();
            var ours = hospital.requests.getFirst();
            var other = depot.scan(made);
            var strange = new Instance(Uid.CTImageStorage, other.uid());
            var wrongClass = new Instance(Uid.MRImageStorage, scan.uid());

            assertThat(
                            archive.reported(
                                    HospitalArchive.TITLE,
                                    new CommitmentReport("2.25.7", ours.instances(), List.of())))
                    .isFalse();
            assertThat(archive.reported("ANOTHER", HospitalArchive.all(ours).orElseThrow()))
                    .isFalse();
            assertThat(
                            archive.reported(
                                    HospitalArchive.TITLE,
                                    new CommitmentReport(
                                            ours.transactionUid(),
                                            List.of(strange, wrongClass),
                                            List.of())))
                    .isTrue();
            assertThat(depot.counted.committed).hasValue(0);

            var report = HospitalArchive.all(ours).orElseThrow();
            assertThat(archive.reported(HospitalArchive.TITLE, report)).isTrue();
            assertThat(archive.reported(HospitalArchive.TITLE, report)).isTrue();

            assertThat(depot.counted.committed).hasValue(1);
            assertThat(depot.book.commitments()).isEqualTo(1);
            assertThat(depot.book.keeps(scan.objectId())).isTrue();
            assertThat(depot.book.keeps(other.objectId())).isFalse();
        }
    }

    @Test
    void a_request_without_an_answer_is_asked_again_and_the_first_is_still_good_after_a_restart()
            throws Exception {
        try (var hospital = new HospitalArchive()) {
            hospital.answer = ArchiveTest::nothing;
            Depot.Scan scan;
            try (var depot = new Depot(folder)) {
                scan = depot.scan(made);
                var archive = depot.archive(hospital::peer);
                archive.look();
                depot.pass(Depot.AGAIN.minusSeconds(1));
                archive.look();
                assertThat(hospital.requests).hasSize(1);
                depot.pass(Duration.ofSeconds(1));
                archive.look();
                assertThat(hospital.requests).hasSize(2);
                assertThat(hospital.stored.get(scan.uid())).hasSize(1);
            }
            try (var depot = new Depot(folder)) {
                depot.pass(Depot.AGAIN.plusMinutes(1));
                var archive = depot.archive(hospital::peer);
                archive.look();
                // Sent is known, and so is when it was asked.
                assertThat(hospital.requests).hasSize(2);
                assertThat(hospital.stored.get(scan.uid())).hasSize(1);
                assertThat(depot.book.keeps(scan.objectId())).isFalse();

                var first = hospital.requests.getFirst();
                assertThat(
                                archive.reported(
                                        HospitalArchive.TITLE,
                                        HospitalArchive.all(first).orElseThrow()))
                        .isTrue();

                assertThat(depot.book.keeps(scan.objectId())).isTrue();
                assertThat(depot.stages(scan)).contains(Stage.ARCHIVED);
            }
        }
    }

    @Test
    void a_commitment_that_a_crash_cut_off_is_told_at_the_next_start() throws Exception {
        Path saved = made.resolve("saved");
        try (var hospital = new HospitalArchive()) {
            Depot.Scan scan;
            try (var depot = new Depot(folder)) {
                scan = depot.scan(made);
                depot.scan(made);
                hospital.answer = ArchiveTest::nothing;
                var archive = depot.archive(hospital::peer);
                archive.look();
                copy(depot.folder().resolve("under-way"), saved);
                archive.reported(
                        HospitalArchive.TITLE,
                        new CommitmentReport(
                                hospital.requests.getFirst().transactionUid(),
                                List.of(new Instance(Uid.CTImageStorage, scan.uid())),
                                List.of()));
            }
            // The one journal has it, the other not yet, and tracking was not told.
            copy(saved, folder.resolve("ingest/archive/under-way"));
            deleteMilestones();
            try (var depot = new Depot(folder)) {
                assertThat(depot.book.counts()).isEqualTo(new ArchiveBook.Counts(0, 1, 0));
                assertThat(depot.stages(scan)).doesNotContain(Stage.ARCHIVED);

                depot.archive(hospital::peer).recover();

                assertThat(depot.stages(scan)).contains(Stage.ARCHIVED);
                assertThat(depot.book.commitments()).isEqualTo(1);
            }
        }
    }

    private void deleteMilestones() throws IOException {
        try (var files = Files.list(folder.resolve("ingest/milestones"))) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (var file : files.toList()) {
                Files.copy(
                        file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Test
    void an_original_that_the_disk_changed_or_lost_is_not_sent_and_told() throws Exception {
        try (var hospital = new HospitalArchive();
                var depot = new Depot(folder)) {
            var changed = depot.scan(made);
            var lost = depot.scan(made);
            var good = depot.scan(made);
            byte[] bytes = Files.readAllBytes(changed.file());
            bytes[bytes.length - 1] ^= 1;
            Files.write(changed.file(), bytes);
            Files.delete(lost.file());
            var archive = depot.archive(hospital::peer);

            archive.look();

            assertThat(hospital.stored).containsOnlyKeys(good.uid());
            assertThat(depot.book.counts().refused()).isEqualTo(2);
            assertThat(archive.waiting()).isEqualTo(2);
        }
    }

    @Test
    void outside_its_hours_and_while_it_is_away_nothing_goes_and_everything_waits()
            throws Exception {
        try (var hospital = new HospitalArchive();
                var depot = new Depot(folder)) {
            depot.scan(made);
            var day =
                    new Hours(
                            List.of(new Hours.Span(LocalTime.of(6, 0), LocalTime.of(20, 0))),
                            ZoneOffset.UTC);
            var usual = Depot.options(hospital::peer);
            var archive =
                    depot.archive(
                            new ArchiveOptions(
                                    usual.peer(),
                                    usual.name(),
                                    day,
                                    0,
                                    usual.retry(),
                                    usual.tries(),
                                    usual.patience(),
                                    usual.again(),
                                    usual.batch(),
                                    usual.window()));
            Peer away =
                    new Peer(
                            new InetSocketAddress("127.0.0.1", 1),
                            HospitalArchive.TITLE,
                            "TRUCK",
                            Duration.ofSeconds(5),
                            Optional.empty());

            assertThat(archive.look()).isEmpty();
            assertThat(hospital.stored).isEmpty();
            assertThat(archive.waiting()).isEqualTo(1);
            var unreachable = depot.archive(() -> away);
            assertThat(unreachable.look()).isEqualTo("no-answer");
            assertThat(depot.counted.notStored).hasValue(0);

            depot.pass(Duration.ofHours(9));
            assertThat(archive.look()).isEmpty();
            assertThat(archive.waiting()).isZero();
        }
    }

    @Test
    void no_more_is_under_way_than_the_window_and_the_rest_is_not_forgotten() throws Exception {
        try (var hospital = new HospitalArchive();
                var depot = new Depot(folder)) {
            hospital.answer = ArchiveTest::nothing;
            for (int i = 0; i < 30; i++) {
                depot.scan(made);
            }
            var archive = depot.archive(Depot.narrow(hospital::peer));
            archive.look();
            // One page of the ledger is taken on as a whole.
            assertThat(archive.waiting()).isEqualTo(30);
            for (int i = 0; i < 5; i++) {
                depot.scan(made);
            }
            archive.look();
            assertThat(archive.waiting()).isEqualTo(35);
            assertThat(depot.book.next()).isEqualTo(30);

            hospital.answer = HospitalArchive::all;
            depot.pass(Depot.AGAIN);
            archive.look();

            assertThat(archive.waiting()).isZero();
            assertThat(depot.book.commitments()).isEqualTo(35);
        }
    }
}
