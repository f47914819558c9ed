package org.medsendx.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.dataSetBytes;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.identified.InstanceQuarantined;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.ingest.Intakes;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.store.Budgets;
import org.medsendx.ingest.store.NoRoomException;
import org.medsendx.ingest.store.Shelf;

class ReceptionTest {

    @TempDir Path folder;
    @TempDir Path sent;
    private Intakes intake;

    @BeforeEach
    void open() throws IOException {
        intake = Intakes.open(folder);
    }

    @AfterEach
    void close() throws IOException {
        intake.close();
    }

    private IntakeEntry store(Path file, String uid) throws IOException {
        return intake.cStore(file, Uid.CTImageStorage, uid);
    }

    @Test
    void what_would_be_quarantined_is_refused_when_its_budget_is_used_up_and_all_else_is_taken()
            throws Exception {
        try (var small =
                Intakes.withBudgets(
                        folder.resolve("small"),
                        new Budgets(OptionalLong.empty(), OptionalLong.of(300)))) {
            // Our head is longer than that.
            small.cStore(new byte[] {1, 2, 3}, Uid.CTImageStorage, uid());
            assertThat(small.ledger.size()).isEqualTo(1);

            assertThatThrownBy(() -> small.cStore(new byte[] {4, 5}, Uid.CTImageStorage, uid()))
                    .isInstanceOf(NoRoomException.class);

            assertThat(small.ledger.size()).isEqualTo(1);
            assertThat(Intakes.begun(folder.resolve("small"))).isEmpty();
            String uid = uid();
            var entry = small.cStore(file(sent, ct(uid, "Doe^Jane")), Uid.CTImageStorage, uid);
            assertThat(entry.outcome()).isEqualTo("received");
            // Somebody has looked at the list.
            small.store.discard(
                    small.ledger.list(0, 1, _ -> true).getFirst().entry().input().objectId());
            assertThat(small.cStore(new byte[] {4, 5}, Uid.CTImageStorage, uid()).outcome())
                    .isEqualTo("quarantined");
        }
    }

    @Test
    void an_instance_is_a_well_formed_file_whose_data_set_is_what_was_sent() throws Exception {
        String uid = uid();
        var file = file(sent, ct(uid, "Doe^Jane"));

        var entry = store(file, uid);

        var stored = intake.store.path(Shelf.OBJECTS, entry.input().objectId());
        var read = DicomReader.read(stored, ReadLimits.DEFAULT);
        assertThat(entry.outcome()).isEqualTo("received");
        assertThat(dataSetBytes(stored)).isEqualTo(dataSetBytes(file));
        assertThat(read.meta().sopInstanceUid()).isEqualTo(uid);
        assertThat(read.meta().transferSyntaxUid()).isEqualTo(Uid.ExplicitVRLittleEndian);
        assertThat(entry.input().digest()).isEqualTo(Sha256.of(stored, read.dataSetPosition()));
        assertThat(intake.store.part(entry.input().objectId())).doesNotExist();
    }

    @Test
    void the_event_tells_of_the_stored_file() throws Exception {
        String uid = uid();

        var entry = store(file(sent, ct(uid, "Doe^Jane")), uid);

        var event = (InstanceReceived) intake.events().getFirst().data();
        var stored = folder.resolve(event.file());
        assertThat(event.objectId()).isEqualTo(entry.input().objectId());
        assertThat(event.sha256()).isEqualTo(Sha256.of(stored, 0));
        assertThat(event.bytes()).isEqualTo(Files.size(stored));
        assertThat(event.truck()).isEqualTo("T1");
        assertThat(event.scanner()).isEqualTo("ct-1");
    }

    @Test
    void the_same_bytes_again_are_a_duplicate_without_a_second_event() throws Exception {
        String uid = uid();
        var file = file(sent, ct(uid, "Doe^Jane"));

        var first = store(file, uid);
        var second = store(file, uid);

        assertThat(Intakes.duplicateOf(second)).isEqualTo(first.input().objectId());
        assertThat(intake.events()).hasSize(1);
        assertThat(Intakes.begun(folder)).isEmpty();
    }

