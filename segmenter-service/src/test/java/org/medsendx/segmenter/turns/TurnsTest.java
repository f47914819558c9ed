package org.medsendx.segmenter.turns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void a_scan_waits_for_those_of_its_study_and_kind_and_for_no_other() throws Exception {
        var turns = new Turns(4, 8);
        var slow = read(turns, claim("study-1", "CT"), "CT|HEAD");
        var sameStudy = read(turns, claim("study-1", "MG"), "MG|BREAST");
        var sameKind = read(turns, claim("study-2", "CT"), "CT|HEAD");
        var otherKind = read(turns, claim("study-3", "CT"), "CT|CHEST");

        var study = end(sameStudy);
        var kind = end(sameKind);
        end(otherKind).get(LONG.toSeconds(), TimeUnit.SECONDS);

        assertThat(study.isDone()).isFalse();
        assertThat(kind.isDone()).isFalse();
        end(slow).get(LONG.toSeconds(), TimeUnit.SECONDS);
        study.get(LONG.toSeconds(), TimeUnit.SECONDS);
        kind.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void until_a_header_was_read_all_of_its_modality_wait_and_until_an_event_was_all()
            throws Exception {
        var turns = new Turns(4, 8);
        var unread = turns.join();
        var other = turns.join();
        other.claim(claim("study-2", "MG"));
        var place = place(other);
        assertThat(place.isDone()).isFalse();

        unread.claim(claim("study-1", "CT"));
        place.get(LONG.toSeconds(), TimeUnit.SECONDS);
        other.opened("MG|BREAST");
        other.leavePlace();
        end(other).get(LONG.toSeconds(), TimeUnit.SECONDS);
        var same = end(read(turns, claim("study-3", "CT"), "CT|CHEST"));
        assertThat(same.isDone()).isFalse();

        unread.opened("CT|HEAD");
        same.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void what_was_not_measured_holds_up_its_study_alone() throws Exception {
        var turns = new Turns(4, 8);
        read(turns, claim("study-1", "CT"), null);
        var same = end(read(turns, claim("study-1", "CT"), "CT|HEAD"));

        // It was not waited for before it was read either: nothing is learned of it.
        var other = read(turns, claim("study-2", "CT"), "CT|CHEST");
        end(other).get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(same.isDone()).isFalse();
    }

    @Test
    void of_one_object_one_scan_at_a_time_is_read() throws Exception {
        var turns = new Turns(4, 8);
        var claim = claim("study-1", "CT");
        var first = read(turns, claim, "CT|HEAD");
        var second = turns.join();
        second.claim(claim);

        var place = place(second);
        end(first).get(LONG.toSeconds(), TimeUnit.SECONDS);

        place.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void lengthy_scans_leave_a_place_to_others() throws Exception {
        var turns = new Turns(2, 8);
        var long1 = turns.join();
        var long2 = turns.join();
        var quick = turns.join();
        long1.claim(lengthy("study-1"));
        long2.claim(lengthy("study-2"));
        quick.claim(claim("study-3", "CT"));

        place(long1).get(LONG.toSeconds(), TimeUnit.SECONDS);
        var waits = place(long2);
        place(quick).get(LONG.toSeconds(), TimeUnit.SECONDS);

        assertThat(waits.isDone()).isFalse();
        quick.leavePlace();
        long1.leavePlace();
        long1.close();
        waits.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void no_more_join_than_may_be_on_their_way() throws Exception {
        var turns = new Turns(1, 2);
        var first = turns.join();
        turns.join();
        var third = waiting(turns::join);
        assertThat(third.isDone()).isFalse();

        first.close();

        third.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void an_end_of_the_service_ends_all_waiting_and_nobody_overtakes() throws Exception {
        var turns = new Turns(1, 8);
        var broken = read(turns, claim("study-1", "CT"), "CT|HEAD");
        var behind = end(read(turns, claim("study-1", "CT"), "CT|HEAD"));

        turns.close();
        broken.close();

        assertThatThrownBy(() -> behind.get(LONG.toSeconds(), TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(InterruptedException.class);
        assertThatThrownBy(turns::join).isInstanceOf(InterruptedException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void however_long_reading_takes_scans_that_hang_on_each_other_end_in_their_order(int places)
            throws Exception {
        var random = new Random(places);
        var turns = new Turns(places, 3 * places);
        var reading = new AtomicInteger();
        var most = new AtomicInteger();
        var ended = new ArrayList<Integer>();
        var scans = new ArrayList<Claim>();
        var kinds = new ArrayList<String>();
        var all = new CountDownLatch(300);
        for (int i = 0; i < 300; i++) {
            int study = random.nextInt(20);
            String modality = random.nextBoolean() ? "CT" : "MG";
            scans.add(
                    new Claim(
                            new UUID(0, random.nextInt(250)),
                            "study-" + study,
                            "series",
                            modality,
                            random.nextInt(10) == 0,
                            modality.equals("MG") && random.nextInt(4) == 0));
            kinds.add(random.nextInt(12) == 0 ? "" : modality + random.nextInt(3));
            long nanos = random.nextInt(400_000);
            int number = i;
            var turn = turns.join();
            threads.submit(() -> {
                try (turn) {
                    turn.claim(scans.get(number));
                    for (boolean again = number % 17 == 0; ; again = false) {
                        turn.awaitPlace();
                        most.accumulateAndGet(reading.incrementAndGet(), Math::max);
                        LockSupport.parkNanos(nanos / 2);
                        turn.opened(kinds.get(number).isEmpty() ? null : kinds.get(number));
                        LockSupport.parkNanos(nanos / 2);
                        reading.decrementAndGet();
                        turn.leavePlace();
                        if (!again) {
                            break;
                        }
                    }
                    turn.awaitEnd();
                    // Alone, or this list would not bear it.
                    ended.add(number);
                    turn.leaveEnd();
                }
                all.countDown();
                return null;
            });
        }

        assertThat(all.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();

        assertThat(ended).hasSize(300).doesNotHaveDuplicates();
        assertThat(most.get()).isBetween(1, places);
        for (int a = 0; a < ended.size(); a++) {
            for (int b = a + 1; b < ended.size(); b++) {
                int early = ended.get(b);
                int late = ended.get(a);
                // The later one of the log ended first: so it does not hang on the other.
                if (early < late) {
                    assertThat(scans.get(early).study()).isNotEqualTo(scans.get(late).study());
                    assertThat(scans.get(early).object()).isNotEqualTo(scans.get(late).object());
                    if (!kinds.get(early).isEmpty()) {
                        assertThat(kinds.get(early)).isNotEqualTo(kinds.get(late));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void as_many_are_read_at_once_as_there_are_places(int places) throws Exception {
        var turns = new Turns(places, 3 * places);
        var inside = new CountDownLatch(places);
        var release = new CountDownLatch(1);
        var done = new ArrayList<Future<?>>();
        for (int i = 0; i < places; i++) {
            var turn = turns.join();
            turn.claim(claim("study-" + i, "CT"));
            done.add(
                    threads.submit(() -> {
                        try (turn) {
                            turn.awaitPlace();
                            inside.countDown();
                            release.await();
                            turn.leavePlace();
                        }
                        return null;
                    }));
        }
        assertThat(inside.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        var more = turns.join();
        more.claim(claim("one-more", "CT"));

        var waits = waiting(more::awaitPlace);

        assertThat(waits.isDone()).isFalse();
        release.countDown();
        waits.get(LONG.toSeconds(), TimeUnit.SECONDS);
        for (var one : done) {
            one.get(LONG.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static Claim claim(String study, String modality) {
        return new Claim(UUID.randomUUID(), study, study + ".1", modality, false, false);
    }

    private static Claim lengthy(String study) {
        return new Claim(UUID.randomUUID(), study, study + ".1", "XA", true, false);
    }

    private static Turns.Turn read(Turns turns, Claim claim, @Nullable String kind)
            throws InterruptedException {
        var turn = turns.join();
        turn.claim(claim);
        turn.awaitPlace();
        turn.opened(kind);
        turn.leavePlace();
        return turn;
    }

    /** Its place; seen waiting before this returns, unless it has one. */
    private Future<?> place(Turns.Turn turn) {
        return waiting(turn::awaitPlace);
    }

    /** Its end; seen waiting before this returns, unless it is through. */
    private Future<?> end(Turns.Turn turn) {
        return waiting(() -> {
            turn.awaitEnd();
            turn.leaveEnd();
            turn.close();
        });
    }

    private interface Wait {
        void until() throws InterruptedException;
    }

    private Future<?> waiting(Wait wait) {
        var thread = new Thread[1];
        var begun = new CountDownLatch(1);
        var ended =
                threads.submit(() -> {
                    thread[0] = Thread.currentThread();
                    begun.countDown();
                    wait.until();
                    return null;
                });
        await().atMost(LONG)
                .until(() ->
                        begun.await(1, TimeUnit.SECONDS)
                                && (ended.isDone()
                                        || List.of(Thread.State.WAITING, Thread.State.TERMINATED)
                                                .contains(thread[0].getState())));
        return ended;
    }
}
