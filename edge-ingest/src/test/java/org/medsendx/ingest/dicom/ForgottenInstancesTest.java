package org.medsendx.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.CommitmentReport;
import org.medsendx.dicom.net.CommitmentReport.Failure;
import org.medsendx.dicom.net.CommitmentRequest;
import org.medsendx.dicom.net.CommitmentRequest.Instance;
import org.medsendx.ingest.Intakes;
import org.medsendx.ingest.ledger.IntakeEntry;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.store.Shelf;

/** An instance whose entry was forgotten is still one that this truck has. */
class ForgottenInstancesTest {

    /** More than a segment of the ledger. */
    private static final int LATER_ONES = 8_000;

    @TempDir Path folder;
    @TempDir Path made;

    @Test
    void duplicates_conflicts_and_commitments_are_told_as_before() throws Exception {
        String uid = uid();
        Path sent = file(made, ct(uid, "Doe^Jane"));
        Path other = file(made, ct(uid, "Roe^Richard"));
        IntakeEntry first;
        IntakeEntry quarantined;
        try (var intake = Intakes.open(folder)) {
            first = intake.cStore(sent, Uid.CTImageStorage, uid);
            quarantined = intake.cStore(other, Uid.CTImageStorage, uid);
            assertThat(quarantined.outcome()).isEqualTo("quarantined");
            forget(intake.ledger, (IntakeEntry.Received) first);
        }

        try (var intake = Intakes.open(folder)) {
            assertThat(intake.ledger.find(IntakeLedger.keyOf(uid))).isNull();
            assertThat(report(intake, Uid.CTImageStorage, uid).committed()).hasSize(1);
            assertThat(report(intake, Uid.MRImageStorage, uid).failed())
                    .extracting(Failure::reason)
                    .containsExactly(Failure.CLASS_INSTANCE_CONFLICT);

            var again = intake.cStore(sent, Uid.CTImageStorage, uid);
            var conflict = intake.cStore(other, Uid.CTImageStorage, uid);

            assertThat(((IntakeEntry.Duplicate) again).duplicateOf())
                    .isEqualTo(first.input().objectId());
            assertThat(((IntakeEntry.Quarantined) conflict).reason().code())
                    .isEqualTo("uid-conflict");
            // What a person has to look at is in the list, at its place.
            assertThat(intake.ledger.list(0, 10, entry -> entry instanceof IntakeEntry.Quarantined))
                    .extracting(IntakeLedger.Numbered::index)
                    .containsExactly(1L, intake.ledger.size() - 1);

            Files.delete(intake.store.path(Shelf.OBJECTS, first.input().objectId()));
            assertThat(report(intake, Uid.CTImageStorage, uid).committed()).isEmpty();
        }
    }

    private static void forget(IntakeLedger ledger, IntakeEntry.Received like) throws Exception {
        // Many at once share their fsync.
        try (var pool = Executors.newFixedThreadPool(64)) {
            for (int i = 0; i < LATER_ONES; i++) {
                String uid = "1.2.3." + i;
                pool.submit(() -> {
                    ledger.settled(
                            ledger.append(
                                    new IntakeEntry.Received(
                                            like.input(),
                                            like.content(),
                                            IntakeLedger.keyOf(uid),
                                            null)));
                    return null;
                });
            }
        }
        assertThat(ledger.settledBefore()).isEqualTo(ledger.size());
        ledger.mark(ledger.size());
        ledger.forget(Instant.now().plusSeconds(3600));
    }

    private static CommitmentReport report(Intakes intake, String sopClass, String uid)
            throws IOException {
        return new CommittedObjects(intake.ledger, intake.store)
                .report(new CommitmentRequest("2.25.5", List.of(new Instance(sopClass, uid))));
    }
}
