package org.medsendx.ingest.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.contracts.identified.Intake;
import org.medsendx.ingest.source.Sender;
import org.medsendx.journal.TruckDays;
import org.medsendx.journal.TruckDays.Look;
import org.medsendx.outbox.Outbox;

/** What intake writes down in many days, and what it costs to start after them. */
class IntakeYearTest {

    /** So many are quarantined: one of these. */
    private static final int QUARANTINED = 1000;

    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";

    private Path folder = Path.of("");

    private record Parts(IntakeLedger ledger, Outbox outbox) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            ledger.close();
            outbox.close();
        }
    }

    @Test
    void disk_heap_and_start_do_not_grow_beyond_the_windows() throws Exception {
        try (var days = TruckDays.begin()) {
            folder = days.folder();
            var costs = days.pass("edge-ingest", this::day, this::look);

            // For ever stay 80 bytes of each instance, as long as its original.
            TruckDays.assertFlat(costs, 130, 2);
            assertFirstIsRemembered();
        }
    }

    private void assertFirstIsRemembered() throws IOException {
        try (var parts = open()) {
            var ledger = parts.ledger();
            assertThat(ledger.find(key(0))).isNull();
            var remembered = Objects.requireNonNull(ledger.remembered(key(0)));
            assertThat(remembered.dataSetSha256()).isEqualTo(dataSet(0));
            assertThat(remembered.size()).isEqualTo(500_000);
            assertThat(remembered.ofClass(CT)).isTrue();
            assertThat(remembered.ofClass("1.2.3")).isFalse();
        }
    }

    private Parts open() throws IOException {
        return new Parts(
                IntakeLedger.open(folder.resolve("journal")),
                Outbox.open(folder.resolve("outbox"), "edge-ingest"));
    }

    private void day(int day, Instant evening) throws IOException {
        try (var parts = open()) {
            for (long i = TruckDays.until(day); i < TruckDays.until(day + 1); i++) {
                receive(parts, i, evening);
            }
            parts.outbox().forget(TruckDays.keep(30), parts.outbox().size(), evening);
            parts.ledger().forget(evening.minus(TruckDays.keep(60)));
        }
    }

    private static void receive(Parts parts, long i, Instant at) throws IOException {
        var entry = entry(i, at);
        long index = parts.ledger().append(entry);
        var input = entry.input();
        if (entry instanceof IntakeEntry.Received) {
            parts.outbox()
                    .append(
                            new InstanceReceived(
                                    input.objectId(),
                                    "TRUCK1",
                                    "CT-1",
                                    Intake.C_STORE,
                                    "ingest/objects/00/" + input.objectId() + ".dcm",
                                    input.sha256(),
                                    input.bytes(),
                                    CT,
                                    "1.2.840.10008.1.2.1",
                                    at),
                            input.sha256(),
                            null);
        }
        parts.ledger().settled(index);
        parts.ledger().mark(index + 1);
    }

    private static IntakeEntry entry(long i, Instant at) {
        var input =
                new IntakeEntry.Input(
                        UUID.nameUUIDFromBytes(("scan " + i).getBytes(StandardCharsets.UTF_8)),
                        dataSet(i),
                        Sha256.of("file " + i),
                        500_000 + i,
                        Intake.C_STORE,
                        "CT_ROOM_1",
                        new Sender("TRUCK1", "CT-1"),
                        at,
                        null);
        return i % QUARANTINED == 1
                ? new IntakeEntry.Quarantined(
                        input, new IntakeEntry.Reason("not-dicom", null, null), null)
                : new IntakeEntry.Received(
                        input,
                        new IntakeEntry.Content(CT, "1.2.840.10008.1.2.1", dataSet(i)),
                        key(i),
                        null);
    }

    private Look look() throws IOException {
        long before = TruckDays.heap();
        long begin = System.nanoTime();
        try (var parts = open()) {
            long start = TruckDays.since(begin);
            long heap = Math.max(0, TruckDays.heap() - before);
            var ledger = parts.ledger();
            assertThat(ledger.find(key(0)) != null || ledger.remembered(key(0)) != null).isTrue();
            assertThat(ledger.find(key(ledger.size() - 1))).isNotNull();
            assertThat(ledger.remembered("0".repeat(32))).isNull();
            begin = System.nanoTime();
            assertThat(ledger.list(ledger.size() - 1000, 1000, e -> true)).hasSize(1000);
            long page = TruckDays.since(begin);
            begin = System.nanoTime();
            var quarantined = ledger.list(0, 1000, e -> e instanceof IntakeEntry.Quarantined);
            // None is forgotten: a person has to look at each.
            assertThat(quarantined)
                    .hasSize((int) Math.min(1000, (ledger.size() + QUARANTINED - 2) / QUARANTINED))
                    .extracting(IntakeLedger.Numbered::index)
                    .isSorted()
                    .startsWith(1L);
            return new Look(start, heap, page, TruckDays.since(begin));
        }
    }

    private static String key(long i) {
        return IntakeLedger.keyOf("1.2.3." + i);
    }

    private static String dataSet(long i) {
        return Sha256.of("data set " + i);
    }
}
