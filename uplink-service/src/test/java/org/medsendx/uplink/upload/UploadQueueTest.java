package org.medsendx.uplink.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.medsendx.uplink.bandwidth.LinkState;

class UploadQueueTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration WAIT = Duration.ofSeconds(60);

    private final UploadQueue queue = new UploadQueue(WAIT, Duration.ofHours(1));

    @Test
    void holds_an_object_back_until_its_scan_is_assessed() {
        var job = Jobs.ofStudy("1.2");
        queue.offer(job, NOON);

        assertThat(queue.take(NOON.plusSeconds(59))).isNull();
        queue.assessed(job.objectId(), "1.2", 0);

        assertThat(queue.take(NOON.plusSeconds(59))).isEqualTo(job);
    }

    @Test
    void waits_for_an_assessment_no_longer_than_it_may() {
        var job = Jobs.ofStudy("1.2");
        queue.offer(job, NOON);

        assertThat(queue.nextWake()).isEqualTo(NOON.plus(WAIT));
        assertThat(queue.take(NOON.plus(WAIT))).isEqualTo(job);
    }

    @Test
    void does_not_wait_when_the_assessment_came_first() {
        var job = Jobs.ofStudy("1.2");
        queue.assessed(job.objectId(), "1.2", 7);
        queue.offer(job, NOON);

        assertThat(queue.take(NOON)).isEqualTo(job);
    }

    @Test
    void sends_the_urgent_first_and_equals_in_the_order_they_came() {
        var routine = Jobs.ofStudy("1.1");
        var second = Jobs.ofStudy("1.2");
        var urgent = Jobs.ofStudy("1.3");
        for (var job : List.of(routine, second, urgent)) {
            queue.offer(job, NOON);
        }
        queue.assessed(routine.objectId(), "1.1", 10);
        queue.assessed(second.objectId(), "1.2", 10);
        queue.assessed(urgent.objectId(), "1.3", 90);

        assertThat(List.of(take(), take(), take())).containsExactly(urgent, routine, second);
    }

    @Test
    void lets_nothing_wait_for_ever_behind_what_is_more_urgent() {
        var old = Jobs.ofStudy("1.1");
        var urgent = Jobs.ofStudy("1.2");
        var later = Jobs.ofStudy("1.3");
        queue.offer(old, NOON.minus(Duration.ofHours(41)));
        queue.offer(urgent, NOON.minus(Duration.ofHours(2)));
        queue.offer(later, NOON.plus(Duration.ofMinutes(1)));
        queue.assessed(old.objectId(), "1.1", 20);
        queue.assessed(urgent.objectId(), "1.2", 60);
        queue.assessed(later.objectId(), "1.3", 60);

        // 40 points are worth 40 hours: the urgent one passes, the one that came too late does not.
        assertThat(List.of(take(), take(), take())).containsExactly(urgent, old, later);
    }

    @Test
    void sends_what_is_urgent_before_what_has_waited_for_a_week() {
        var old = Jobs.ofStudy("1.1");
        var urgent = Jobs.ofStudy("1.2");
        queue.offer(old, NOON.minus(Duration.ofDays(7)));
        queue.offer(urgent, NOON);
        queue.assessed(old.objectId(), "1.1", 50);
        queue.assessed(urgent.objectId(), "1.2", 65);

        assertThat(List.of(take(), take())).containsExactly(urgent, old);
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
            String study = take().instance().uids().studyInstanceUid();
            studies.append(study.startsWith("2.") ? 'u' : 'o');
        }
        assertThat(studies).hasToString("uuuuouuuuouuuuo");
    }

    @Test
    void does_not_let_an_image_of_an_urgent_study_wait_for_its_own_assessment() {
        var first = Jobs.ofStudy("1.2");
        var second = Jobs.ofStudy("1.2");
        var third = Jobs.ofStudy("1.2");
        queue.offer(first, NOON);
        queue.offer(second, NOON);
        queue.assessed(first.objectId(), "1.2", 90);
        queue.offer(third, NOON);

        assertThat(List.of(take(), take(), take())).containsExactly(first, second, third);
    }

    @Test
    void sends_what_was_made_of_an_urgent_study_before_images_of_a_routine_one() {
        var image = Jobs.ofStudy("1.1");
        var urgent = Jobs.ofStudy("1.2");
        queue.offer(image, NOON.minus(Duration.ofHours(1)));
        queue.assessed(image.objectId(), "1.1", 50);
        queue.offer(urgent, NOON);
        queue.assessed(urgent.objectId(), "1.2", 90);
        assertThat(take()).isEqualTo(urgent);
        queue.remove(urgent);

        // Its study is done when they come.
        var made = Jobs.derived("1.2");
        queue.offer(made, NOON);

        assertThat(List.of(take(), take())).containsExactly(made, image);
    }

    @Test
    void takes_nothing_but_the_urgent_when_nothing_else_may_go() {
        offer("1.1", NOON.minus(Duration.ofHours(1)), 50);
        var urgent = offer("1.2", NOON, 90);

        assertThat(queue.take(NOON, true)).isEqualTo(urgent);
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
        queue.offer(rest, NOON);

        assertThat(List.of(take(), take())).containsExactly(urgent, rest);
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
        queue.offer(job, at);
        queue.assessed(job.objectId(), study, priority);
        return job;
    }

    @Test
    void lets_a_study_go_with_its_most_urgent_scan() {
        var other = Jobs.ofStudy("1.1");
        var plain = Jobs.ofStudy("1.2");
        var urgent = Jobs.ofStudy("1.2");
        for (var job : List.of(other, plain, urgent)) {
            queue.offer(job, NOON);
        }
        queue.assessed(other.objectId(), "1.1", 50);
        queue.assessed(urgent.objectId(), "1.2", 90);
        queue.assessed(plain.objectId(), "1.2", 0);

        assertThat(List.of(take(), take(), take())).containsExactly(plain, urgent, other);
    }

    @Test
    void lets_others_pass_an_object_that_failed() {
        var failed = Jobs.ofStudy("1.1");
        var next = Jobs.ofStudy("1.2");
        queue.offer(failed, NOON.minus(WAIT));
        queue.offer(next, NOON.minus(WAIT));

        assertThat(queue.take(NOON)).isEqualTo(failed);
        assertThat(queue.failed(failed, false)).isEqualTo(1);
        queue.giveBack(failed, NOON.plusSeconds(5));

        assertThat(queue.take(NOON)).isEqualTo(next);
        assertThat(queue.take(NOON)).isNull();
        assertThat(queue.take(NOON.plusSeconds(5))).isEqualTo(failed);
        assertThat(queue.failed(failed, false)).isEqualTo(2);
    }

    @Test
    void counts_anew_what_failed_after_parts_of_it_had_arrived() {
        var job = Jobs.ofStudy("1.1");
        queue.offer(job, NOON.minus(WAIT));
        queue.take(NOON);
        queue.failed(job, false);
        queue.failed(job, false);

        assertThat(queue.failed(job, true)).isEqualTo(1);
        assertThat(queue.failed(job, false)).isEqualTo(2);
    }

    @Test
    void ends_the_backoff_of_what_failed_while_the_store_was_down() {
        var job = Jobs.ofStudy("1.1");
        queue.offer(job, NOON.minus(WAIT));
        queue.take(NOON);
        queue.failed(job, false);
        queue.giveBack(job, NOON.plusSeconds(300));

        queue.wake(List.of(job));

        assertThat(queue.take(NOON)).isEqualTo(job);
        assertThat(queue.failed(job, false)).isEqualTo(1);
    }

    @Test
    void keeps_one_entry_for_a_job_that_is_offered_twice() {
        var job = Jobs.ofStudy("1.1");
        queue.offer(job, NOON.minus(WAIT));
        assertThat(queue.take(NOON)).isEqualTo(job);
        queue.offer(job, NOON.minus(WAIT));

        assertThat(queue.take(NOON)).isNull();
        assertThat(queue.size()).isOne();
        queue.remove(job);
        assertThat(queue.size()).isZero();
    }

    private UploadJob take() {
        var job = queue.take(NOON);
        assertThat(job).isNotNull();
        return java.util.Objects.requireNonNull(job);
    }
}
