package org.medsendx.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The days of a truck, for tests of what grows with them. A day passes in seconds: the segments
 * that were written in it get its time.
 *
 * <p>The build does a small share. {@code -Dmedsendx.year=full} does 250 days of 3,600 instances
 * (200 exams of 8 images, of which two are CT of 1,000 slices) with the windows of the trucks, and
 * prints what they cost.
 */
public final class TruckDays implements AutoCloseable {

    private static final boolean FULL = "full".equals(System.getProperty("medsendx.year"));
    private static final Instant BEGIN = Instant.parse("2025-01-06T18:00:00Z");
    private static final Instant NOW = Instant.now();

    private final Path folder;
    private final List<Cost> costs = new ArrayList<>();

    private TruckDays(Path folder) {
        this.folder = folder;
    }

    /** One day's work and, in the evening, the chores. */
    @FunctionalInterface
    public interface Work {
        void day(int day, Instant evening) throws Exception;
    }

    /** Opens everything, looks at a page and a list, and closes everything. */
    @FunctionalInterface
    public interface Start {
        Look look() throws Exception;
    }

    /**
     * What a start found.
     *
     * @param heapBytes while everything was open
     */
    public record Look(long startMillis, long heapBytes, long pageMillis, long listMillis) {}

    /** What the days until one cost. */
    public record Cost(int days, long diskBytes, Look look) {}

    /**
     * From the longest time that anything is kept on, disk, heap and start are flat.
     *
     * @param forEver so many bytes of each instance may stay
     * @param journals of each a segment comes and goes
     */
    public static void assertFlat(List<Cost> costs, int forEver, int journals) {
        var first =
                costs.stream()
                        .filter(cost -> Duration.ofDays(cost.days()).compareTo(keep(60)) > 0)
                        .findFirst()
                        .orElseThrow();
        var last = costs.getLast();
        assertThat(last.days()).isGreaterThan(first.days());
        long more = until(last.days()) - until(first.days());
        assertThat(last.diskBytes())
                .isLessThan(first.diskBytes() + more * forEver + journals * (5L << 20));
        assertThat(last.look().heapBytes()).isLessThan(first.look().heapBytes() + 12_000_000);
        assertThat(last.look().startMillis()).isLessThan(20_000);
    }

    /** In memory where there is such a place: some hundred thousand calls of fsync. */
    public static TruckDays begin() throws IOException {
        Path memory = Path.of("/dev/shm");
        return new TruckDays(
                Files.isWritable(memory)
                        ? Files.createTempDirectory(memory, "truck-days")
                        : Files.createTempDirectory("truck-days"));
    }

    public Path folder() {
        return folder;
    }

    /** How many instances a day has. */
    public static int instances() {
        return FULL ? 200 * 8 + 2 * 1000 : 1200;
    }

    /** A time to keep things: the trucks' own, or a tenth of it in the build. */
    public static Duration keep(int days) {
        return Duration.ofDays(FULL ? days : Math.max(1, days / 10));
    }

    /** The days after which costs are looked at. */
    private static List<Integer> marks() {
        return FULL ? List.of(30, 90, 250) : List.of(20, 40);
    }

    /** Lets the days pass. @return the costs after some of them */
    public List<Cost> pass(String what, Work work, Start start) throws Exception {
        int day = 0;
        for (int mark : marks()) {
            for (; day < mark; day++) {
                Instant evening = BEGIN.plus(Duration.ofDays(day));
                work.day(day, evening);
                age(evening);
                if (day == 0) {
                    whatOneInstanceCosts(what);
                }
            }
            var cost = new Cost(mark, bytes(), start.look());
            costs.add(cost);
            System.out.printf(
                    Locale.ROOT,
                    "%s after %,3d days: %,7.1f MB on disk, start %,5d ms, heap %4.1f MB,"
                            + " page %,4d ms, list %,4d ms%n",
                    what,
                    mark,
                    cost.diskBytes() / 1e6,
                    cost.look().startMillis(),
                    cost.look().heapBytes() / 1e6,
                    cost.look().pageMillis(),
                    cost.look().listMillis());
        }
        return costs;
    }

    // The first day forgets nothing.
    private void whatOneInstanceCosts(String what) throws IOException {
        try (var parts = Files.list(folder)) {
            for (Path part : parts.filter(Files::isDirectory).sorted().toList()) {
                System.out.printf(
                        Locale.ROOT,
                        "%s writes %,d bytes an instance in %s%n",
                        what,
                        bytes(part) / instances(),
                        part.getFileName());
            }
        }
    }

    /** All instances of the days so far. */
    public static long until(int days) {
        return (long) days * instances();
    }

    // What was written since the last evening has a time of today.
    private void age(Instant evening) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".journal")).toList()) {
                if (Files.getLastModifiedTime(file)
                        .toInstant()
                        .isAfter(NOW.minus(Duration.ofHours(1)))) {
                    Files.setLastModifiedTime(file, FileTime.from(evening));
                }
            }
        }
    }

    /** Bytes of all files. */
    public long bytes() throws IOException {
        return bytes(folder);
    }

    private static long bytes(Path of) throws IOException {
        long sum = 0;
        try (var files = Files.walk(of)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
        }
        return sum;
    }

    /** Bytes of the heap that are in use. */
    public static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Milliseconds since a {@link System#nanoTime}. */
    public static long since(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
