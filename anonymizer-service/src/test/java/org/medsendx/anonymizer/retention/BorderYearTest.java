package org.medsendx.anonymizer.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.medsendx.anonymizer.ledger.Ledger;
import org.medsendx.anonymizer.ledger.NumberedDecisions;
import org.medsendx.journal.TruckDays;
import org.medsendx.journal.TruckDays.Look;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.retention.Confirmation;
import org.medsendx.outbox.retention.Confirmation.What;
import org.medsendx.outbox.retention.ConfirmedFiles;

/** What the border writes down in many days, and what it costs to start after them. */
class BorderYearTest {

    /** So many instances are withheld: one of these. */
    private static final int WITHHELD = 100;

    /** So many are never uploaded, perhaps refused by the store: one of these. */
    private static final int STUCK = 10_000;

    private Path folder = Path.of("");

    private record Parts(Ledger ledger, Outbox outbox, ConfirmedFiles confirmed)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            ledger.close();
            outbox.close();
            confirmed.close();
        }
    }

    @Test
    void disk_heap_and_start_do_not_grow_beyond_the_windows() throws Exception {
        try (var days = TruckDays.begin()) {
            folder = days.folder();
            var costs = days.pass("anonymizer", this::day, this::look);

            // For ever stay 32 bytes of each instance, and withheld ones.
            TruckDays.assertFlat(costs, 100, 3);
            try (var parts = open()) {
                assertThat(parts.ledger().forgot(id(0))).isTrue();
            }
        }
    }

    private Parts open() throws IOException {
        return new Parts(
                Ledger.open(folder.resolve("ledger")),
                Outbox.open(folder.resolve("outbox"), "anonymizer"),
                ConfirmedFiles.open(
                        folder.resolve("confirmed"),
                        new UploadedObjects(
                                id -> folder.resolve(id.toString()),
                                id -> folder.resolve(id + ".report")),
                        TruckDays.keep(14),
                        TruckDays.keep(90)));
    }

    private void day(int day, Instant evening) throws IOException {
        try (var parts = open()) {
            for (long i = TruckDays.until(day); i < TruckDays.until(day + 1); i++) {
                decide(parts, i, evening);
            }
            parts.confirmed().round(evening);
            parts.outbox().forget(TruckDays.keep(30), parts.outbox().size(), evening);
            parts.ledger()
                    .forget(
                            evening.minus(TruckDays.keep(60)),
                            released ->
                                    UploadedObjects.atItsEnd(
                                            released.objectId(), parts.confirmed()::find));
        }
    }

    private static void decide(Parts parts, long i, Instant evening) throws IOException {
        var id = id(i);
        if (i % WITHHELD == 1) {
            parts.ledger().add(NumberedDecisions.withheld(id));
            return;
        }
        var entry = NumberedDecisions.released(id, i);
        parts.ledger().add(entry);
        parts.outbox()
                .append(
                        TruckInstances.released(id, NumberedDecisions.digest(i)),
                        NumberedDecisions.digest(i),
                        null);
        parts.confirmed().add(new Confirmation(id, What.ASSESSED, null, 0, null, evening));
        if (i % STUCK != 2) {
            parts.confirmed()
                    .add(
                            new Confirmation(
                                    id,
                                    What.INSTANCE,
                                    NumberedDecisions.digest(i),
                                    1000,
                                    NumberedDecisions.digest(-i),
                                    evening));
        }
    }

    private Look look() throws IOException {
        long before = TruckDays.heap();
        long begin = System.nanoTime();
        try (var parts = open()) {
            long start = TruckDays.since(begin);
            long heap = Math.max(0, TruckDays.heap() - before);
            assertThat(parts.ledger().forgot(id(0)) || parts.ledger().entry(id(0)) != null)
                    .isTrue();
            assertThat(parts.ledger().released(NumberedDecisions.digest(0))).isTrue();
            assertThat(parts.ledger().entry(id(1))).isNotNull();
            assertThat(parts.ledger().entry(id(2))).isNotNull();
            begin = System.nanoTime();
            assertThat(parts.ledger().entries(0, 1000)).isNotEmpty();
            long page = TruckDays.since(begin);
            begin = System.nanoTime();
            assertThat(parts.ledger().entries(parts.ledger().size() - 1000, 1000)).isNotEmpty();
            return new Look(start, heap, page, TruckDays.since(begin));
        }
    }

    private static UUID id(long i) {
        return UUID.nameUUIDFromBytes(("scan " + i).getBytes(StandardCharsets.UTF_8));
    }
}
