package org.medsendx.anonymizer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * What it costs to start on the decisions of a year: 250 days with 200 exams of 8 images and two CT
 * of 1,000 slices. The build does a two hundredth; {@link #main} does any share, in a small heap:
 *
 * <pre>java -Xmx64m -cp TEST_CLASS_PATH org.medsendx.anonymizer.ledger.LedgerYearTest FOLDER 1
 * </pre>
 */
class LedgerYearTest {

    private static final int DAYS = 250;
    private static final int INSTANCES_A_DAY = 200 * 8 + 2 * 1000;
    private static final Instant BEGIN = Instant.parse("2026-01-05T08:00:00Z");

    @Test
    void heap_after_a_start_does_not_grow_with_the_decisions() throws Exception {
        Path folder = temporary();
        try {
            long quarter = Math.round(DAYS * INSTANCES_A_DAY / 200.0 / 4);
            work(folder, quarter);
            long first = heapOfAStart(folder, quarter);
            for (int i = 2; i <= 4; i++) {
                work(folder, quarter);
            }
            long last = heapOfAStart(folder, 4 * quarter);

            assertThat(last).isLessThan(first + 12_000_000);
        } finally {
            delete(folder);
        }
    }

    /** Prints the costs of a start after each quarter. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        long quarter = Math.round(DAYS * INSTANCES_A_DAY * Double.parseDouble(args[1]) / 4);
        for (int i = 1; i <= 4; i++) {
            work(folder, quarter);
            long begin = System.nanoTime();
            long heap = heapOfAStart(folder, i * quarter);
            System.out.printf(
                    Locale.ROOT,
                    "after %,9d instances: start %,6d ms, heap %5.1f MB%n",
                    i * quarter,
                    (System.nanoTime() - begin) / 1_000_000,
                    heap / 1e6);
        }
    }

    private static void work(Path folder, long instances) throws IOException {
        try (var ledger = Ledger.open(folder)) {
            for (long i = 0; i < instances; i++) {
                long index = ledger.size();
                ledger.add(
                        Decisions.released(
                                "2.25." + (1_000_000_000L + index / 8),
                                BEGIN.plus(Duration.ofSeconds(24 * index))));
            }
        }
    }

    private static long heapOfAStart(Path folder, long instances) throws IOException {
        long before = heap();
        try (var ledger = Ledger.open(folder)) {
            long used = Math.max(0, heap() - before);
            assertThat(ledger.size()).isEqualTo(instances);
            var oldest = Decisions.instance(ledger.entries(0, 1).getFirst().entry());
            assertThat(ledger.released(oldest.copy().content().sha256())).isTrue();
            assertThat(ledger.find(oldest.objectId())).isEqualTo(oldest);
            return used;
        }
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    // Thousands of calls of fsync: in memory where there is such a place.
    private static Path temporary() throws IOException {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "ledger-year")
                : Files.createTempDirectory("ledger-year");
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
