package org.medsendx.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.medsendx.outbox.Events.DIGEST;
import static org.medsendx.outbox.Events.received;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.identified.InstanceReceived;

/** An outbox forgets what nobody asks for any more, and nothing else. */
class OutboxForgettingTest {

    private static final Duration KEEP = Duration.ofDays(30);
    private static final int SEGMENT = 4000;

    @TempDir Path folder;
    private Outbox outbox;
    private final SimulatedLog log = new SimulatedLog();
    private final List<Event<InstanceReceived>> events = new ArrayList<>();

    /** Everything that is on disk now is older than that. */
    private final Instant later = Instant.now().plus(Duration.ofDays(31));

    @BeforeEach
    void open() throws IOException {
        outbox = Outbox.open(folder.resolve("outbox"), "edge-ingest", SEGMENT);
    }

    @AfterEach
    void close() throws IOException {
        outbox.close();
    }

    @Test
    void what_is_old_published_and_passed_goes() throws IOException {
        append(100);
        try (var relay = start()) {
            awaitConfirmed(relay, 100);

            keeping(relay, 100).round(later);

            assertThat(outbox.first()).isBetween(80L, 99L);
            assertThat(outbox.size()).isEqualTo(100);
            assertThat(relay.backlog()).isZero();
        }
    }

    @Test
    void what_is_young_stays() throws IOException {
        append(100);
        try (var relay = start()) {
            awaitConfirmed(relay, 100);
            keeping(relay, 100).round(Instant.now().plus(Duration.ofDays(29)));
            assertThat(outbox.first()).isZero();
        }
    }

    @Test
    void what_a_reader_has_not_passed_stays_whatever_its_age() throws IOException {
        append(100);
        try (var relay = start()) {
            awaitConfirmed(relay, 100);
            keeping(relay, 100, 37).round(later.plus(Duration.ofDays(3650)));
            assertThat(outbox.first()).isBetween(20L, 37L);
            keeping(relay, 0).round(later);
            assertThat(outbox.first()).isBetween(20L, 37L);
        }
    }

    @Test
    void what_is_not_published_stays_whatever_its_age() throws IOException {
        log.down(true);
        append(100);
        try (var relay = start()) {
            keeping(relay, 100).round(later.plus(Duration.ofDays(3650)));
            assertThat(outbox.first()).isZero();
        }
    }

    @Test
    void the_cursor_file_of_a_stage_says_what_it_has_passed() throws Exception {
        append(100);
        Path cursor = folder.resolve("catch-up");
        var known = new HashSet<String>();
        events.subList(0, 60).forEach(event -> known.add(event.id()));
        var stage =
                new CatchUp.Stage() {
                    @Override
                    public boolean concerns(Event<?> event) {
                        return true;
                    }

                    @Override
                    public boolean knows(Event<?> event) {
                        return known.contains(event.id());
                    }

                    @Override
                    public void take(Event<?> event) {
                        known.add(event.id());
                    }
                };
        assertThat(CatchUp.passed(cursor, outbox.epoch())).isZero();
        var timing = new CatchUp.Timing(Duration.ofDays(1), Duration.ofSeconds(1), KEEP);
        try (var catchUp = CatchUp.start(folder.resolve("outbox"), cursor, stage, timing)) {
            await().until(() -> catchUp.waiting().count() == 40);
            await().until(() -> CatchUp.passed(cursor, outbox.epoch()) == 60);
        }
        assertThat(CatchUp.passed(cursor, "another epoch")).isZero();
        Files.writeString(cursor, "half a li");
        assertThat(CatchUp.passed(cursor, outbox.epoch())).isZero();
    }

