package org.medsendx.uplink.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.uplink.bandwidth.LinkState;

class UploadQueueTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration WAIT = Duration.ofSeconds(60);

    @TempDir private Path folder;

    private final UploadQueue queue = new UploadQueue(WAIT, Duration.ofHours(1));

    @Test
    void holds_an_object_back_until_its_scan_is_assessed() {
        var job = Jobs.ofStudy("1.2");
        queue.offer(WaitingJob.of(job, NOON));

        assertThat(queue.take(NOON.plusSeconds(59))).isNull();
        queue.assessed(job.objectId(), "1.2", 0);

        assertThat(taken(NOON.plusSeconds(59))).isEqualTo(job.id());
    }

    @Test
    void waits_for_an_assessment_no_longer_than_it_may() {
        var job = Jobs.ofStudy("1.2");
        queue.offer(WaitingJob.of(job, NOON));

        assertThat(queue.nextWake()).isEqualTo(NOON.plus(WAIT));
        assertThat(taken(NOON.plus(WAIT))).isEqualTo(job.id());
    }

    @Test
    void does_not_wait_when_the_assessment_came_first() {
        var job = Jobs.ofStudy("1.2");
        queue.assessed(job.objectId(), "1.2", 7);
        queue.offer(WaitingJob.of(job, NOON));

        assertThat(taken(NOON)).isEqualTo(job.id());
    }

    @Test
    void sends_the_urgent_first_and_equals_in_the_order_they_came() {
        var routine = Jobs.ofStudy("1.1");
        var second = Jobs.ofStudy("1.2");
        var urgent = Jobs.ofStudy("1.3");
        for (var job : List.of(routine, second, urgent)) {
            queue.offer(WaitingJob.of(job, NOON));
        }
        queue.assessed(routine.objectId(), "1.1", 10);
        queue.assessed(second.objectId(), "1.2", 10);
        queue.assessed(urgent.objectId(), "1.3", 90);

        assertThat(List.of(take(), take(), take()))
                .containsExactly(urgent.id(), routine.id(), second.id());
    }

    @Test
    void lets_nothing_wait_for_ever_behind_what_is_more_urgent() {
        var old = Jobs.ofStudy("1.1");
        var urgent = Jobs.ofStudy("1.2");
        var later = Jobs.ofStudy("1.3");
        queue.offer(WaitingJob.of(old, NOON.minus(Duration.ofHours(41))));
        queue.offer(WaitingJob.of(urgent, NOON.minus(Duration.ofHours(2))));
        queue.offer(WaitingJob.of(later, NOON.plus(Duration.ofMinutes(1))));
        queue.assessed(old.objectId(), "1.1", 20);
        queue.assessed(urgent.objectId(), "1.2", 60);
        queue.assessed(later.objectId(), "1.3", 60);

        // 40 points are worth 40 hours: the urgent one passes, the one that came too late does not.
        assertThat(List.of(take(), take(), take()))
                .containsExactly(urgent.id(), old.id(), later.id());
    }

    @Test
    void sends_what_is_urgent_before_what_has_waited_for_a_week() {
        var old = Jobs.ofStudy("1.1");
        var urgent = Jobs.ofStudy("1.2");
        queue.offer(WaitingJob.of(old, NOON.minus(Duration.ofDays(7))));
        queue.offer(WaitingJob.of(urgent, NOON));
        queue.assessed(old.objectId(), "1.1", 50);
        queue.assessed(urgent.objectId(), "1.2", 65);

        assertThat(List.of(take(), take())).containsExactly(urgent.id(), old.id());
    }

    @Test
    void leaves_a_turn_to_what_is_older_after_four_urgent_ones_that_passed_it() {
        for (int i = 0; i < 3; i++) {
            offer("1." + i, NOON.minus(Duration.ofDays(7)), 50);
        }
        for (int i = 0; i < 12; i++) {
            offer("2." + i, NOON, 90);
        }

        var studies = new StringBuilder();
        for (int i = 0; i < 15; i++) {
            String study = Objects.requireNonNull(queue.take(NOON)).studyInstanceUid();
            studies.append(study.startsWith("2.") ? 'u' : 'o');
        }
        assertThat(studies).hasToString("uuuuouuuuouuuuo");
    }

    @Test
    void does_not_let_an_image_of_an_urgent_study_wait_for_its_own_assessment() {
        var first = Jobs.ofStudy("1.2");
        var second = Jobs.ofStudy("1.2");
        var third = Jobs.ofStudy("1.2");
        queue.offer(WaitingJob.of(first, NOON));
        queue.offer(WaitingJob.of(second, NOON));
        queue.assessed(first.objectId(), "1.2", 90);
        queue.offer(WaitingJob.of(third, NOON));

        assertThat(List.of(take(), take(), take()))
                .containsExactly(first.id(), second.id(), third.id());
    }

    @Test
    void sends_what_was_made_of_an_urgent_study_before_images_of_a_routine_one() {
        var image = Jobs.ofStudy("1.1");
        var urgent = Jobs.ofStudy("1.2");
        queue.offer(WaitingJob.of(image, NOON.minus(Duration.ofHours(1))));
        queue.assessed(image.objectId(), "1.1", 50);
        queue.offer(WaitingJob.of(urgent, NOON));
        queue.assessed(urgent.objectId(), "1.2", 90);
        assertThat(take()).isEqualTo(urgent.id());
        queue.remove(urgent.id());

        // Its study is done when they come.
        var made = Jobs.derived("1.2");
        queue.offer(WaitingJob.of(made, NOON));

        assertThat(List.of(take(), take())).containsExactly(made.id(), image.id());
    }

    @Test
    void takes_nothing_but_the_urgent_when_nothing_else_may_go() {
        offer("1.1", NOON.minus(Duration.ofHours(1)), 50);
        var urgent = offer("1.2", NOON, 90);

        assertThat(taken(NOON, true)).isEqualTo(urgent.id());
        assertThat(queue.take(NOON, true)).isNull();
        assertThat(queue.take(NOON)).isNotNull();
    }

    @Test
    void keeps_the_priority_of_each_study_that_waits_however_many_there_are() {
        var urgent = offer("1.2", NOON, 90);
        for (int i = 0; i < 30_000; i++) {
            offer("2." + i, NOON.minusSeconds(30_000 - i), 50);
        }
        var rest = Jobs.ofStudy("1.2");
        queue.offer(WaitingJob.of(rest, NOON));

        assertThat(List.of(take(), take())).containsExactly(urgent.id(), rest.id());
    }

    @Test
    void says_how_much_waits() {
        offer("1.1", NOON.minus(Duration.ofHours(1)), 50);
        offer("1.2", NOON, 90);

        assertThat(queue.waiting())
                .isEqualTo(new LinkState.Waiting(2, 2, 1, 1, NOON.minus(Duration.ofHours(1))));
    }

    private UploadJob offer(String study, Instant at, int priority) {
        var job = Jobs.ofStudy(study);
        queue.offer(WaitingJob.of(job, at));
        queue.assessed(job.objectId(), study, priority);
        return job;
    }

    @Test
    void lets_a_study_go_with_its_most_urgent_scan() {
        var other = Jobs.ofStudy("1.1");
        var plain = Jobs.ofStudy("1.2");
        var urgent = Jobs.ofStudy("1.2");
        for (var job : List.of(other, plain, urgent)) {
            queue.offer(WaitingJob.of(job, NOON));
        }
        queue.assessed(other.objectId(), "1.1", 50);
        queue.assessed(urgent.objectId(), "1.2", 90);
        queue.assessed(plain.objectId(), "1.2", 0);

        assertThat(List.of(take(), take(), take()))
                .containsExactly(plain.id(), urgent.id(), other.id());
    }

    @Test
    void lets_others_pass_an_object_that_failed() {
        var failed = Jobs.ofStudy("1.1");
        var next = Jobs.ofStudy("1.2");
        queue.offer(WaitingJob.of(failed, NOON.minus(WAIT)));
        queue.offer(WaitingJob.of(next, NOON.minus(WAIT)));

        assertThat(taken(NOON)).isEqualTo(failed.id());
        assertThat(queue.failed(failed.id(), false)).isEqualTo(1);
        queue.giveBack(failed.id(), NOON.plusSeconds(5));

        assertThat(taken(NOON)).isEqualTo(next.id());
        assertThat(queue.take(NOON)).isNull();
        assertThat(taken(NOON.plusSeconds(5))).isEqualTo(failed.id());
        assertThat(queue.failed(failed.id(), false)).isEqualTo(2);
    }

    @Test
    void counts_anew_what_failed_after_parts_of_it_had_arrived() {
        var job = Jobs.ofStudy("1.1");
        queue.offer(WaitingJob.of(job, NOON.minus(WAIT)));
        queue.take(NOON);
        queue.failed(job.id(), false);
        queue.failed(job.id(), false);

        assertThat(queue.failed(job.id(), true)).isEqualTo(1);
        assertThat(queue.failed(job.id(), false)).isEqualTo(2);
    }

    @Test
    void ends_the_backoff_of_what_failed_while_the_store_was_down() {
        var job = Jobs.ofStudy("1.1");
        queue.offer(WaitingJob.of(job, NOON.minus(WAIT)));
        queue.take(NOON);
        queue.failed(job.id(), false);
        queue.giveBack(job.id(), NOON.plusSeconds(300));

        queue.wake(List.of(job.id()));

        assertThat(taken(NOON)).isEqualTo(job.id());
        assertThat(queue.failed(job.id(), false)).isEqualTo(1);
    }

    @Test
    void keeps_one_entry_for_a_job_that_is_offered_twice() {
        var job = Jobs.ofStudy("1.1");
        queue.offer(WaitingJob.of(job, NOON.minus(WAIT)));
        assertThat(taken(NOON)).isEqualTo(job.id());
        queue.offer(WaitingJob.of(job, NOON.minus(WAIT)));

        assertThat(queue.take(NOON)).isNull();
        assertThat(queue.size()).isOne();
        queue.remove(job.id());
        assertThat(queue.size()).isZero();
    }

    @Test
    void keeps_what_is_to_be_done_again_before_it_was_forgotten() throws IOException {
        var job = Jobs.ofStudy("1.1");
        try (var jobs = UploadJobs.open(folder, _ -> false)) {
            jobs.add(job, NOON.minus(WAIT));
            jobs.pending().forEach(queue::offer);
            // Refused and parked; a person tries what is parked again before the queue knows.
            assertThat(taken(NOON)).isEqualTo(job.id());
            jobs.park(job.id(), "key-conflict");
            jobs.retryParked().forEach(queue::offer);
            queue.leave(job.id(), jobs::toDo);

            // Done, and a node that did not keep it is to have it again before the queue knows.
            assertThat(taken(NOON)).isEqualTo(job.id());
            jobs.done(job.id());
            assertThat(jobs.add(job, NOON.minus(WAIT))).isTrue();
            jobs.pending().forEach(queue::offer);
            queue.leave(job.id(), jobs::toDo);

            assertThat(taken(NOON)).isEqualTo(job.id());
            jobs.park(job.id(), "key-conflict");
            queue.leave(job.id(), jobs::toDo);
            assertThat(queue.size()).isZero();
        }
    }

    private JobId take() {
        return Objects.requireNonNull(taken(NOON));
    }

    private @Nullable JobId taken(Instant now) {
        return taken(now, false);
    }

    private @Nullable JobId taken(Instant now, boolean onlyUrgent) {
        var job = queue.take(now, onlyUrgent);
        return job == null ? null : job.id();
    }
}
