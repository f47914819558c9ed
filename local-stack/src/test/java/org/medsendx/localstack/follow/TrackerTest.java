package org.medsendx.localstack.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.CleanFile;
import org.medsendx.contracts.deidentified.CleanInstance;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.contracts.deidentified.Features.Tissue;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.deidentified.InstanceUids;
import org.medsendx.contracts.deidentified.InstanceUploaded;
import org.medsendx.contracts.deidentified.ObjectKey;
import org.medsendx.contracts.deidentified.Quality;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.Segmentation;
import org.medsendx.contracts.deidentified.Triage;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.contracts.deidentified.VerifiedCopy;
import org.medsendx.contracts.identified.InstanceWithheld;
import org.medsendx.localstack.follow.Tracker.End;
import org.medsendx.localstack.follow.Tracker.Stage;
import org.medsendx.localstack.send.Delivery;
import org.medsendx.localstack.send.InputFile;

class TrackerTest {

    private static final String DIGEST = "ab".repeat(32);
    private static final ObjectKey KEY =
            ObjectKey.of("T1", "20240101", new InstanceUids("2.25.1", "2.25.2", "2.25.3"));

    private final InputFile first = new InputFile(Path.of("a.dcm"), "a.dcm", "AE");
    private final InputFile second = new InputFile(Path.of("b.dcm"), "b.dcm", "AE");
    private final UUID object = new UUID(1, 2);

    @Test
    void is_done_only_when_every_object_of_a_released_scan_is_uploaded_and_it_is_mined() {
        var tracker = new Tracker(1);
        tracker.delivered(new Delivery(first, DIGEST, "", 3));
        tracker.intake(intake(0, object, "received", null));
        tracker.event(deidentified(), 1000);
        tracker.event(assessed(true), 1100);
        tracker.event(uploaded(UploadedKind.INSTANCE), 1200);
        assertThat(tracker.done()).isFalse();

        tracker.event(uploaded(UploadedKind.HIGHLIGHT), 1300);
        assertThat(tracker.done()).isFalse();

        tracker.mined(1, Map.of());
        assertThat(tracker.done()).isTrue();
        assertThat(tracker.end(first))
                .isEqualTo(new End.Released(object, KEY, List.of(DerivedKind.HIGHLIGHT)));
    }

    @Test
    void does_not_wait_for_scans_that_the_miner_refuses_and_knows_a_repeat_from_a_refusal() {
        var tracker = new Tracker(1);
        tracker.delivered(new Delivery(first, DIGEST, "", 3));
        tracker.intake(intake(0, object, "received", null));
        tracker.event(deidentified(), 1000);
        tracker.event(assessed(true), 1100);
        tracker.event(uploaded(UploadedKind.INSTANCE), 1200);
        tracker.event(uploaded(UploadedKind.HIGHLIGHT), 1300);

        tracker.mined(0, Map.of("duplicate", 1L));
        assertThat(tracker.done()).isFalse();

        tracker.mined(0, Map.of("duplicate", 1L, "implausible-day", 1L));
        assertThat(tracker.done()).isTrue();
        assertThat(tracker.notCounted()).containsExactly(Map.entry("implausible-day", 1L));
    }

    @Test
    void accepts_events_in_any_order_and_twice() {
        var tracker = new Tracker(1);
        tracker.event(uploaded(UploadedKind.HIGHLIGHT), 1300);
        tracker.event(uploaded(UploadedKind.INSTANCE), 1200);
        tracker.event(uploaded(UploadedKind.INSTANCE), 1250);
        tracker.event(assessed(false), 1100);
        tracker.event(deidentified(), 1000);
        tracker.event(deidentified(), 1000);
        tracker.intake(intake(0, object, "received", null));
        tracker.delivered(new Delivery(first, DIGEST, "", 3));

        assertThat(tracker.done()).isTrue();
        assertThat(tracker.progress().get(Stage.uploaded)).isEqualTo(new Tracker.Progress(1, 1));
        assertThat(tracker.stageMillis(Stage.deidentified)).hasSize(1);
    }

    @Test
    void gives_equal_bytes_one_ledger_entry_each() {
        var tracker = new Tracker(2);
        tracker.intake(intake(0, object, "received", null));
        tracker.intake(intake(1, new UUID(1, 3), "duplicate", null));

        tracker.delivered(new Delivery(first, DIGEST, "", 3));
        tracker.delivered(new Delivery(second, DIGEST, "", 3));

        assertThat(tracker.end(first)).isInstanceOf(End.Unknown.class);
        assertThat(tracker.end(second)).isEqualTo(new End.NotReceived("duplicate", "duplicate"));
    }

    @Test
    void tells_hot_folder_files_apart_by_name() {
        var tracker = new Tracker(1);
        tracker.intake(
                new IntakeRecord(
                        0,
                        object,
                        "quarantined",
                        "empty",
                        DIGEST,
                        "HOT_FOLDER",
                        "input-000001.dcm",
                        Instant.EPOCH));

        tracker.delivered(new Delivery(first, "00".repeat(32), "input-000001.dcm", 1));

        assertThat(tracker.end(first)).isEqualTo(new End.NotReceived("quarantined", "empty"));
        assertThat(tracker.done()).isTrue();
    }

    @Test
    void a_withheld_instance_is_accounted_for_with_its_rules() {
        var tracker = new Tracker(1);
        tracker.delivered(new Delivery(first, DIGEST, "", 3));
        tracker.intake(intake(0, object, "received", null));

        tracker.event(
                new InstanceWithheld(
                        object,
                        "T1",
                        List.of(new InstanceWithheld.Reason("PIXELS", null)),
                        Instant.EPOCH),
                5);

        assertThat(tracker.done()).isTrue();
        assertThat(tracker.end(first)).isEqualTo(new End.Withheld(List.of("PIXELS")));
    }

    private static IntakeRecord intake(
            long index, UUID object, String outcome, @Nullable String reason) {
        return new IntakeRecord(
                index, object, outcome, reason, DIGEST, "C_STORE", "AE", Instant.EPOCH);
    }

    private InstanceDeidentified deidentified() {
        return new InstanceDeidentified(
                new VerifiedCopy(
                        new CleanInstance(
                                object, "T1", new InstanceUids("2.25.1", "2.25.2", "2.25.3")),
                        "s1",
                        "1.2",
                        "CT",
                        new CleanFile("a.dcm", DIGEST, 10),
                        KEY,
                        null),
                "1.2.840.10008.1.2.1");
    }

    private ScanAssessed assessed(boolean measured) {
        return new ScanAssessed(
                new CleanInstance(object, "T1", new InstanceUids("2.25.1", "2.25.2", "2.25.3")),
                "s1",
                "CT",
                new Segmentation(
                        Segmentation.Status.SEGMENTED, null, List.of(new Tissue("air", -1000, 1))),
                new Quality(Quality.Verdict.GOOD, List.of()),
                new Triage(50, List.of()),
                KEY,
                List.of(DerivedKind.HIGHLIGHT),
                measured);
    }

    private InstanceUploaded uploaded(UploadedKind kind) {
        return new InstanceUploaded(
                new CleanInstance(object, "T1", new InstanceUids("2.25.1", "2.25.2", "2.25.3")),
                kind,
                "medsendx",
                "k",
                DIGEST,
                10,
                Encryption.NONE,
                null);
    }
}
