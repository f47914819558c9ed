package org.medsendx.segmenter.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.CleanFile;
import org.medsendx.contracts.deidentified.CleanInstance;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.deidentified.InstanceUids;
import org.medsendx.contracts.deidentified.ObjectKey;
import org.medsendx.contracts.deidentified.VerifiedCopy;
import org.medsendx.outbox.Outbox;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.breast.BreastPhantom;
import org.medsendx.segmenter.derived.DerivedObjects;
import org.medsendx.segmenter.messaging.ScanStage.Outcome;
import org.medsendx.segmenter.pipeline.AssessLimits;
import org.medsendx.segmenter.pipeline.ScanAssessor;
import org.medsendx.segmenter.storage.DerivedFiles;
import org.medsendx.segmenter.storage.ScanLedger;

class ScanStageTest {

    @TempDir private Path folder;
    private Path deidentified;
    private Path derived;
    private Outbox outbox;
    private ScanLedger ledger;

    @BeforeEach
    void open() throws IOException {
        deidentified = Files.createDirectory(folder.resolve("deidentified"));
        derived = Files.createDirectory(folder.resolve("derived"));
        outbox = Outbox.open(folder.resolve("outbox"), "segmenter-service");
        ledger = ScanLedger.open(folder.resolve("ledger"));
    }

    @AfterEach
    void close() throws IOException {
        ledger.close();
        outbox.close();
    }

    @Test
    void does_the_same_again_after_a_crash_before_the_ledger_line() throws Exception {
        var event = event(Phantom.ct(48, 48, 1));
        stage(ledger).process(event);
        var picture =
                derived.resolve(DerivedFiles.path(event.data().objectId(), DerivedKind.HIGHLIGHT));
        byte[] before = Files.readAllBytes(picture);

        // A ledger that never got the line: all else is on disk.
        try (var lost = ScanLedger.open(folder.resolve("lost-ledger"))) {
            assertThat(stage(lost).process(event)).isEqualTo(Outcome.SEGMENTED);
        }

        assertThat(picture).hasBinaryContent(before);
        assertThat(outbox.size()).isEqualTo(3);
    }

    @Test
    void knows_after_a_restart_what_it_did() throws Exception {
        var event = event(Phantom.ct(48, 48, 2));
        stage(ledger).process(event);
        ledger.close();
        ledger = ScanLedger.open(folder.resolve("ledger"));

        assertThat(stage(ledger).process(event)).isEqualTo(Outcome.REPEATED);
        assertThat(outbox.size()).isEqualTo(3);
    }

    @Test
    void assesses_an_object_again_when_its_bytes_are_others() throws Exception {
        var first = event(Phantom.ct(48, 48, 3));
        stage(ledger).process(first);

        var corrected = event(first.data().objectId(), Phantom.ct(48, 48, 4));

        assertThat(stage(ledger).process(corrected)).isEqualTo(Outcome.SEGMENTED);
        assertThat(ledger.newest(10)).hasSize(1);
        assertThat(ledger.size()).isEqualTo(2);
    }

    @Test
    void takes_a_missing_volume_for_a_fault_and_not_for_a_missing_file() throws Exception {
        var event = event(Phantom.ct(48, 48, 5));
        Files.move(deidentified, folder.resolve("elsewhere"));

        assertThatThrownBy(() -> stage(ledger).process(event)).isInstanceOf(IOException.class);

        assertThat(ledger.size()).isZero();
        assertThat(outbox.size()).isZero();
    }

    @Test
    void publishes_only_an_assessment_for_what_could_not_be_measured() throws Exception {
        var event = event(new byte[] {1, 2, 3});

        assertThat(stage(ledger).process(event)).isEqualTo(Outcome.NOT_MEASURED);

        assertThat(outbox.size()).isEqualTo(1);
        var line = ledger.newest(1).getFirst();
        assertThat(line.assessed().segmentation().reason()).isEqualTo("unreadable");
        assertThat(line.assessed().derived()).isEmpty();
        assertThat(line.assessed().measured()).isFalse();
    }

    @Test
    void tells_with_the_second_mammogram_of_an_exam_what_disagrees_with_the_first()
            throws Exception {
        var left = event(breast(new BreastPhantom.Spec(8, false, false, 0.15, false)));
        var right = event(breast(new BreastPhantom.Spec(8, false, true, 0.6, false)));

        stage(ledger).process(left);
        stage(ledger).process(right);

        assertThat(exam(left)).isEmpty();
        assertThat(exam(right)).containsExactly("left-right-differ");
    }

    private List<String> exam(Event<InstanceDeidentified> event) throws IOException {
        var line = Objects.requireNonNull(ledger.get(event.data().objectId()));
        return Objects.requireNonNull(line.assessed().segmentation().density()).exam();
    }

    private byte[] breast(BreastPhantom.Spec spec) throws IOException {
        var written = Phantom.write(deidentified, BreastPhantom.of(spec).dataSet());
        byte[] bytes = Files.readAllBytes(written);
        Files.delete(written);
        return bytes;
    }

    private ScanStage stage(ScanLedger with) {
        return new ScanStage(
                deidentified,
                new DerivedFiles(derived),
                new ScanAssessor(new AssessLimits(1_000_000, 64, 1600)),
                new DerivedObjects(),
                outbox,
                with,
                duration -> {},
                Duration.ZERO);
    }

    private Event<InstanceDeidentified> event(Phantom phantom) throws IOException {
        return event(UUID.randomUUID(), phantom);
    }

    private Event<InstanceDeidentified> event(UUID id, Phantom phantom) throws IOException {
        var written = phantom.write(deidentified);
        byte[] bytes = Files.readAllBytes(written);
        Files.delete(written);
        return event(id, bytes);
    }

    private Event<InstanceDeidentified> event(byte[] bytes) throws IOException {
        return event(UUID.randomUUID(), bytes);
    }

    private Event<InstanceDeidentified> event(UUID id, byte[] bytes) throws IOException {
        Files.write(deidentified.resolve(id + ".dcm"), bytes);
        var data =
                new InstanceDeidentified(
                        new VerifiedCopy(
                                new CleanInstance(
                                        id,
                                        "TRUCK1",
                                        new InstanceUids("2.25.11", "2.25.12", "2.25.13")),
                                "scanner-1",
                                "1.2.840.10008.5.1.4.1.1.2",
                                "CT",
                                new CleanFile(id + ".dcm", Sha256.of(bytes), bytes.length),
                                ObjectKey.of(
                                        "TRUCK1",
                                        "undated",
                                        new InstanceUids("2.25.11", "2.25.12", "2.25.13")),
                                null),
                        "1.2.840.10008.1.2.1");
        return new Event<>(
                Event.idOf(id.toString(), "test", Sha256.of(bytes)),
                "/trucks/TRUCK1/test",
                1,
                "test",
                null,
                data);
    }
}
