package org.medsendx.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.medsendx.outbox.Events.DIGEST;
import static org.medsendx.outbox.Events.received;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Event;

class RelayTest {

    private static final Backoff QUICK =
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(5), new Random(1));

    @TempDir Path folder;
    private Path cursor;
    private Outbox outbox;

    @BeforeEach
    void open() throws IOException {
        cursor = folder.resolve("cursor");
        outbox = Outbox.open(folder.resolve("outbox"), "edge-ingest");
    }

    @AfterEach
    void close() throws IOException {
        outbox.close();
    }

    @Test
    void publishes_what_was_there_and_what_comes_in_order() throws IOException {
        var expected = new ArrayList<Event<?>>(append(3));
        var publisher = new Recorder(0);

        try (var relay = Relay.start(outbox, cursor, publisher, QUICK, Relay.LOOK_EVERY)) {
            await().until(() -> relay.backlog() == 0);
            expected.addAll(append(3));
            await().until(() -> publisher.published.size() == 6);
            assertThat(relay.connected()).isTrue();
        }

        assertThat(publisher.published).isEqualTo(expected);
        assertThat(publisher.closed).hasValue(1);
    }

    @Test
    void tries_again_until_it_works_and_gives_up_nothing() throws IOException {
        var publisher = new Recorder(25);
        var expected = append(1200);

        try (var relay = Relay.start(outbox, cursor, publisher, QUICK, Relay.LOOK_EVERY)) {
            await().until(() -> relay.backlog() == 0);
        }

        assertThat(publisher.published).isEqualTo(expected);
        assertThat(publisher.attempts).hasValueGreaterThan(25);
    }

    @Test
    void goes_on_where_it_stood_after_a_restart() throws IOException {
        append(2);
        publishAll();
        var later = append(2);

        assertThat(publishAll()).isEqualTo(later);
    }

    @Test
    void publishes_everything_again_with_the_same_ids_when_the_cursor_is_gone() throws IOException {
        append(4);
        var first = publishAll();
        Files.delete(cursor);

        assertThat(publishAll()).isEqualTo(first).hasSize(4);
    }

    @Test
    void starts_from_the_first_event_when_a_power_cut_left_the_cursor_empty() throws IOException {
        append(4);
        Files.write(cursor, new byte[0]);

        assertThat(publishAll()).hasSize(4);
    }

    @Test
    void starts_from_the_first_event_when_the_cursor_is_of_another_outbox() throws IOException {
        append(4);
        Files.writeString(cursor, "0123456789abcdef 3\n");

        assertThat(publishAll()).hasSize(4);
    }

    @Test
    void stops_while_an_attempt_hangs_and_publishes_it_after_the_next_start() throws IOException {
        append(1);
        var hanging = new Hanging();

        var relay = Relay.start(outbox, cursor, hanging, QUICK, Relay.LOOK_EVERY);
        await().until(() -> hanging.attempts.get() == 1);
        relay.close();

        assertThat(publishAll()).hasSize(1);
    }

    @Test
    void survives_an_error_of_an_attempt_and_says_that_it_is_alive() throws IOException {
        append(3);
        var recorder = new Recorder(0);
        var attempts = new AtomicInteger();
        var publisher =
                new Publisher() {
                    @Override
                    public List<LogMark.Place> publish(List<? extends Event<?>> events)
                            throws PublishException, InterruptedException {
                        if (attempts.incrementAndGet() < 3) {
                            throw new NoClassDefFoundError("as of a jar that was replaced");
                        }
                        return recorder.publish(events);
                    }

                    @Override
                    public Standing look(List<LogMark> marks)
                            throws PublishException, InterruptedException {
                        return recorder.look(marks);
                    }

                    @Override
                    public void close() {
                        recorder.close();
                    }
                };

        Relay relay;
        try (var running = Relay.start(outbox, cursor, publisher, QUICK, Relay.LOOK_EVERY)) {
            relay = running;
            await().until(() -> recorder.published.size() == 3);
            assertThat(relay.alive()).isTrue();
        }
        assertThat(relay.alive()).isFalse();
    }

    private List<Event<?>> publishAll() {
        var publisher = new Recorder(0);
        try (var relay = Relay.start(outbox, cursor, publisher, QUICK, Relay.LOOK_EVERY)) {
            await().until(() -> relay.backlog() == 0 && Files.exists(cursor));
        }
        return List.copyOf(publisher.published);
    }

    private List<Event<?>> append(int count) throws IOException {
        var events = new ArrayList<Event<?>>();
        for (int i = 0; i < count; i++) {
            events.add(outbox.append(received("T1"), DIGEST, null));
        }
        return events;
    }

    /** Remembers what was published; fails a number of times first, in both ways. */
    private static final class Recorder implements Publisher {
        final List<Event<?>> published = new CopyOnWriteArrayList<>();
        final AtomicInteger attempts = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();
        private final int failures;

        Recorder(int failures) {
            this.failures = failures;
        }

        @Override
        public List<LogMark.Place> publish(List<? extends Event<?>> events)
                throws PublishException {
            int attempt = attempts.incrementAndGet();
            if (attempt <= failures) {
                if (attempt % 2 == 0) {
                    throw new IllegalStateException("a publisher with a fault");
                }
                throw new PublishException("no link");
            }
            published.addAll(events);
            return List.of();
        }

        @Override
        public Standing look(List<LogMark> marks) {
            return new Standing(marks.size(), List.of());
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private static final class Hanging implements Publisher {
        final AtomicInteger attempts = new AtomicInteger();

        @Override
        public List<LogMark.Place> publish(List<? extends Event<?>> events)
                throws InterruptedException {
            attempts.incrementAndGet();
            Thread.sleep(Duration.ofMinutes(5));
            return List.of();
        }

        @Override
        public Standing look(List<LogMark> marks) {
            return new Standing(marks.size(), List.of());
        }

        @Override
        public void close() {}
    }
}
