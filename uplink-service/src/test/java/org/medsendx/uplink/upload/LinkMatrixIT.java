package org.medsendx.uplink.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.outbox.Backoff;
import org.medsendx.uplink.bandwidth.Bandwidth;
import org.medsendx.uplink.bandwidth.Limits;
import org.medsendx.uplink.storage.Knowledge;
import org.medsendx.uplink.storage.S3ObjectStore;
import org.medsendx.uplink.storage.S3Server;
import org.medsendx.uplink.storage.S3Settings;
import org.medsendx.uplink.storage.ServerSideEncryption;
import org.medsendx.uplink.storage.StoreAddress;
import org.medsendx.uplink.storage.WeakLink;

/**
 * What a weak link costs: bytes sent over useful bytes, and how much of the time that it is up is
 * used. The build cuts once at each kind of byte; {@code ./medsendx bench link} measures the whole
 * matrix (-Dmedsendx.link=quick or full).
 */
class LinkMatrixIT {

    private static final int MIB = 1 << 20;

    /** S3's least; both servers of the tests refuse less. */
    private static final long PART = 5L * MIB;

    private static final double MBIT = 125_000;
    private static final double DOWN_TO_UP = 3 / 7.0;
    private static final int DELAY_MILLIS = 300;

    /** A cell of the full matrix lasts so long in the mean. */
    private static final double FULL_SECONDS = 600;

    private static final double QUICK_SECONDS = 60;

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(WeakLink.Moment.class)
    @Timeout(60)
    void a_cut_costs_less_than_a_part_at_whatever_byte_it_comes(WeakLink.Moment moment)
            throws Exception {
        try (var server = S3Server.started(folder.resolve("s3"));
                var link = WeakLink.to(server.endpoint(), 400L * MIB, 0);
                var s3 = S3Server.client(link.endpoint())) {
            var store = new S3ObjectStore(s3, server.settings(MIB), Knowledge.none());
            link.cutAt(moment, 2);
            try (var truck = truck(folder, store, 1);
                    var watch = watch(link, truck)) {
                long useful = release(truck, 1, 14 * MIB);

                await("the link is cut").until(link::isDown);
                link.restore();

                await().atMost(Duration.ofSeconds(30)).until(() -> done(truck) == 1);
                assertThat(watch.alive()).isTrue();
                assertThat(truck.cloud.size()).isEqualTo(1);
                assertThat(truck.log.stream().filter(line -> line.startsWith("waiting")).count())
                        .as("seen as one break")
                        .isLessThanOrEqualTo(3);
                double again = link.bytesUp() - useful;
                System.out.printf("%s: %.2f MiB more than once%n", moment, again / MIB);
                assertThat(again)
                        .isLessThan(moment == WeakLink.Moment.IN_THE_BODY ? 3.2 * MIB : 0.1 * MIB);
            }
        }
    }

    /** One line of the table. */
    private record Cell(double mbit, double partsPerUpTime) {

        double secondsUp() {
            return partsPerUpTime * PART / (mbit * MBIT);
        }
    }