    @Test
    void a_repeat_of_a_forgotten_event_is_still_one_and_sequences_go_on() throws IOException {
        append(100);
        forgetAll();
        close();
        open();
        var first = events.getFirst();
        assertThat(outbox.first()).isPositive();
        assertThat(outbox.contains(first.id())).isTrue();

        var repeated = outbox.append(first.data(), DIGEST, null);
        outbox.append((Event<?>) first);

        assertThat(outbox.size()).isEqualTo(100);
        assertThat(repeated).isEqualTo(first);
        assertThat(outbox.append(received("T1"), DIGEST, null).sequence()).isEqualTo(101);
    }

    @Test
    void ids_go_too_when_no_repeat_can_come_any_more() throws IOException {
        append(100);
        outbox.forget(KEEP, 50, later);
        long first = outbox.first();
        outbox.forget(KEEP, 100, later.plus(KEEP.multipliedBy(4)).plus(Duration.ofDays(2)));
        assertThat(outbox.contains(events.getFirst().id())).isFalse();
        assertThat(outbox.contains(events.get((int) first).id())).isTrue();
    }

    @Test
    void a_wiped_log_gets_everything_that_is_left_again() throws IOException {
        append(100);
        try (var relay = start()) {
            awaitConfirmed(relay, 100);
            keeping(relay, 100).round(later);
            log.wipe();
            awaitAllThatIsLeft(relay);
            assertThat(log.ids()).doesNotContain(events.getFirst().id());
            append(5);
            awaitAllThatIsLeft(relay);
        }
        log.wipe();
        try (var relay = start()) {
            awaitAllThatIsLeft(relay);
        }
    }

    @Test
    void a_relay_without_a_cursor_begins_with_what_is_left() throws IOException {
        append(100);
        forgetAll();
        try (var relay = start()) {
            awaitAllThatIsLeft(relay);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43, 44, 45, 46, 47, 48})
    void whatever_happens_every_event_was_published_before_it_was_forgotten(long seed)
            throws IOException {
        var random = new Random(seed);
        Set<String> seen = new HashSet<>();
        var relay = start();
        try {
            for (int step = 0; step < 60; step++) {
                switch (random.nextInt(8)) {
                    case 0 -> log.cut(random.nextInt(30));
                    case 1 -> log.wipe();
                    case 2 -> log.down(random.nextBoolean());
                    case 3 -> {
                        relay.close();
                        relay = start();
                    }
                    case 4, 5 -> {
                        long before = outbox.first();
                        long until = outbox.forget(Duration.ZERO, relay.confirmed(), later);
                        for (long i = before; i < until; i++) {
                            seen.add(events.get((int) i).id());
                        }
                    }
                    default -> append(random.nextInt(60));
                }
            }
            log.down(false);
            awaitAllThatIsLeft(relay);
        } finally {
            relay.close();
        }
        assertThat(log.ever()).containsAll(seen);
    }

    private void forgetAll() throws IOException {
        assertThat(outbox.forget(KEEP, outbox.size(), later)).isPositive();
    }

    private static OutboxKeeping.Reader at(long passed) {
        return () -> passed;
    }

    private OutboxKeeping keeping(Relay relay, long... passed) {
        var readers = new ArrayList<OutboxKeeping.Reader>();
        for (long one : passed) {
            readers.add(at(one));
        }
        return new OutboxKeeping(outbox, relay, KEEP, readers);
    }

    private Relay start() {
        var quick = new Backoff(Duration.ofMillis(1), Duration.ofMillis(5), new Random(1));
        return Relay.start(
                outbox, folder.resolve("cursor"), log.publisher(), quick, Duration.ofMillis(5));
    }

    private void append(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            events.add(outbox.append(received("T1"), DIGEST, null));
        }
    }

    private void awaitConfirmed(Relay relay, long index) {
        await().pollInterval(Duration.ofMillis(2)).until(() -> relay.confirmed() == index);
    }

    private void awaitAllThatIsLeft(Relay relay) {
        var left =
                events.subList((int) outbox.first(), events.size()).stream()
                        .map(Event::id)
                        .toList();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> log.ids().containsAll(left) && relay.backlog() == 0);
    }
}
