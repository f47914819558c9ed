package org.medsendx.segmenter.messaging;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
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
import org.medsendx.contracts.deidentified.OrderPriority;
import org.medsendx.contracts.deidentified.Triage;
import org.medsendx.contracts.deidentified.VerifiedCopy;
import org.medsendx.outbox.Outbox;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.assess.QualityLimits;
import org.medsendx.segmenter.assess.ScanJudge;
import org.medsendx.segmenter.assess.TriageWeights;
import org.medsendx.segmenter.breast.BreastPhantom;
import org.medsendx.segmenter.derived.DerivedChoice;
import org.medsendx.segmenter.derived.DerivedChoice.Modalities;
import org.medsendx.segmenter.derived.DerivedChoice.SegmentationCoding;
import org.medsendx.segmenter.derived.DerivedObjects;
import org.medsendx.segmenter.derived.MadeOf;
import org.medsendx.segmenter.derived.PictureChoice;
import org.medsendx.segmenter.instance.DerivedInstance.Form;
import org.medsendx.segmenter.instance.MakingDevice;
import org.medsendx.segmenter.messaging.ScanStage.Outcome;
import org.medsendx.segmenter.pipeline.AssessLimits;
import org.medsendx.segmenter.pipeline.ScanAssessor;
import org.medsendx.segmenter.storage.DerivedFiles;
import org.medsendx.segmenter.storage.ScanLedger;
import org.medsendx.segmenter.storage.ScanRecord;
import org.medsendx.segmenter.tissue.TissueSchemes;
import org.medsendx.segmenter.turns.Room;
import org.medsendx.segmenter.usual.UsualLimits;
import org.medsendx.segmenter.usual.UsualScans;

class ScanStageTest {

    private static final UsualLimits LIMITS = new UsualLimits(5, 10, 3, 4);

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
        var before = contents(event);

        // A ledger that never got the line: all else is on disk.
        try (var lost = ScanLedger.open(folder.resolve("lost-ledger"))) {
            assertThat(stage(lost).process(event)).isEqualTo(Outcome.SEGMENTED);
        }

