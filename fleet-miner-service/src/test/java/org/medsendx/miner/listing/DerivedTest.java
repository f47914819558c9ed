package org.medsendx.miner.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class DerivedTest {

    private final AtomicReference<Object> source = new AtomicReference<>(new Object());
    private final AtomicInteger made = new AtomicInteger();

    @Test
    void what_did_not_change_is_not_made_again() {
        var derived = new Derived<Object, Integer>(source::get, of -> made.incrementAndGet());

        assertThat(derived.get()).isEqualTo(1);
        assertThat(derived.get()).isEqualTo(1);
        source.set(new Object());

        assertThat(derived.get()).isEqualTo(2);
        assertThat(made).hasValue(2);
    }

    @Test
    void who_asks_after_a_change_gets_no_word_from_before_it() {
        var derived = new Derived<Object, Object>(source::get, of -> of);
        for (int i = 0; i < 100; i++) {
            var now = new Object();
            source.set(now);

            assertThat(derived.get()).isSameAs(now);
        }
    }

    @Test
    void however_many_wait_while_the_source_moves_on_it_is_made_once_more() throws Exception {
        var begun = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        // The source is another one whenever it is looked at: the worst there is.
        var derived =
                new Derived<Object, Integer>(
                        Object::new,
                        of -> {
                            begun.countDown();
                            await(finish);
                            return made.incrementAndGet();
                        });
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = new ArrayList<Future<Integer>>();
            asked.add(people.submit(derived::get));
            await(begun);
            var asking = new ArrayList<Thread>();
            var answers = new ArrayList<AtomicReference<Integer>>();
            for (int i = 0; i < 50; i++) {
                var answer = new AtomicReference<Integer>();
                answers.add(answer);
                asking.add(Thread.ofPlatform().start(() -> answer.set(derived.get())));
            }
            for (var thread : asking) {
                while (thread.getState() != Thread.State.WAITING) {
                    LockSupport.parkNanos(100_000);
                }
            }
            finish.countDown();
            for (var thread : asking) {
                thread.join();
            }

            assertThat(asked.getFirst().get()).isEqualTo(1);
            assertThat(answers).allSatisfy(answer -> assertThat(answer).hasValue(2));
        }
        assertThat(made).hasValue(2);
    }

    @Test
    void what_could_not_be_made_is_tried_again() {
        var derived =
                new Derived<Object, Integer>(
                        source::get,
                        of -> {
                            if (made.incrementAndGet() == 1) {
                                throw new IllegalStateException("once");
                            }
                            return made.get();
                        });

        assertThatThrownBy(derived::get).hasMessage("once");
        assertThat(derived.get()).isEqualTo(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
