package org.medsendx.uplink.reconcile;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.journal.JournalReader.Position;
import org.medsendx.outbox.Outbox;
import org.medsendx.uplink.reconcile.Reconciliation.Difference;
import org.medsendx.uplink.reconcile.Reconciliation.Options;
import org.medsendx.uplink.reconcile.Reconciliation.Outcome;
import org.medsendx.uplink.upload.Jobs;
import org.medsendx.uplink.upload.UploadJob;

class ReconciliationTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final Instant BEFORE = NOW.minus(Duration.ofDays(1));

    @TempDir Path folder;
    private final Store store = new Store();
    private final List<String> found = new ArrayList<>();

    /** A store that keeps what it is told, with or without a checksum. */
    private static final class Store implements Bucket {
        private record Held(String sha256, long bytes, Instant modified) {}

        final Map<String, Held> objects = new TreeMap<>();
        boolean keepsChecksums = true;
        boolean keepsMetadata = true;
        Runnable whileListing = () -> {};

        void put(UploadJob job, Instant modified) {
            var content = job.content();
            objects.put(job.key(), new Held(content.sha256(), content.bytes(), modified));
        }

        @Override
        public void list(String prefix, Page page) throws IOException, InterruptedException {
            var all =
                    objects.entrySet().stream()
                            .filter(object -> object.getKey().startsWith(prefix))
                            .map(object ->
                                    new Listed(
                                            object.getKey(),
                                            object.getValue().bytes(),
                                            object.getValue().modified()))
                            .toList();
            whileListing.run();
            for (int from = 0; from < all.size(); from += 1000) {
                page.take(all.subList(from, Math.min(all.size(), from + 1000)));
            }
        }

        @Override
        public @Nullable Digests digests(String key) {
            var held = objects.get(key);
            return held == null
                    ? null
                    : new Digests(
                            keepsChecksums ? held.sha256() : null,
                            keepsMetadata ? held.sha256() : null,
                            held.modified());
        }

        @Override
        public @Nullable String read(String key) {
            var held = objects.get(key);
            return held == null ? null : held.sha256();
        }
    }

    @Test
    void finds_nothing_where_the_bucket_is_as_the_ledger_says() throws Exception {
        try (var ledger = ledger()) {
            for (int i = 0; i < 1200; i++) {
                store.put(uploaded(ledger, i), BEFORE);
            }

            var outcome = reconcile(false);

            assertThat(found).isEmpty();
            assertThat(outcome.isEqual()).isTrue();
            assertThat(outcome)
                    .extracting(Outcome::ledger, Outcome::listed, Outcome::byChecksum)
                    .containsExactly(1200L, 1200L, 1200L);
            assertThat(outcome.from()).isNull();
        }
    }

    @Test
    void lists_what_is_missing_different_or_extra() throws Exception {
        try (var ledger = ledger()) {
            var whole = uploaded(ledger, 1);
            var lost = uploaded(ledger, 2);
            var changed = uploaded(ledger, 3);
            var cut = uploaded(ledger, 4);
            var foreign = job(5);
            store.put(whole, BEFORE);
            store.put(foreign, BEFORE);
            store.objects.put(
                    changed.key(),
                    new Store.Held("0".repeat(64), changed.content().bytes(), BEFORE));
            store.objects.put(
                    cut.key(),
                    new Store.Held(cut.content().sha256(), cut.content().bytes() - 1, BEFORE));

            var outcome = reconcile(false);

            assertThat(found)
                    .containsExactlyInAnyOrder(
                            "MISSING " + lost.key(),
                            "OTHER_CONTENT " + changed.key(),
                            "OTHER_SIZE " + cut.key(),
                            "EXTRA " + foreign.key());
            assertThat(outcome.isEqual()).isFalse();
            assertThat(outcome)
                    .extracting(
                            Outcome::equal, Outcome::different, Outcome::missing, Outcome::extra)
                    .containsExactly(1L, 2L, 1L, 1L);
        }
    }

    @Test
    void takes_nothing_that_is_uploaded_meanwhile_for_a_difference() throws Exception {
        try (var ledger = ledger()) {
            store.put(uploaded(ledger, 1), BEFORE);
            // Listed, its line comes while the rest is compared; and one whose line is to come.
            var late = job(2);
            store.put(late, NOW.minusSeconds(3));
            store.put(job(3), NOW.minusSeconds(1));
            store.whileListing =
                    () -> {
                        append(ledger, late);
                        append(ledger, job(4));
                    };

            var outcome = reconcile(false);

            assertThat(found).isEmpty();
            assertThat(outcome.recent()).isEqualTo(1);
        }
    }

    @Test
    void reads_what_has_no_checksum_when_it_is_asked_to_and_says_how_each_was_compared()
            throws Exception {
        try (var ledger = ledger()) {
            store.put(uploaded(ledger, 1), BEFORE);
            store.keepsChecksums = false;

            assertThat(reconcile(false).byMetadata()).isEqualTo(1);
            assertThat(reconcile(true).byReading()).isEqualTo(1);
            store.keepsMetadata = false;
            assertThat(reconcile(false).byReading()).isEqualTo(1);
        }
    }

    @Test
    void judges_nothing_that_the_ledger_may_have_forgotten() throws Exception {
        try (var ledger = Outbox.open(folder.resolve("outbox"), "uplink")) {
            // Enough for two files of the outbox, of which the first is forgotten.
            var jobs = IntStream.range(0, 9000).mapToObj(ReconciliationTest::job).toList();
            jobs.parallelStream().forEach(job -> append(ledger, job));
            var inOrder = new ArrayList<String>();
            new Ledger(folder, "TRUCK1", "clinic")
                    .read(Position.START, entry -> inOrder.add(entry.key()));
            var byKey =
                    jobs.stream().collect(Collectors.toMap(UploadJob::key, Function.identity()));
            for (int i = 0; i < inOrder.size(); i++) {
                store.put(requireNonNull(byKey.get(inOrder.get(i))), BEFORE.plusSeconds(i));
            }
            ledger.forget(Duration.ofNanos(1), ledger.size(), Instant.now().plusSeconds(5));
            assertThat(ledger.first()).isPositive();
            long left = ledger.size() - ledger.first();
            store.put(job(100_000), BEFORE.minusSeconds(60));
            var foreign = job(100_001);
            store.put(foreign, BEFORE.plusSeconds(8999));

            var outcome = reconcile(false);

            assertThat(outcome.from()).isEqualTo(BEFORE.plusSeconds(9000 - left));
            assertThat(outcome.ledger()).isEqualTo(left);
            assertThat(outcome.equal()).isEqualTo(left);
            assertThat(outcome.older()).isEqualTo(9000 - left + 1);
            assertThat(found).containsExactly("EXTRA " + foreign.key());
        }
    }

    @Test
    void a_hundred_thousand_objects_cost_ten_megabytes() throws Exception {
        var table = new KeyTable();
        long before = heap();
        for (int i = 0; i < 100_000; i++) {
            table.put(new Ledger.Entry("TRUCK1/20260301/2.25." + i, sha256(i), i));
        }

        assertThat(heap() - before).isLessThan(20_000_000);
        assertThat(table.size()).isEqualTo(100_000);
        for (int i = 0; i < 100_000; i += 997) {
            int place = table.place("TRUCK1/20260301/2.25." + i);
            assertThat(table.bytes(place)).isEqualTo(i);
            assertThat(table.sha256(place)).isEqualTo(sha256(i));
        }
        assertThat(table.place("TRUCK1/20260301/2.25.x")).isNegative();
    }

    @Test
    void tells_of_a_bucket_that_cannot_be_read_to_the_end() throws Exception {
        try (var ledger = ledger()) {
            store.put(uploaded(ledger, 1), BEFORE);
            store.whileListing =
                    () -> {
                        throw new UncheckedIOException(new IOException("no-answer"));
                    };

            assertThatThrownBy(() -> reconcile(false)).hasRootCauseMessage("no-answer");
        }
    }

    private Outcome reconcile(boolean read) throws Exception {
        return new Reconciliation(
                        new Ledger(folder, "TRUCK1", "clinic"),
                        store,
                        new Options("TRUCK1", read, 4),
                        new Reconciliation.Listener() {
                            @Override
                            public void differs(Difference what, String key) {
                                found.add(what + " " + key);
                            }

                            @Override
                            public void compared(long objects, long of) {
                                assertThat(objects).isLessThanOrEqualTo(of);
                            }
                        },
                        () -> NOW)
                .run();
    }

    private Outbox ledger() throws IOException {
        return Outbox.open(folder.resolve("outbox"), "uplink");
    }

    private static UploadJob job(int number) {
        return Jobs.ofStudy("2.25." + (1000 + number));
    }

    private static UploadJob uploaded(Outbox ledger, int number) {
        var job = job(number);
        append(ledger, job);
        return job;
    }

    private static void append(Outbox ledger, UploadJob job) {
        try {
            ledger.append(job.uploaded("clinic", Encryption.NONE), job.content().sha256(), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(int number) {
        return Jobs.sha256(new byte[] {(byte) number, (byte) (number >> 8), (byte) (number >> 16)});
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
