package org.medsendx.outbox;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.identified.InstanceReceived;

class CatchUpTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final CatchUp.Timing TIMING =
            new CatchUp.Timing(Duration.ofMinutes(2), Duration.ofSeconds(10), Duration.ofDays(7));

    @TempDir Path folder;
    private Outbox upstream;
    private Instant now = Instant.parse("2026-03-02T08:00:00Z");
    private final Set<String> ledger = new HashSet<>();
    private final List<String> done = new ArrayList<>();
    private @Nullable Fault fault;

    private interface Fault {
        void strike(Event<?> event) throws IOException;
    }

    private final CatchUp.Stage stage =
            new CatchUp.Stage() {
                @Override
                public boolean concerns(Event<?> event) {
                    return event.data() instanceof InstanceReceived;
                }

                @Override
                public boolean knows(Event<?> event) {
                    return ledger.contains(event.id());
                }

                @Override
                public void take(Event<?> event) throws IOException {
                    if (fault != null) {
                        fault.strike(event);
                    }
                    done.add(event.id());
                    ledger.add(event.id());
                }
            };

    @BeforeEach
    void open() throws IOException {
        upstream = Outbox.open(folder.resolve("upstream"), "edge-ingest");
    }

    @AfterEach
    void close() throws IOException {
        upstream.close();
    }

    @Test
    void leaves_to_kafka_what_kafka_delivers() throws Exception {
        var catchUp = catchUp();
        for (int i = 0; i < 50; i++) {
            String id = put();
            catchUp.round();
            assertThat(catchUp.waiting().count()).isOne();
            now = now.plus(MINUTE);
            ledger.add(id);
            catchUp.round();
            assertThat(catchUp.waiting()).isEqualTo(ScansWaiting.For.NOTHING);
        }
        assertThat(done).isEmpty();
    }

    @Test
    void does_what_was_never_delivered_after_the_grace() throws Exception {
        var catchUp = catchUp();
        var ids = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            ids.add(put());
        }
        Instant begun = now;
        catchUp.round();
        now = now.plus(MINUTE);
        catchUp.round();
        assertThat(done).isEmpty();
        assertThat(catchUp.waiting()).isEqualTo(new ScansWaiting.For(20, 0, begun));

        now = now.plus(MINUTE);
        catchUp.round();

        assertThat(done).containsExactlyElementsOf(ids);
        assertThat(catchUp.waiting()).isEqualTo(ScansWaiting.For.NOTHING);
        assertThat(catchUp.taken()).isEqualTo(20);
    }

    @Test
    void says_how_far_it_has_come_and_where_the_first_gap_is() throws Exception {
        var catchUp = catchUp();
        assertThat(catchUp.reached()).isNull();
        catchUp.round();
        assertThat(reached(catchUp)).isEqualTo(reached(0, 0));
        for (int i = 0; i < 5; i++) {
            String id = put();
            if (i != 2) {
                ledger.add(id);
            }
        }

        catchUp.round();
        assertThat(reached(catchUp)).isEqualTo(reached(4, 2));
        ledger.addAll(List.of(put(), put()));
        now = now.plus(Duration.ofMinutes(3));
        catchUp.round();

        assertThat(reached(catchUp)).isEqualTo(reached(7, 7));
    }

    private static List<Long> reached(CatchUp catchUp) {
        var reached = requireNonNull(catchUp.reached());
        return List.of(reached.known(), reached.from().index());
    }

    private static List<Long> reached(long known, long from) {
        return List.of(known, from);
    }

    @Test
    void does_what_was_passed_over_and_leaves_a_queue_that_moves_alone() throws Exception {
        var catchUp = catchUp();
        var ids = new ArrayList<String>();
        for (int i = 0; i < 30; i++) {
            ids.add(put());
        }
        String skipped = ids.get(3);
        catchUp.round();
        // One in a minute comes through, in order, but for the fourth.
        for (int i = 0; i < 10; i++) {
            if (i != 3) {
                ledger.add(ids.get(i));
            }
            now = now.plus(MINUTE);
            catchUp.round();
        }

        assertThat(done).containsExactly(skipped);
        assertThat(catchUp.waiting().count()).isEqualTo(20);
    }

    @Test
    void goes_on_after_a_restart_where_it_stood_and_knows_an_outbox_that_began_anew()
            throws Exception {
        String first = put();
        ledger.add(first);
        String second = put();
        catchUp().round();
        ledger.clear();

        var again = catchUp();
        again.round();
        assertThat(again.waiting().count()).as("what was known is not read again").isOne();
        upstream.close();
        try (var files = Files.walk(folder.resolve("upstream"))) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        open();
        String third = put();

        again.round();
        now = now.plus(Duration.ofMinutes(3));
        again.round();
        assertThat(done).containsExactly(third).doesNotContain(second);
    }

    @Test
    void counts_apart_what_cannot_be_worked_on_and_does_the_others() throws Exception {
        String poison = put();
        String other = put();
        fault =
                event -> {
                    if (event.id().equals(poison)) {
                        throw new IllegalStateException("a fault of ours");
                    }
                };
        var catchUp = catchUp();
        for (int i = 0; i < 24 * 60; i++) {
            now = now.plus(MINUTE);
            catchUp.round();
        }
        assertThat(done).containsExactly(other);
        assertThat(catchUp.faulty()).isOne();
        assertThat(catchUp.waiting().count()).isOne();

        fault = null;
        now = now.plus(Duration.ofHours(1));
        catchUp.round();
        assertThat(done).containsExactly(other, poison);
        assertThat(catchUp.faulty()).isZero();
    }

    @Test
    void waits_for_a_full_disk_and_does_all_when_there_is_room() throws Exception {
        for (int i = 0; i < 10; i++) {
            put();
        }
        int[] tries = {0};
        fault =
                _ -> {
                    tries[0]++;
                    throw new IOException("no space");
                };
        var catchUp = catchUp();
        catchUp.round();
        now = now.plus(Duration.ofMinutes(3));
        catchUp.round();
        assertThat(tries[0]).as("not all are tried on a disk that fails").isEqualTo(3);
        assertThat(catchUp.faulty()).isZero();

        fault = null;
        now = now.plus(MINUTE);
        catchUp.round();
        assertThat(done).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void counts_what_is_older_than_the_window_apart() throws Exception {
        put();
        var catchUp = catchUp();
        fault =
                _ -> {
                    throw new IllegalStateException();
                };
        Instant begun = now;
        catchUp.round();
        now = now.plus(Duration.ofDays(8));
        put();
        catchUp.round();

        assertThat(catchUp.waiting()).isEqualTo(new ScansWaiting.For(1, 1, begun));
    }

    private String put() throws IOException {
        return upstream.append(received("T1"), DIGEST, null).id();
    }

    private CatchUp catchUp() {
        return new CatchUp(
                folder.resolve("upstream"),
                folder.resolve("cursor"),
                stage,
                TIMING,
                () -> now,
                new Backoff(Duration.ofMinutes(1), Duration.ofHours(1), new Random(4)));
    }
}
