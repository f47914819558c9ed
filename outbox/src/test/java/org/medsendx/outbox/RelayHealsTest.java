package org.medsendx.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.medsendx.outbox.Events.DIGEST;
import static org.medsendx.outbox.Events.received;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.contracts.identified.IdentifiedTopic;

/** A log that lost what it acknowledged gets it again, without anybody's doing. */
class RelayHealsTest {

    private static final String TOPIC = IdentifiedTopic.INSTANCES_RECEIVED.topicName();
    private static final Duration OFTEN = Duration.ofMillis(5);
    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir Path folder;
    private Path cursor;
    private Outbox outbox;
    private final SimulatedLog log = new SimulatedLog();
    private final Set<String> expected = new HashSet<>();

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
    void an_idle_relay_notices_a_wiped_log_and_fills_it() throws IOException {
        append(20);
        try (var relay = start(OFTEN)) {
            awaitAll(relay);

            log.wipe();

            awaitAll(relay);
            assertThat(relay.losses()).isEqualTo(1);
        }
    }

    @Test
    void a_lost_tail_is_published_again_from_where_it_began() throws IOException {
        try (var relay = start(OFTEN)) {
            for (int i = 0; i < 40; i++) {
                append(10);
                awaitAll(relay);
            }
            assertThat(log.published()).isEqualTo(400);

            log.cut(7);

            awaitAll(relay);
            assertThat(log.published()).isLessThan(400 + 100);
        }
    }

    @Test
    void a_loss_while_the_relay_was_away_is_noticed_at_its_start() throws IOException {
        append(20);
        try (var relay = start(NEVER)) {
            awaitAll(relay);
        }
        log.cut(3);

        try (var relay = start(NEVER)) {
            awaitAll(relay);
        }
    }

    @Test
    void a_loss_during_an_outage_is_noticed_after_it() throws IOException {
        append(20);
        try (var relay = start(NEVER)) {
            awaitAll(relay);
            log.down(true);
            log.wipe();
            append(1);
            await().until(() -> !relay.connected());

            log.down(false);

            awaitAll(relay);
        }
    }

    @Test
    void an_acknowledgement_at_a_place_that_was_taken_gives_the_loss_away() throws IOException {
        append(20);
        try (var relay = start(NEVER)) {
            awaitAll(relay);
            log.cut(5);

            append(1);

            awaitAll(relay);
            assertThat(relay.losses()).isEqualTo(1);
        }
    }

    @Test
    void a_writer_that_may_not_read_knows_by_the_acknowledgement_what_it_wrote_over()
            throws IOException {
        log.unreadable();
        append(20);
        try (var relay = start(NEVER)) {
            awaitAll(relay);
            log.cut(1);

            // As long as what was lost: the log ends where it ended.
            append(1);

            awaitAll(relay);
            assertThat(relay.losses()).isEqualTo(1);
        }
    }

    @Test
    void a_cut_that_another_writer_has_filled_is_noticed() throws IOException {
        append(20);
        try (var relay = start(OFTEN)) {
            awaitAll(relay);
            log.cut(5);
            log.fill(TOPIC, 50);

            awaitAll(relay);
        }
    }

    @Test
    void a_cut_is_noticed_behind_what_was_published_after_it() throws IOException {
        append(20);
        try (var relay = start(NEVER)) {
            awaitAll(relay);
            log.cut(5);
            log.fill(TOPIC, 50);
            append(1);
            await().until(() -> relay.backlog() == 0);
        }
        assertThat(log.ids()).doesNotContainSequence(expected);

        try (var relay = start(NEVER)) {
            awaitAll(relay);
        }
    }

    @Test
    void what_retention_deleted_is_no_loss() throws IOException {
        append(20);
        try (var relay = start(OFTEN)) {
            awaitAll(relay);
            log.retainFrom(20);
            append(5);
            awaitAll(relay);
            assertThat(relay.losses()).isZero();
        }
        assertThat(log.published()).isEqualTo(25);
    }

