package org.medsendx.uplink.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.outbox.Backoff;
import org.medsendx.uplink.storage.Knowledge;
import org.medsendx.uplink.storage.S3ObjectStore;
import org.medsendx.uplink.storage.S3Server;
import org.medsendx.uplink.storage.StoreAddress;
import org.medsendx.uplink.storage.WeakLink;

/** The uplink over a link that is slow, far away and comes and goes. */
@Timeout(120)
class WeakLinkIT {

    private static final int MIB = 1 << 20;
    private static final StallGuard GUARD =
            new StallGuard(Duration.ofSeconds(20), Duration.ofSeconds(20));

    @TempDir Path folder;
    private S3Server server;

    @BeforeEach
    void start() throws Exception {
        server = S3Server.started(folder.resolve("s3"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void a_link_that_comes_back_is_used_within_a_second_however_long_it_was_away()
            throws Exception {
        try (var link = WeakLink.to(server.endpoint(), 4L * MIB, 20);
                var s3 = S3Server.client(link.endpoint())) {
            link.cut();
            var looks = new AtomicInteger();
            var address = new StoreAddress(link.endpoint());
            var store = new S3ObjectStore(s3, server.settings(1 << 20), Knowledge.none());
            // Waits of minutes, as they have grown in a garage.
            try (var truck =
                            new Truck(
                                    folder,
                                    Duration.ZERO,
                                    2,
                                    (job, file) -> GUARD.run(p -> store.put(job, file, p)),
                                    new Backoff(
                                            Duration.ofMinutes(1),
                                            Duration.ofMinutes(5),
                                            new Random(1)));
                    var watch =
                            LinkWatch.start(
                                    () -> {
                                        looks.incrementAndGet();
                                        return address.answers();
                                    },
                                    () -> truck.uplink.waitingFor() != null,
                                    truck.uplink::linkIsBack,
                                    Duration.ofMillis(500))) {
                truck.released(List.of(release(1, MIB), release(2, MIB)));
                await().until(() -> truck.log.contains("waiting no-answer"));
                await("it was seen away").until(() -> looks.get() >= 2);
                assertThat(watch.alive()).isTrue();

                long back = System.nanoTime();
                link.restore();

                await().until(() -> link.firstByteAt() != 0);
                assertThat(Duration.ofNanos(link.firstByteAt() - back))
                        .isLessThan(Duration.ofSeconds(1));
                untilDone(truck, 2);
            }
        }
    }

    /** 20 Mbit/s, up for 4 s and away for 2 s in the mean, each as long as chance has it. */
    @Test
    void what_arrived_is_not_sent_again_and_most_of_the_time_that_a_link_is_up_is_used()
            throws Exception {
        long rate = 2_500_000;
        var random = new Random(12);
        try (var link = WeakLink.to(server.endpoint(), rate, 100);
                var s3 = S3Server.client(link.endpoint())) {
            var store = new S3ObjectStore(s3, server.settings(1 << 20), Knowledge.none());
            try (var truck =
                            new Truck(
                                    folder,
                                    Duration.ZERO,
                                    1,
                                    (job, file) -> GUARD.run(p -> store.put(job, file, p)),
                                    new Backoff(
                                            Duration.ofSeconds(1),
                                            Duration.ofMinutes(5),
                                            new Random(1)));
                    var _ =
                            LinkWatch.start(
                                    new StoreAddress(link.endpoint())::answers,
                                    () -> truck.uplink.waitingFor() != null,
                                    truck.uplink::linkIsBack,
                                    Duration.ofMillis(500))) {
                var object = release(1, 20 * MIB);
                long useful = object.copy().content().bytes();
                truck.released(List.of(object));
                var done = new AtomicBoolean();
                double upSeconds = 0;
                int cuts = 0;
                while (!done.get()) {
                    long begun = System.nanoTime();
                    done.set(isDone(truck, 1, exponential(random, 4)));
                    upSeconds += (System.nanoTime() - begun) / 1e9;
                    if (!done.get()) {
                        link.cut();
                        cuts++;
                        assertThat(isDone(truck, 1, exponential(random, 2))).isFalse();
                        link.restore();
                    }
                }
                double sent = (double) link.bytesUp() / useful;
                double used = link.bytesUp() / (upSeconds * rate);
                System.out.printf(
                        "20 MiB at 20 Mbit/s, up 4 s, away 2 s: sent %.2f of it with %d cuts, %.0f"
                                + " %% of the time that the link was up%n",
                        sent, cuts, 100 * used);
                // A cut costs the part that was under way, and nothing that had arrived.
                assertThat(sent).isLessThan(1.02 + cuts * 5 * MIB / (double) useful);
                assertThat(used).isGreaterThan(0.5);
            }
        }
    }

    private static Duration exponential(Random random, double meanSeconds) {
        return Duration.ofMillis((long) (-1000 * meanSeconds * Math.log(1 - random.nextDouble())));
    }

    /** Whether so many are done, at the latest after so long. */
    private static boolean isDone(Truck truck, int objects, Duration within)
            throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        while (System.nanoTime() < end) {
            if (done(truck) == objects) {
                return true;
            }
            Thread.sleep(10);
        }
        return done(truck) == objects;
    }

    private static void untilDone(Truck truck, int objects) {
        await().atMost(Duration.ofSeconds(30)).until(() -> done(truck) == objects);
    }

    private static long done(Truck truck) {
        return truck.log.stream().filter(line -> line.matches("(uploaded|existed) .*")).count();
    }

    private InstanceDeidentified release(int seed, int bytes) throws Exception {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return Jobs.released(folder, "2.25." + seed, content);
    }
}
