package org.medsendx.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.medsendx.contracts.Sha256;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.ingest.Intakes;
import org.medsendx.ingest.ledger.IntakeEntry;

/** The world ends after each step; the sender, who heard nothing, sends again. */
class CrashTest {

    @TempDir Path folder;
    @TempDir Path sent;

    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static Step.Watcher crashAfter(Step last) {
        return step -> {
            if (step == last) {
                throw new Crash();
            }
        };
    }

    private void dieAfter(Step last, Path file, String uid) throws IOException {
        var intake = Intakes.open(folder, crashAfter(last));
        try {
            storeUntil(last, () -> intake.cStore(file, Uid.CTImageStorage, uid));
            intake.reception.awaitAnnounced();
        } finally {
            intake.die();
        }
    }

    private static void storeUntil(Step last, ThrowingCallable store) {
        if (last == Step.ANNOUNCED) {
            // That one is reached after the sender has heard of success.
            assertThatCode(store).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(store).isInstanceOf(Crash.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void an_instance_is_there_once_after_a_crash_at_any_step(Step last) throws Exception {
        String uid = uid();
        var file = file(sent, ct(uid, "Doe^Jane"));

        dieAfter(last, file, uid);

        try (var intake = Intakes.open(folder)) {
            intake.cStore(file, Uid.CTImageStorage, uid);
            assertThat(intake.ledger.list(0, 10, IntakeEntry.Received.class::isInstance))
                    .hasSize(1);
            assertThat(intake.store.objects()).hasSize(1);
            assertThat(intake.eventCounts().values()).containsExactly(1L);
            assertThat(Intakes.begun(folder)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void a_quarantined_input_is_told_of_once_per_decision(Step last) throws Exception {
        var file = Files.write(sent.resolve("x"), new byte[] {1, 2, 3});
        byte[] bytes = Files.readAllBytes(file);
        var dying = Intakes.open(folder, crashAfter(last));
        try {
            storeUntil(last, () -> dying.cStore(bytes, Uid.CTImageStorage, "2.25.1"));
            dying.reception.awaitAnnounced();
        } finally {
            dying.die();
        }

        try (var intake = Intakes.open(folder)) {
            assertThat(intake.eventCounts()).hasSize((int) intake.ledger.size());
            assertThat(intake.eventCounts().values()).allMatch(count -> count == 1);
        }
    }

    @Test
    void before_the_decision_nothing_is_left_of_it() throws Exception {
        String uid = uid();
        dieAfter(Step.READ, file(sent, ct(uid, "Doe^Jane")), uid);

        try (var intake = Intakes.open(folder)) {
            assertThat(intake.recovery).isEqualTo(new Reception.Recovery(0, 1, 0));
            assertThat(intake.ledger.size()).isZero();
            assertThat(intake.events()).isEmpty();
        }
    }

    @Test
    void after_the_decision_a_start_completes_it_without_the_sender() throws Exception {
        String uid = uid();
        dieAfter(Step.DECIDED, file(sent, ct(uid, "Doe^Jane")), uid);

        try (var intake = Intakes.open(folder)) {
            var entry = intake.ledger.list(0, 1, e -> true).getFirst().entry();
            var stored = intake.store.objects().getFirst();
            assertThat(intake.recovery).isEqualTo(new Reception.Recovery(1, 0, 0));
            assertThat(stored).isEqualTo(entry.input().objectId());
            assertThat(Sha256.of(folder.resolve(path(stored.toString())), 0))
                    .isEqualTo(entry.input().sha256());
            assertThat(intake.events()).hasSize(1);
        }
    }

    @Test
    void a_start_counts_only_what_was_left_undone() throws Exception {
        String uid = uid();
        dieAfter(Step.ANNOUNCED, file(sent, ct(uid, "Doe^Jane")), uid);

        try (var intake = Intakes.open(folder)) {
            assertThat(intake.recovery).isEqualTo(new Reception.Recovery(0, 0, 0));
            assertThat(intake.ledger.settledBefore()).isEqualTo(1);
        }
    }

    @Test
    void what_was_told_of_and_is_gone_since_is_not_missing() throws Exception {
        String uid = uid();
        dieAfter(Step.ANNOUNCED, file(sent, ct(uid, "Doe^Jane")), uid);
        UUID id;
        try (var store = Files.walk(folder.resolve("objects"))) {
            var file = store.filter(Files::isRegularFile).findFirst().orElseThrow();
            id = UUID.fromString(file.getFileName().toString().replace(".dcm", ""));
            Files.delete(file);
        }

        try (var intake = Intakes.open(folder)) {
            assertThat(intake.recovery).isEqualTo(new Reception.Recovery(0, 0, 0));
            assertThat(intake.cStore(file(sent, ct(uid, "Doe^Jane")), Uid.CTImageStorage, uid))
                    .isInstanceOfSatisfying(
                            IntakeEntry.Duplicate.class,
                            again -> assertThat(again.duplicateOf()).isEqualTo(id));
        }
    }

    @Test
    void a_start_completes_nothing_twice() throws Exception {
        String uid = uid();
        dieAfter(Step.PLACED, file(sent, ct(uid, "Doe^Jane")), uid);
        Intakes.open(folder).close();

        try (var intake = Intakes.open(folder)) {
            assertThat(intake.recovery).isEqualTo(new Reception.Recovery(0, 0, 0));
            assertThat(intake.events()).hasSize(1);
        }
    }

    @Test
    void an_instance_whose_file_the_disk_lost_before_it_was_told_of_is_taken_again()
            throws Exception {
        String uid = uid();
        var file = file(sent, ct(uid, "Doe^Jane"));
        dieAfter(Step.DECIDED, file, uid);
        loseWhatIsIncoming();

        try (var intake = Intakes.open(folder)) {
            assertThat(intake.recovery.missing()).isEqualTo(1);
            assertThat(intake.cStore(file, Uid.CTImageStorage, uid).outcome())
                    .isEqualTo("received");
            assertThat(intake.cStore(file, Uid.CTImageStorage, uid).outcome())
                    .isEqualTo("duplicate");
            intake.reception.awaitAnnounced();
            assertThat(intake.ledger.settledBefore())
                    .as("what is lost keeps nothing waiting")
                    .isEqualTo(3);
        }
        try (var intake = Intakes.open(folder)) {
            assertThat(intake.recovery).isEqualTo(new Reception.Recovery(0, 0, 0));
            assertThat(intake.ledger.isLost(0)).isTrue();
            assertThat(intake.ledger.settledBefore()).isEqualTo(3);
            assertThat(intake.events()).hasSize(1);
        }
    }

    @Test
    void what_the_disk_lost_is_taken_again_also_after_the_next_start() throws Exception {
        String uid = uid();
        var file = file(sent, ct(uid, "Doe^Jane"));
        dieAfter(Step.DECIDED, file, uid);
        loseWhatIsIncoming();
        Intakes.open(folder).close();

        try (var intake = Intakes.open(folder)) {
            assertThat(intake.recovery.missing()).isZero();
            assertThat(intake.cStore(file, Uid.CTImageStorage, uid).outcome())
                    .isEqualTo("received");
        }
    }

    @Test
    void what_a_person_discarded_before_it_was_told_of_is_told_of_and_keeps_nothing_waiting()
            throws Exception {
        String uid = uid();
        dieAfter(Step.PLACED, file(sent, ct(uid(), "Doe^Jane")), uid);
        try (var store = Files.walk(folder.resolve("quarantine"))) {
            Files.delete(store.filter(Files::isRegularFile).findFirst().orElseThrow());
        }

        try (var intake = Intakes.open(folder)) {
            assertThat(intake.recovery.missing()).isZero();
            assertThat(intake.events()).hasSize(1);
            assertThat(intake.ledger.settledBefore()).isEqualTo(1);
        }
    }

    private void loseWhatIsIncoming() throws IOException {
        try (var parts = Files.list(folder.resolve("incoming"))) {
            for (var part : parts.toList()) {
                Files.delete(part);
            }
        }
    }

    private static String path(String objectId) {
        return "objects/" + objectId.substring(0, 2) + "/" + objectId + ".dcm";
    }
}
