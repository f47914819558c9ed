package org.medsendx.ingest.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.net.CommitmentReport;
import org.medsendx.dicom.net.CommitmentReport.Failure;
import org.medsendx.dicom.net.CommitmentRequest.Instance;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.ingest.Instances;
import org.medsendx.ingest.tasks.Acts.By;
import org.medsendx.ingest.tasks.Acts.Ended;

/** What the archive refuses each time waits for a person, and what may end otherwise does not. */
class PutAsideTest {

    private static final By OLGA = new By("olga", "127.0.0.1", "the archive was mended");

    @TempDir Path folder;
    @TempDir Path made;

    /** Looks until nothing is due for hours. */
    private static void looks(Depot depot, Archive archive, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            archive.look();
            depot.pass(Duration.ofHours(2));
        }
    }

    private static void refuse(HospitalArchive hospital, Depot.Scan bad, int status) {
        hospital.status =
                uid -> uid.equals(bad.uid()) ? new StoreStatus(status, "no") : StoreStatus.SUCCESS;
    }

    @ParameterizedTest
    @ValueSource(ints = {0xA900, 0xA9FF, 0xC000, 0xC123, 0xCFFF, 0x0122, 0x0117, 0x0119, 0x0121})
    void what_the_archive_cannot_take_waits_for_a_person_after_some_tries_and_stays(int status)
            throws Exception {
        try (var hospital = new HospitalArchive();
                var depot = new Depot(folder)) {
            var bad = depot.scan(made);
            refuse(hospital, bad, status);
            var archive = depot.archive(hospital::peer);

            looks(depot, archive, Depot.TRIES - 1);
            assertThat(depot.book.asideCount()).isZero();
            assertThat(archive.waiting()).isEqualTo(1);
            looks(depot, archive, 5);

            assertThat(depot.counted.notStored).hasValue(Depot.TRIES);
            assertThat(depot.book.asides())
                    .extracting(Aside::code)
                    .containsExactly("c-store-%04x".formatted(status));
            assertThat(archive.waiting()).isZero();
            assertThat(bad.there()).isTrue();
            // Whatever time passes, nothing that is not archived is deleted.
            depot.pass(Duration.ofDays(40));
            assertThat(depot.retention(Optional.of(Duration.ZERO), true).look()).isZero();
            assertThat(bad.there()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0xA700, 0xA7FF, 0x0110, 0x0124, 0x0210, 0x0213, 0x0001})
    void what_may_end_otherwise_is_sent_again_without_end(int status) throws Exception {
        try (var hospital = new HospitalArchive();
                var depot = new Depot(folder)) {
            var bad = depot.scan(made);
            refuse(hospital, bad, status);
            var archive = depot.archive(hospital::peer);

            looks(depot, archive, 4 * Depot.TRIES);

            assertThat(depot.counted.notStored).hasValue(4 * Depot.TRIES);
            assertThat(depot.book.asideCount()).isZero();
            hospital.status = _ -> StoreStatus.SUCCESS;
            archive.look();
            assertThat(depot.book.keeps(bad.objectId())).isTrue();
        }
    }

    @Test
    void what_failed_for_want_of_room_counts_nothing_towards_being_put_aside() throws Exception {
        try (var hospital = new HospitalArchive();
                var depot = new Depot(folder)) {
            var bad = depot.scan(made);
            var archive = depot.archive(hospital::peer);
            refuse(hospital, bad, 0xA700);
            looks(depot, archive, 10);
            refuse(hospital, bad, 0xC000);

            looks(depot, archive, Depot.TRIES - 1);
            assertThat(depot.book.asideCount()).isZero();
            looks(depot, archive, 1);

            assertThat(depot.book.asides()).extracting(Aside::attempts).containsExactly(13);
        }
    }

    private static Stream<Integer> lastingReasons() {
        return Stream.of(Failure.CLASS_INSTANCE_CONFLICT, 0x0122, 0x0131);
    }

    @ParameterizedTest
    @MethodSource("lastingReasons")
    void what_the_archive_will_never_commit_itself_to_waits_for_a_person(int reason)
            throws Exception {
        try (var hospital = new HospitalArchive();
                var depot = new Depot(folder)) {
            var bad = depot.scan(made);
            var good = depot.scan(made);
            hospital.answer =
                    request ->
                            Optional.of(
                                    new CommitmentReport(
                                            request.transactionUid(),
                                            request.instances().stream()
                                                    .filter(one ->
                                                            !one.sopInstanceUid().equals(bad.uid()))
                                                    .toList(),
                                            request.instances().stream()
                                                    .filter(one ->
                                                            one.sopInstanceUid().equals(bad.uid()))
                                                    .map(one -> new Failure(one, reason))
                                                    .toList()));
            var archive = depot.archive(hospital::peer);

            looks(depot, archive, 6);

            assertThat(depot.book.keeps(good.objectId())).isTrue();
            assertThat(depot.counted.notKept).hasValue(Depot.TRIES);
            assertThat(depot.book.asides())
                    .extracting(Aside::code)
                    .containsExactly("commitment-%04x".formatted(reason));
            // A late report of an earlier request says nothing of it any more.
            var first = hospital.requests.getFirst();
            archive.reported(HospitalArchive.TITLE, HospitalArchive.all(first).orElseThrow());
            assertThat(depot.book.keeps(bad.objectId())).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Failure.PROCESSING_FAILURE, Failure.NO_SUCH_INSTANCE, 0x0213})
    void what_the_archive_may_commit_itself_to_later_is_sent_again_without_end(int reason)
            throws Exception {
        try (var hospital = new HospitalArchive();
                var depot = new Depot(folder)) {
            var scan = depot.scan(made);
            hospital.answer =
                    request ->
                            Optional.of(
                                    new CommitmentReport(
                                            request.transactionUid(),
                                            List.of(),
                                            List.of(
                                                    new Failure(
                                                            new Instance(
                                                                    Uid.CTImageStorage, scan.uid()),
                                                            reason))));
            var archive = depot.archive(hospital::peer);

            looks(depot, archive, 3 * Depot.TRIES);

            assertThat(depot.book.asideCount()).isZero();
            assertThat(depot.counted.notKept).hasValue(3 * Depot.TRIES);
        }
    }

    @Test
    void a_class_that_the_archive_does_not_accept_and_a_file_that_the_disk_lost_wait_for_a_person()
            throws Exception {
        try (var hospital = new HospitalArchive();
                var depot = new Depot(folder)) {
            String uid = Instances.uid();
            var mr = ct(uid, "Doe^Jane").putString(Tag.SOPClassUID, VR.UI, Uid.MRImageStorage);
            depot.intake.cStore(file(made, mr), Uid.MRImageStorage, uid);
            Files.delete(depot.scan(made).file());
            var archive = depot.archive(hospital::peer);

            looks(depot, archive, 5);

            assertThat(depot.book.asides())
                    .extracting(Aside::code)
                    .containsExactlyInAnyOrder("not-accepted", "no-file");
        }
    }

    @Test
    void what_was_put_aside_takes_no_place_of_the_window() throws Exception {
        try (var hospital = new HospitalArchive();
                var depot = new Depot(folder)) {
            hospital.status = _ -> new StoreStatus(0xC000, "no");
            depot.scan(made);
            depot.scan(made);
            var archive = depot.archive(Depot.narrow(hospital::peer));
            looks(depot, archive, 1);
            var next = depot.scan(made);
            looks(depot, archive, Depot.TRIES);
            assertThat(depot.book.asideCount()).isEqualTo(2);
            hospital.status = _ -> StoreStatus.SUCCESS;
            looks(depot, archive, 1);

            assertThat(depot.book.keeps(next.objectId())).isTrue();
        }
    }

    @Test
    void a_person_with_a_reason_has_it_sent_again_also_after_a_restart() throws Exception {
        try (var hospital = new HospitalArchive()) {
            Depot.Scan bad;
            try (var depot = new Depot(folder)) {
                bad = depot.scan(made);
                refuse(hospital, bad, 0xA900);
                looks(depot, depot.archive(hospital::peer), 4);
            }
            try (var depot = new Depot(folder)) {
                depot.pass(Duration.ofDays(1));
                var archive = depot.archive(hospital::peer);
                looks(depot, archive, 2);
                assertThat(depot.book.asides()).hasSize(1);
                var again = new SendAgain(depot.book, depot.audit);
                assertThat(again.act("c-store-a900", new By("olga", "127.0.0.1", " ")))
                        .isEqualTo(Ended.NO_REASON);
                assertThat(again.act("c-store-c000", OLGA)).isEqualTo(Ended.NOT_OPEN);
                assertThat(depot.auditLog()).doesNotContain("olga");
                hospital.status = _ -> StoreStatus.SUCCESS;

                assertThat(again.act("c-store-a900", OLGA)).isEqualTo(Ended.DONE);
                assertThat(archive.waiting()).isEqualTo(1);
                archive.look();

                assertThat(depot.book.keeps(bad.objectId())).isTrue();
                assertThat(depot.book.asides()).isEmpty();
                assertThat(depot.auditLog())
                        .contains("olga", "the archive was mended", bad.objectId().toString())
                        .doesNotContain(bad.uid(), "Doe");
                assertThat(again.act("c-store-a900", OLGA)).isEqualTo(Ended.NOT_OPEN);
            }
        }
    }
}
