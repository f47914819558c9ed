package org.medsendx.ingest.mpps;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

class PerformedStepsTest {

    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");

    @TempDir Path folder;

    private PerformedSteps open(Instant now) throws IOException {
        return PerformedSteps.open(
                folder.resolve("steps"), Duration.ofDays(30), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static PerformedStep step(PerformedSteps steps) {
        return requireNonNull(steps.get("1.2.3"));
    }

    private static void refused(StepRefusal why, ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        StepRefusedException.class, e -> assertThat(e.refusal()).isEqualTo(why));
    }

    @Test
    void a_step_goes_from_its_begin_to_its_end_and_outlives_a_restart() throws Exception {
        open(NOW).create("1.2.3", Steps.begun("1.9", "A1", "S1"));
        var step = open(NOW).set("1.2.3", Steps.completed());

        assertThat(step.state()).isEqualTo(PerformedStep.State.COMPLETED);
        assertThat(step(open(NOW)).isOf("1.9", "A1", "S1")).isTrue();
        assertThat(step(open(NOW)).isOf("1.9", "A1", "S2")).isFalse();
        assertThat(folder.resolve("steps").toFile().list())
                .noneMatch(name -> name.contains("1.2.3"));
    }

    @Test
    void what_has_ended_is_changed_no_more() throws Exception {
        var steps = open(NOW);
        steps.create("1.2.3", Steps.begun("1.9", "A1", "S1"));
        steps.set("1.2.3", Steps.state("DISCONTINUED"));

        refused(StepRefusal.FINAL, () -> steps.set("1.2.3", Steps.completed()));
        assertThat(StepRefusal.FINAL.status()).isEqualTo(0x0110);
        assertThat(step(steps).state()).isEqualTo(PerformedStep.State.DISCONTINUED);
    }

    @Test
    void a_request_that_is_wrong_is_refused_with_its_status() throws Exception {
        var steps = open(NOW);
        steps.create("1.2.3", Steps.begun("1.9", "A1", "S1"));

        refused(StepRefusal.DUPLICATE, () -> steps.create("1.2.3", Steps.begun("1.9", "A1", "S1")));
        refused(StepRefusal.NO_SUCH_INSTANCE, () -> steps.set("1.2.4", Steps.completed()));
        refused(StepRefusal.NOT_A_UID, () -> steps.create("x", Steps.begun("1.9", "A1", "S1")));
        refused(
                StepRefusal.BAD_VALUE,
                () -> {
                    var begun = Steps.begun("1.9", "A1", "S1");
                    begun.putString(Tag.PerformedProcedureStepStatus, VR.CS, "COMPLETED");
                    steps.create("1.2.5", begun);
                });
        refused(StepRefusal.MISSING, () -> steps.create("1.2.6", new DataSet()));
        refused(
                StepRefusal.MISSING,
                () -> {
                    var begun = Steps.begun("1.9", "A1", "S1");
                    begun.remove(Tag.Modality);
                    steps.create("1.2.7", begun);
                });
        refused(StepRefusal.MISSING, () -> steps.set("1.2.3", Steps.state("COMPLETED")));
        refused(StepRefusal.BAD_VALUE, () -> steps.set("1.2.3", Steps.state("DONE")));
        refused(
                StepRefusal.BAD_VALUE,
                () -> steps.set("1.2.3", new DataSet().putString(Tag.PatientID, VR.LO, "another")));
        assertThat(step(steps).state()).isEqualTo(PerformedStep.State.IN_PROGRESS);
        assertThat(steps.size()).isEqualTo(1);
    }

    @Test
    void what_a_power_cut_left_half_written_is_gone_after_the_start() throws Exception {
        open(NOW);
        Files.writeString(folder.resolve("steps").resolve("half.json.tmp"), "half");

        open(NOW);

        assertThat(folder.resolve("steps")).isEmptyDirectory();
    }

    @Test
    void a_step_of_more_than_a_mebibyte_is_refused_and_stays_as_it_was() throws Exception {
        var steps = open(NOW);
        steps.create("1.2.3", Steps.begun("1.9", "A1", "S1"));
        var half = new DataSet[PerformedSteps.LARGEST / 2 / 50_000];
        Arrays.setAll(
                half, i -> new DataSet().putString(Tag.PatientComments, VR.LT, "x".repeat(50_000)));

        steps.set("1.2.3", new DataSet().putSequence(Tag.PerformedSeriesSequence, half));
        refused(
                StepRefusal.TOO_LARGE,
                () ->
                        steps.set(
                                "1.2.3",
                                new DataSet()
                                        .putSequence(Tag.PerformedProtocolCodeSequence, half)
                                        .putSequence(Tag.ReferencedStudySequence, half)));
        refused(
                StepRefusal.TOO_LARGE,
                () ->
                        steps.create(
                                "1.2.4",
                                Steps.begun("1.9", "A1", "S2")
                                        .putSequence(Tag.PerformedSeriesSequence, half)
                                        .putSequence(Tag.PerformedProtocolCodeSequence, half)
                                        .putSequence(Tag.ReferencedStudySequence, half)));

        assertThat(StepRefusal.TOO_LARGE.status()).isEqualTo(0x0213);
        var there = step(open(NOW)).attributes();
        assertThat(there.items(Tag.PerformedSeriesSequence)).hasSize(half.length);
        assertThat(there.contains(Tag.PerformedProtocolCodeSequence)).isFalse();
        assertThat(steps.size()).isEqualTo(1);
    }

    @Test
    void of_a_step_that_has_ended_memory_holds_only_which_order_it_was_for() throws Exception {
        var steps = open(NOW);
        steps.create(
                "1.2.3",
                Steps.begun("1.9", "A1", "S1")
                        .putString(Tag.PatientComments, VR.LT, "x".repeat(1000)));
        steps.set("1.2.3", Steps.completed());

        for (var one : List.of(step(steps), step(open(NOW)))) {
            assertThat(one.isOf("1.9", "A1", "S1")).isTrue();
            assertThat(one.attributes().contains(Tag.PatientComments)).isFalse();
        }
        try (var files = Files.list(folder.resolve("steps"))) {
            assertThat(files).allSatisfy(file -> assertThat(file.toFile().length()).isPositive());
        }
    }

    @Test
    void a_step_is_gone_from_disk_when_its_time_is_over() throws Exception {
        open(NOW).create("1.2.3", Steps.begun("1.9", "A1", "S1"));

        var later = open(NOW.plus(Duration.ofDays(31)));

        assertThat(later.size()).isZero();
        try (var files = Files.list(folder.resolve("steps"))) {
            assertThat(files).isEmpty();
        }
    }
}