    @Test
    void a_duplicate_is_recognised_after_a_restart() throws Exception {
        String uid = uid();
        var file = file(sent, ct(uid, "Doe^Jane"));
        var first = store(file, uid);
        intake.close();

        intake = Intakes.open(folder);
        var second = store(file, uid);

        assertThat(intake.recovery).isEqualTo(new Reception.Recovery(0, 0, 0));
        assertThat(Intakes.duplicateOf(second)).isEqualTo(first.input().objectId());
    }

    @Test
    void other_bytes_under_a_known_uid_are_quarantined() throws Exception {
        String uid = uid();
        var first = store(file(sent, ct(uid, "Doe^Jane")), uid);

        var second = store(file(sent, ct(uid, "Roe^Jane")), uid);

        assertThat(Intakes.reason(second)).isEqualTo("uid-conflict");
        assertThat(intake.store.path(Shelf.QUARANTINE, second.input().objectId())).exists();
        assertThat(intake.store.path(Shelf.OBJECTS, first.input().objectId())).exists();
    }

    @Test
    void another_instance_than_the_command_said_is_quarantined() throws Exception {
        String uid = uid();
        var file = file(sent, ct(uid, "Doe^Jane"));

        assertThat(Intakes.reason(store(file, uid()))).isEqualTo("uid-mismatch");
        assertThat(Intakes.reason(intake.cStore(file, Uid.MRImageStorage, uid)))
                .isEqualTo("class-mismatch");
    }

    @Test
    void a_missing_uid_does_not_match_the_command() throws Exception {
        String uid = uid();
        var withoutUid = ct(uid, "Doe^Jane");
        var withoutClass = ct(uid, "Doe^Jane");
        withoutUid.remove(Tag.SOPInstanceUID);
        withoutClass.remove(Tag.SOPClassUID);

        assertThat(Intakes.reason(store(file(sent, withoutUid), uid))).isEqualTo("uid-mismatch");
        assertThat(Intakes.reason(store(file(sent, withoutClass), uid)))
                .isEqualTo("class-mismatch");
    }

    @Test
    void a_truncated_data_set_is_quarantined_with_tag_and_position() throws Exception {
        String uid = uid();
        byte[] all = dataSetBytes(file(sent, ct(uid, "Doe^Jane")));

        var entry = intake.cStore(Arrays.copyOf(all, all.length - 100), Uid.CTImageStorage, uid);

        var event = (InstanceQuarantined) intake.events().getFirst().data();
        assertThat(entry.outcome()).isEqualTo("quarantined");
        assertThat(event.reason()).isEqualTo("truncated");
        assertThat(event.tag()).isEqualTo("7fe00010");
        assertThat(event.position()).isPositive();
    }

    @Test
    void bytes_that_are_no_dicom_at_all_are_quarantined() throws Exception {
        var entry = intake.cStore(new byte[] {1, 2, 3}, Uid.CTImageStorage, uid());

        assertThat(entry.outcome()).isEqualTo("quarantined");
        assertThat(intake.store.path(Shelf.QUARANTINE, entry.input().objectId())).exists();
    }

    @Test
    void what_was_not_sealed_leaves_nothing_behind() throws Exception {
        try (var incoming = intake.reception.begin(new byte[0])) {
            incoming.write(new byte[1000]);
        }

        assertThat(Intakes.begun(folder)).isEmpty();
        assertThat(intake.ledger.size()).isZero();
    }

    @Test
    void of_many_senders_of_one_instance_at_once_one_is_received() throws Exception {
        String uid = uid();
        var file = file(sent, ct(uid, "Doe^Jane"));
        int senders = 8;
        var together = new CountDownLatch(senders);
        Callable<String> sender =
                () -> {
                    together.countDown();
                    together.await();
                    return store(file, uid).outcome();
                };

        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var outcomes =
                    executor.invokeAll(IntStream.range(0, senders).mapToObj(i -> sender).toList());

            assertThat(outcomes)
                    .extracting(future -> future.get())
                    .containsOnlyOnce("received")
                    .containsOnly("received", "duplicate");
        }
        assertThat(intake.events()).hasSize(1);
        assertThat(intake.store.objects()).hasSize(1);
    }

    @Test
    void the_ledger_and_the_files_are_for_the_owner_only() throws Exception {
        String uid = uid();
        var entry = store(file(sent, ct(uid, "Doe^Jane")), uid);

        var stored = intake.store.path(Shelf.OBJECTS, entry.input().objectId());
        assertThat(Files.getPosixFilePermissions(stored))
                .extracting(Enum::name)
                .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
    }
}