    private record Measured(
            Cell cell, double ratio, double used, double throughput, double seconds) {

        String line() {
            double m = cell.partsPerUpTime();
            return String.format(
                    Locale.ROOT,
                    "| %.0f | %.1f s | %.0f | %.2f | %.2f | %.0f %% | %.2f Mbit/s |",
                    cell.mbit(),
                    cell.secondsUp(),
                    m,
                    m * (Math.exp(1 / m) - 1),
                    ratio,
                    100 * used,
                    throughput / MBIT);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "medsendx.link", matches = "quick|full")
    void the_matrix() throws Exception {
        boolean full = "full".equals(System.getProperty("medsendx.link"));
        var lines = new ArrayList<String>();
        lines.add(
                "| Mbit/s | mean up time | parts an up time carries | at least, where a part"
                        + " is lost whole | sent / useful | up time used | throughput |");
        lines.add("|---:|---:|---:|---:|---:|---:|---:|");
        var work = new ArrayList<Callable<Measured>>();
        // A part, of which S3 takes none that is smaller, is 42 seconds at 1 Mbit/s.
        for (double mbit : full ? new double[] {1, 2, 20} : new double[] {20}) {
            for (double parts : new double[] {1, 2, 5}) {
                var cell = new Cell(mbit, parts);
                work.add(() -> measure(cell, full ? FULL_SECONDS : QUICK_SECONDS));
            }
        }
        try (var all = Executors.newCachedThreadPool()) {
            for (var each : all.invokeAll(work)) {
                lines.add(each.get().line());
            }
        }
        lines.add("");
        lines.add(cost());
        String text = String.join("\n", lines) + "\n";
        System.out.println(text);
        String out = System.getProperty("medsendx.link.out");
        if (out != null) {
            Files.writeString(Path.of(out), text);
        }
    }

    private Measured measure(Cell cell, double seconds) throws Exception {
        Path own =
                Files.createDirectories(
                        folder.resolve((int) cell.mbit() + "-" + cell.partsPerUpTime()));
        double rate = cell.mbit() * MBIT;
        int objects = (int) Math.max(2, Math.round(0.4 * seconds * rate / (2 * PART)));
        var random = new Random(12);
        try (var server = S3Server.started(own.resolve("s3"));
                var link = WeakLink.to(server.endpoint(), (long) rate, DELAY_MILLIS);
                var s3 = S3Server.client(link.endpoint())) {
            var store =
                    new S3ObjectStore(
                            s3,
                            new S3Settings(
                                    S3Server.BUCKET,
                                    new ServerSideEncryption(Encryption.NONE, null),
                                    0,
                                    PART,
                                    PART,
                                    PART * 3,
                                    own.resolve("multipart")),
                            Knowledge.none());
            try (var truck = truck(own, store, 2);
                    var _ = watch(link, truck)) {
                long begun = System.nanoTime();
                double up = 0;
                double end = 20 * seconds;
                long useful = 0;
                for (int i = 0; i < objects; i++) {
                    useful += release(own, truck, i, (int) (2 * PART));
                }
                boolean finished = false;
                while (!finished) {
                    long upAt = System.nanoTime();
                    finished = isDone(truck, objects, exponential(random, cell.secondsUp()));
                    up += (System.nanoTime() - upAt) / 1e9;
                    if (!finished) {
                        link.cut();
                        finished =
                                isDone(
                                        truck,
                                        objects,
                                        exponential(random, DOWN_TO_UP * cell.secondsUp()));
                        link.restore();
                    }
                    assertThat((System.nanoTime() - begun) / 1e9).isLessThan(end);
                }
                double whole = (System.nanoTime() - begun) / 1e9;
                assertThat(truck.cloud.size()).isEqualTo(objects);
                var measured =
                        new Measured(
                                cell,
                                (double) link.bytesUp() / useful,
                                link.bytesUp() / (up * rate),
                                useful / whole,
                                whole);
                System.out.printf(Locale.ROOT, "after %.0f s: %s%n", whole, measured.line());
                return measured;
            }
        }
    }

    /** Processor time and memory of slices of 0.2 MB over a link that is never cut. */
    private String cost() throws Exception {
        int objects = 300;
        Path own = Files.createDirectories(folder.resolve("cost"));
        var system =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        try (var server = S3Server.started(own.resolve("s3"));
                var link = WeakLink.to(server.endpoint(), (long) (20 * MBIT), DELAY_MILLIS);
                var s3 = S3Server.client(link.endpoint())) {
            var store = new S3ObjectStore(s3, server.settings(0), Knowledge.none());
            try (var truck = truck(own, store, 2)) {
                long cpu = system.getProcessCpuTime();
                long begun = System.nanoTime();
                for (int i = 0; i < objects; i++) {
                    release(own, truck, i, 200_000);
                }
                assertThat(isDone(truck, objects, Duration.ofMinutes(20))).isTrue();
                double seconds = (System.nanoTime() - begun) / 1e9;
                double millis = (system.getProcessCpuTime() - cpu) / 1e6 / objects;
                for (int i = 0; i < 3; i++) {
                    System.gc();
                }
                long heap =
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
                return String.format(
                        Locale.ROOT,
                        "Slices of 0.2 MB at 20 Mbit/s, %d ms, no cuts: %.1f a second (%.2f"
                                + " Mbit/s), %.1f ms of processor each and %d MB of heap, with link and"
                                + " store in the same process.",
                        DELAY_MILLIS,
                        objects / seconds,
                        objects * 200_000 / seconds / MBIT,
                        millis,
                        heap);
            }
        }
    }

    private static Truck truck(Path folder, S3ObjectStore store, int parallel) throws Exception {
        // As shipped, but for the longest wait: it is the link that comes back here.
        var guard = new StallGuard(Duration.ofSeconds(30), Duration.ofMinutes(2));
        return new Truck(
                folder,
                UploadOrder.of(Duration.ZERO, Duration.ofHours(1)),
                parallel,
                (job, file) -> guard.run(progress -> store.put(job, file, progress)),
                new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), new Random(1)),
                Bandwidth.open(folder.resolve("bandwidth"), Limits.NONE, InstantSource.system()));
    }

    private static LinkWatch watch(WeakLink link, Truck truck) {
        return LinkWatch.start(
                new StoreAddress(link.endpoint())::answers,
                () -> truck.uplink.waitingFor() != null,
                truck.uplink::linkIsBack,
                Duration.ofMillis(500));
    }

    private long release(Truck truck, int seed, int bytes) throws Exception {
        return release(folder, truck, seed, bytes);
    }

    private static long release(Path folder, Truck truck, int seed, int bytes) throws Exception {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        InstanceDeidentified released = Jobs.released(folder, "2.25." + (seed + 1), content);
        truck.released(List.of(released));
        return bytes;
    }

    private static Duration exponential(Random random, double meanSeconds) {
        return Duration.ofMillis((long) (-1000 * meanSeconds * Math.log(1 - random.nextDouble())));
    }

    /** Whether so many are done, at the latest after so long. */
    private static boolean isDone(Truck truck, int objects, Duration within)
            throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        while (System.nanoTime() < end && done(truck) < objects) {
            // It would never be done.
            assertThat(truck.log).noneMatch(line -> line.startsWith("parked "));
            Thread.sleep(10);
        }
        return done(truck) == objects;
    }

    private static long done(Truck truck) {
        return truck.log.stream().filter(line -> line.matches("(uploaded|existed) .*")).count();
    }
}
