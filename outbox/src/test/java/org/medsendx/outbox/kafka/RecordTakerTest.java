package org.medsendx.outbox.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.outbox.Backoff;
import org.medsendx.outbox.Events;
import org.medsendx.outbox.work.WorkState;

@Timeout(20)
class RecordTakerTest {

    private static final Backoff QUICK =
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(5), new Random(1));

    @TempDir Path folder;

    private Path letters;
    private Event<InstanceReceived> event;

    @BeforeEach
    void makeAnEvent() {
        letters = folder.resolve("letters");
        var payload = Events.received("TRUCK-1");
        event =
                new Event<>(
                        Event.idOf(payload.subject(), "received", Events.DIGEST),
                        "/trucks/TRUCK-1/edge-ingest",
                        1,
                        "11111111-1111-1111-1111-111111111111",
                        null,
                        payload);
    }

    @Test
    void hands_over_the_event_of_a_record() throws Exception {
        var seen = new ArrayList<Event<?>>();
        try (var taker = taker()) {
            assertThat(taker.take(InstanceReceived.class, record(event), seen::add)).isTrue();
        }

        assertThat(seen).isEqualTo(List.of(event));
        assertThat(letters()).isEmpty();
    }

    @Test
    void says_that_it_is_held_for_as_long_as_the_disk_refuses() throws Exception {
        var attempts = new AtomicInteger();
        var seen = new ArrayList<WorkState>();
        try (var taker = taker()) {
            taker.take(
                    InstanceReceived.class,
                    record(event),
                    e -> {
                        seen.add(taker.state());
                        if (attempts.incrementAndGet() < 4) {
                            throw new IOException("No space left on device");
                        }
                    });
            seen.add(taker.state());
        }

        assertThat(seen)
                .containsExactly(
                        WorkState.WORKING,
                        WorkState.HELD,
                        WorkState.HELD,
                        WorkState.HELD,
                        WorkState.WORKING);
    }

    @Test
    void keeps_what_is_no_event_as_a_dead_letter_and_takes_the_next() throws Exception {
        var seen = new ArrayList<Event<?>>();
        var stray = stray();
        try (var taker = taker()) {
            assertThat(taker.take(InstanceReceived.class, stray, seen::add)).isFalse();
            assertThat(taker.take(InstanceReceived.class, record(event), seen::add)).isTrue();
        }

        assertThat(seen).hasSize(1);
        assertThat(letters()).containsExactly("t.v1-2-7");
        assertThat(Files.readAllBytes(letters.resolve("t.v1-2-7"))).isEqualTo(stray.value());
    }

    @Test
    void repeats_the_work_until_the_disk_takes_it() throws Exception {
        var attempts = new AtomicInteger();
        try (var taker = taker()) {
            assertThat(
                            taker.take(
                                    InstanceReceived.class,
                                    record(event),
                                    _ -> {
                                        if (attempts.incrementAndGet() < 4) {
                                            throw new IOException("no space left");
                                        }
                                    }))
                    .isTrue();
        }

        assertThat(attempts).hasValue(4);
        assertThat(letters()).isEmpty();
    }

    @Test
    void keeps_a_record_that_meets_a_defect_instead_of_holding_up_the_next() throws Exception {
        try (var taker = taker()) {
            assertThat(
                            taker.take(
                                    InstanceReceived.class,
                                    record(event),
                                    _ -> {
                                        throw new IllegalStateException("a defect");
                                    }))
                    .isFalse();
        }

        assertThat(letters()).containsExactly("t.v1-0-3");
    }

    @Test
    void does_not_take_a_record_when_it_is_closed_while_the_disk_fails() throws Exception {
        var slow = new Backoff(Duration.ofHours(1), Duration.ofHours(1), new Random(1));
        var taker = new RecordTaker(new DeadLetters(letters)::keep, slow);

        assertThatThrownBy(() ->
                        taker.take(
                                InstanceReceived.class,
                                record(event),
                                _ -> {
                                    Thread.ofVirtual().start(taker::close);
                                    throw new IOException("no space left");
                                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(letters()).isEmpty();
    }

    @Test
    void does_not_take_a_record_that_comes_after_it_was_closed() throws Exception {
        var taker = taker();
        taker.close();

        for (var value : List.of(record(event), stray())) {
            assertThatThrownBy(() ->
                            taker.take(
                                    InstanceReceived.class,
                                    value,
                                    _ -> {
                                        throw new IllegalStateException("not started");
                                    }))
                    .isInstanceOf(InterruptedException.class);
        }
        assertThat(letters()).isEmpty();
    }

    @Test
    void does_not_take_for_a_defect_what_fails_because_the_service_stops() throws Exception {
        var taker = taker();
        var closing = new CountDownLatch(1);

        assertThatThrownBy(() ->
                        taker.take(
                                InstanceReceived.class,
                                record(event),
                                _ -> {
                                    Thread.ofVirtual()
                                            .start(() -> {
                                                closing.countDown();
                                                taker.close();
                                            });
                                    closing.await();
                                    awaitClosed(taker);
                                    throw new IllegalStateException("not started");
                                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(letters()).isEmpty();
    }

    @Test
    void is_closed_when_the_work_in_hand_has_ended() throws Exception {
        var taker = taker();
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        var ended = new AtomicInteger();
        var working =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                taker.take(
                                        InstanceReceived.class,
                                        record(event),
                                        _ -> {
                                            begun.countDown();
                                            end.await();
                                            ended.incrementAndGet();
                                        });
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                        });
        begun.await();
        var closing =
                Thread.ofVirtual()
                        .start(() -> {
                            taker.close();
                            ended.compareAndSet(1, 2);
                        });
        awaitClosed(taker);
        end.countDown();
        closing.join();
        working.join();

        assertThat(ended).hasValue(2);
    }

    // Closing has begun when nothing more is taken.
    private static void awaitClosed(RecordTaker taker) {
        await().until(() -> {
            try {
                taker.take(InstanceReceived.class, stray(), _ -> {});
                return false;
            } catch (InterruptedException e) {
                return true;
            }
        });
    }

    private static ConsumerRecord<byte[], byte[]> stray() {
        byte[] value = "{no event".getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<byte[], byte[]>("t.v1", 2, 7L, null, value);
    }

    private RecordTaker taker() {
        return new RecordTaker(new DeadLetters(letters)::keep, QUICK);
    }

    private static ConsumerRecord<byte[], byte[]> record(Event<InstanceReceived> event) {
        var record =
                new ConsumerRecord<byte[], byte[]>(
                        "t.v1", 0, 3L, null, EventCodec.value(event.data()));
        EventCodec.headers(event)
                .forEach((name, value) ->
                        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private List<String> letters() throws IOException {
        if (!Files.exists(letters)) {
            return List.of();
        }
        try (var files = Files.list(letters)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