    @Test
    void a_reader_that_was_beyond_the_cut_misses_nothing() throws IOException {
        append(20);
        var reader = new Reader();
        try (var relay = start(NEVER)) {
            awaitAll(relay);
            reader.read();
            log.cut(10);
            // More than was lost: it grows past where the reader stands before the reader looks.
            append(30);
            awaitAll(relay);
        }

        reader.read();

        assertThat(reader.seen).containsAll(expected);
    }

    @Test
    void a_cursor_of_the_older_form_proves_nothing_and_all_is_published_once_more()
            throws IOException {
        append(4);
        Files.writeString(cursor, outbox.epoch() + " 4\n");

        try (var relay = start(NEVER)) {
            awaitAll(relay);
        }
        assertThat(log.published()).isEqualTo(4);
    }

    @Test
    void the_cursor_stays_small_however_long_the_outbox_is() throws IOException {
        try (var relay = start(OFTEN)) {
            for (int i = 0; i < 300; i++) {
                append(1);
                await().pollInterval(Duration.ofMillis(1)).until(() -> relay.backlog() == 0);
            }
        }
        assertThat(Files.readAllLines(cursor)).hasSizeLessThan(120);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whatever_a_log_of_many_writers_loses_comes_back(long seed) throws IOException {
        var random = new Random(seed);
        var relay = start(OFTEN);
        try {
            for (int step = 0; step < 40; step++) {
                switch (random.nextInt(8)) {
                    case 0 -> log.cut(random.nextInt(30));
                    case 1 -> log.wipe();
                    case 2 -> {
                        log.cut(random.nextInt(10));
                        log.fill(TOPIC, random.nextInt(30));
                    }
                    case 3 -> log.down(random.nextBoolean());
                    case 4 -> log.fail(random.nextInt(3), random.nextBoolean());
                    case 5 -> {
                        relay.close();
                        relay = start(random.nextBoolean() ? OFTEN : Duration.ofMillis(50));
                    }
                    default -> append(random.nextInt(40));
                }
            }
            log.down(false);
            awaitAll(relay);
        } finally {
            relay.close();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32})
    void whatever_a_log_loses_its_reader_misses_nothing(long seed) throws IOException {
        var random = new Random(seed);
        var reader = new Reader();
        var relay = start(OFTEN);
        try {
            for (int step = 0; step < 60; step++) {
                switch (random.nextInt(8)) {
                    case 0 -> log.cut(random.nextInt(30));
                    case 1 -> log.wipe();
                    case 2 -> log.down(random.nextBoolean());
                    case 3 -> log.fail(random.nextInt(3), false);
                    case 4 -> {
                        relay.close();
                        relay = start(OFTEN);
                    }
                    case 5 -> reader.read();
                    default -> append(random.nextInt(40));
                }
            }
            log.down(false);
            awaitAll(relay);
        } finally {
            relay.close();
        }
        reader.read();
        assertThat(reader.seen).containsAll(expected);
    }

    /** A consumer group: its offset outlives a cut, and begins anew where the log is shorter. */
    private final class Reader {
        final Set<String> seen = new HashSet<>();
        private int life;
        private int committed;

        void read() {
            if (life != log.life() || committed > log.size(TOPIC)) {
                life = log.life();
                committed = 0;
            }
            var records = log.from(TOPIC, committed);
            seen.addAll(records);
            committed += records.size();
        }
    }

    private Relay start(Duration lookEvery) {
        var quick = new Backoff(Duration.ofMillis(1), Duration.ofMillis(5), new Random(1));
        return Relay.start(outbox, cursor, log.publisher(), quick, lookEvery);
    }

    private void append(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            expected.add(outbox.append(received("T1"), DIGEST, null).id());
        }
    }

    private void awaitAll(Relay relay) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> log.ids().containsAll(expected) && relay.backlog() == 0);
    }
}
