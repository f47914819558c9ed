package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.medsendx.contracts.catalogue.Broker;

/**
 * A consumer that comes late, is killed, waits for its disk or stops: nothing that was published is
 * passed over, and what does not go on by itself shows in its health.
 */
@ExtendWith(RunningStack.class)
class LateStartIT {

    /** Room for what other scenarios have published before, with their pictures. */
    private static final int MEGABYTES = 256;

    private static final Duration LONG = Duration.ofMinutes(2);

    /** How long the disk stays full; more than a minute is what once stopped the consumer. */
    private static final Duration FULL =
            Duration.ofSeconds(Long.getLong("medsendx.full-disk-seconds", 5));

    /** Sends new scans through the stack and waits for their end there. */
    private static void scans(int count) throws IOException, InterruptedException {
        RunningStack.sendAndFollow(RunningStack.scans(count));
    }

    /** What a segmenter has to assess: every object that the topic tells of. */
    private static Set<String> published() {
        var ids = new HashSet<String>();
        for (var record : TopicRecords.all(Broker.TRUCK)) {
            if (record.topic().equals("instances.deidentified.v1")) {
                ids.add(
                        new String(
                                record.headers().lastHeader("ce_subject").value(),
                                StandardCharsets.UTF_8));
            }
        }
        return ids;
    }

    private static void assertAssessesEachOnce(SecondSegmenter segmenter) throws Exception {
        var published = published();
        await().atMost(LONG).until(() -> segmenter.assessed().size() >= published.size());
        assertThat(segmenter.assessed()).containsExactlyInAnyOrderElementsOf(published);
    }

    @Test
    void assesses_all_that_was_published_before_it_joined_also_when_it_is_killed_midway()
            throws Exception {
        scans(25);
        var folder = SecondSegmenter.folder("late-start");
        try (var segmenter = SecondSegmenter.start("late-start", folder, Map.of())) {
            await().atMost(LONG)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> segmenter.assessed().size() >= 3);
            segmenter.kill();
        }
        try (var segmenter = SecondSegmenter.start("late-start", folder, Map.of())) {
            int before = segmenter.assessed().size();
            assertAssessesEachOnce(segmenter);
            assertThat(before).isPositive();
            await().atMost(LONG)
                    .until(() ->
                            segmenter.part("channel-instances-deidentified").equals("working"));
            assertThat(segmenter.ready()).isTrue();
        }
    }

    @Test
    void goes_on_by_itself_after_a_full_disk() throws Exception {
        scans(5);
        var folder = SecondSegmenter.folder("full-disk");
        try (var disk = SmallDisk.mount(folder, MEGABYTES)) {
            try (var segmenter = SecondSegmenter.start("full-disk", folder, Map.of())) {
                assertAssessesEachOnce(segmenter);
                disk.fill();

                scans(5);
                await().atMost(LONG).until(() -> segmenter.part("records").equals("held"));
                var end = System.nanoTime() + FULL.toNanos();
                await().atMost(FULL.plus(LONG))
                        .until(() -> {
                            assertThat(segmenter.live()).isTrue();
                            assertThat(segmenter.ready()).isFalse();
                            return System.nanoTime() > end;
                        });
                disk.free();

                assertAssessesEachOnce(segmenter);
                await().atMost(LONG).until(segmenter::ready);
            }
        }
    }

    @Test
    void shows_that_its_consumer_has_stopped_and_a_restart_takes_what_was_left() throws Exception {
        scans(5);
        var folder = SecondSegmenter.folder("stopped");
        try (var disk = SmallDisk.mount(folder, MEGABYTES)) {
            var stopping =
                    Map.of(
                            "channel.throttled.unprocessed-record-max-age.ms", "2000",
                            "channel.auto.commit.interval.ms", "200");
            // What was published before is many records: they would wait for longer than that.
            try (var segmenter = SecondSegmenter.start("stopped", folder, Map.of())) {
                assertAssessesEachOnce(segmenter);
            }
            try (var segmenter = SecondSegmenter.start("stopped", folder, stopping)) {
                await().atMost(LONG).until(segmenter::ready);
                disk.fill();
                scans(5);

                await().atMost(LONG).until(() -> !segmenter.live());
                assertThat(segmenter.part("channel-instances-deidentified")).isEqualTo("stopped");
                assertThat(segmenter.ready()).isFalse();
                disk.free();
            }
            try (var segmenter = SecondSegmenter.start("stopped", folder, Map.of())) {
                assertAssessesEachOnce(segmenter);
                assertThat(segmenter.live()).isTrue();
            }
        }
    }
}
