package org.medsendx.uplink.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

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
        queue.assessed(old.objectId(), "1.1", 50);
        queue.assessed(urgent.objectId(), "1.2", 90);
        queue.assessed(later.objectId(), "1.3", 90);

        // 40 points are worth 40 hours: the urgent one passes, the one that came too late does not.
        assertThat(List.of(take(), take(), take())).containsExactly(urgent, old, later);
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
        assertThat(queue.failed(failed)).isEqualTo(1);
        queue.giveBack(failed, NOON.plusSeconds(5));

        assertThat(queue.take(NOON)).isEqualTo(next);
        assertThat(queue.take(NOON)).isNull();
        assertThat(queue.take(NOON.plusSeconds(5))).isEqualTo(failed);
        assertThat(queue.failed(failed)).isEqualTo(2);
    }

    @Test
    void ends_the_backoff_of_what_failed_while_the_store_was_down() {
        var job = Jobs.ofStudy("1.1");
        queue.offer(job, NOON.minus(WAIT));
        queue.take(NOON);
        queue.failed(job);
        queue.giveBack(job, NOON.plusSeconds(300));

        queue.wake(List.of(job));

        assertThat(queue.take(NOON)).isEqualTo(job);
        assertThat(queue.failed(job)).isEqualTo(1);
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