        assertThat(before).hasSize(4);
        assertThat(contents(event)).isEqualTo(before);
        assertThat(outbox.size()).isEqualTo(6);
    }

    @Test
    void an_urgent_order_has_its_points_and_an_unknown_one_none() throws Exception {
        var plain = event(Phantom.ct(48, 48, 1));
        var told = event(Phantom.ct(48, 48, 1));
        var urgent =
                new Event<>(
                        told.id(),
                        told.source(),
                        told.sequence(),
                        told.epoch(),
                        told.traceparent(),
                        new InstanceDeidentified(
                                told.data().copy(),
                                told.data().transferSyntaxUid(),
                                OrderPriority.STAT));

        stage(ledger).process(plain);
        stage(ledger).process(urgent);

        var first = triage(plain);
        var second = triage(urgent);
        assertThat(first.inputs()).contains("order-unknown");
        assertThat(second.inputs()).contains("order-stat").doesNotContain("order-unknown");
        assertThat(second.priority()).isEqualTo(Math.min(100, first.priority() + 40));
    }

    private Triage triage(Event<InstanceDeidentified> of) throws IOException {
        return requireNonNull(ledger.get(of.data().objectId())).assessed().triage();
    }

    @Test
    void knows_after_a_restart_what_it_did() throws Exception {
        var event = event(Phantom.ct(48, 48, 2));
        stage(ledger).process(event);
        ledger.close();
        ledger = ScanLedger.open(folder.resolve("ledger"));

        assertThat(stage(ledger).process(event)).isEqualTo(Outcome.REPEATED);
        assertThat(outbox.size()).isEqualTo(6);
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
    void tells_the_uplink_nothing_of_what_stays_on_the_truck() throws Exception {
        var event = event(Phantom.ct(48, 48, 6));
        var kinds =
                Map.of(
                        DerivedKind.HIGHLIGHT, new Modalities(Set.of("CT"), Set.of("NONE")),
                        DerivedKind.THUMBNAIL, new Modalities(Set.of("CT"), Set.of("CT")),
                        DerivedKind.MEASUREMENTS, new Modalities(Set.of("MG"), Set.of("MG")));
        var choice =
                new DerivedChoice(
                        kinds, new PictureChoice(20), SegmentationCoding.BINARY, Form.PLAIN, 64);

        stage(ledger, new DerivedObjects(choice, new MakingDevice("1"))).process(event);

        var line = ledger.newest(1).getFirst();
        assertThat(line.derived())
                .extracting(ScanRecord.Derived::kind, ScanRecord.Derived::goesUp)
                .containsExactly(
                        tuple(DerivedKind.HIGHLIGHT, false), tuple(DerivedKind.THUMBNAIL, true));
        assertThat(line.assessed().derived()).containsExactly(DerivedKind.THUMBNAIL);
        assertThat(outbox.size()).isEqualTo(3);
        var files = new DerivedFiles(derived);
        files.deleteKept(line);
        files.deleteKept(line);
        assertThat(contents(event).keySet()).containsExactly("thumbnail.png");
    }

    @Test
    void of_a_long_series_some_images_have_a_picture_and_a_restart_goes_on_counting()
            throws Exception {
        var stage = stage(ledger);
        for (int number = 1; number <= 26; number++) {
            if (number == 17) {
                ledger.close();
                ledger = ScanLedger.open(folder.resolve("ledger"));
                stage = stage(ledger);
            }
            stage.process(event(Phantom.ct(48, 48, number)));
        }

        var lines = ledger.newest(26).reversed();
        assertThat(lines)
                .extracting(line -> requireNonNull(line.inSeries()).number())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 26).boxed().toList());
        for (var line : lines) {
            int number = requireNonNull(line.inSeries()).number();
            boolean picture = number <= 8 || number == 24;
            assertThat(line.highlight() != null).as("image %d", number).isEqualTo(picture);
            assertThat(line.inSeries().leftOut()).isEqualTo(!picture);
            assertThat(line.assessed().derived().contains(DerivedKind.HIGHLIGHT))
                    .isEqualTo(picture);
            assertThat(line.derived())
                    .extracting(ScanRecord.Derived::kind)
                    .contains(DerivedKind.SEGMENTATION, DerivedKind.THUMBNAIL);
        }
    }

    private Map<String, String> contents(Event<InstanceDeidentified> event) throws IOException {
        var id = event.data().objectId();
        var folder = derived.resolve(DerivedFiles.path(id, DerivedKind.HIGHLIGHT)).getParent();
        var found = new TreeMap<String, String>();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                found.put(file.getFileName().toString(), Sha256.of(file));
            }
        }
        return found;
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

    @Test
    void learns_what_is_usual_from_scans_whose_outcome_is_on_disk() throws Exception {
        var usual = UsualScans.inMemory(LIMITS);
        var learning = learning(usual);

        for (int i = 0; i < 6; i++) {
            var event = event(Phantom.ct(48, 48, 10 + i));
            learning.process(event);
            learning.process(event);
        }

        assertThat(usual.size()).isEqualTo(6);
        assertThat(ledger.newest(6))
                .extracting(line -> line.assessed().triage().inputs().contains("not-enough-alike"))
                .containsExactly(false, true, true, true, true, true);
    }

    @Test
    void learns_once_what_was_told_and_not_learned_when_it_was_killed() throws Exception {
        var first = event(Phantom.ct(48, 48, 20));
        var second = event(Phantom.ct(48, 48, 21));
        var third = event(Phantom.ct(48, 48, 22));
        try (var usual = usual()) {
            learning(usual).process(first);
        }
        // Its line is in the ledger, and what was learned of it went with the process.
        learning(UsualScans.inMemory(LIMITS)).process(second);

        for (int start = 0; start < 2; start++) {
            try (var usual = usual()) {
                assertThat(learning(usual).process(second)).isEqualTo(Outcome.REPEATED);
                assertThat(usual.size()).isEqualTo(2);
            }
        }
        learning(UsualScans.inMemory(LIMITS)).process(third);
        try (var usual = usual()) {
            // Not the repeat: whatever comes next is judged by it.
            learning(usual).process(event(Phantom.ct(48, 48, 23)));
            assertThat(usual.size()).isEqualTo(4);
        }
    }

    @Test
    void learns_nothing_of_a_ledger_of_which_an_earlier_version_learned() throws Exception {
        var known = event(Phantom.ct(48, 48, 24));
        learning(UsualScans.inMemory(LIMITS)).process(known);

        try (var usual = usual()) {
            assertThat(learning(usual).process(known)).isEqualTo(Outcome.REPEATED);
            assertThat(usual.size()).isZero();
            learning(usual).process(event(Phantom.ct(48, 48, 25)));
            assertThat(usual.size()).isOne();
        }
    }

    private UsualScans usual() throws IOException {
        return UsualScans.open(folder.resolve("usual"), LIMITS);
    }

    private ScanStage learning(UsualScans usual) {
        return stage(
                ledger,
                new ScanAssessor(
                        new AssessLimits(1_000_000, 64, 1600),
                        TissueSchemes.shipped(),
                        new ScanJudge(QualityLimits.DEFAULT, TriageWeights.DEFAULT, usual)),
                MadeOf.everything());
    }

    private ScanStage stage(ScanLedger with) {
        return stage(with, MadeOf.everything());
    }

    private ScanStage stage(ScanLedger with, DerivedObjects objects) {
        return stage(with, new ScanAssessor(new AssessLimits(1_000_000, 64, 1600)), objects);
    }

    private ScanStage stage(ScanLedger with, ScanAssessor assessor, DerivedObjects objects) {
        return new ScanStage(
                deidentified,
                new DerivedFiles(derived),
                assessor,
                objects,
                outbox,
                with,
                duration -> {},
                Duration.ZERO,
                Room.ofHeap());
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
