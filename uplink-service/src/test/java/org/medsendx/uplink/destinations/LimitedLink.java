package org.medsendx.uplink.destinations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.medsendx.uplink.bandwidth.Bandwidth;
import org.medsendx.uplink.bandwidth.Limits;

/** A link that carries some scans in two seconds, for destinations that are to keep to it. */
public record LimitedLink(List<Scan> scans, long bytes, Bandwidth bandwidth) {

    private static final long SECONDS = 2;

    /** What may go at once after a pause is a quarter of a second's. */
    private static final Duration LEAST = Duration.ofMillis(1600);

    public static LimitedLink below(Path folder, List<Scan> scans) throws IOException {
        long bytes = 0;
        for (var scan : scans) {
            bytes += Files.size(scan.file());
        }
        var limits = new Limits(bytes / SECONDS, List.of(), null, true, "UTC");
        return new LimitedLink(
                scans,
                bytes,
                Bandwidth.open(folder.resolve("bandwidth"), limits, InstantSource.system()));
    }

    /**
     * Sends all of them.
     *
     * @param framing bytes that may count beside those of the files, or not count
     */
    public void carries(Road road, long framing) throws IOException {
        long begin = System.nanoTime();
        for (var scan : scans) {
            road.destinations().add(scan.job());
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> road.told().size() == scans.size());
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(LEAST);
        assertThat(bandwidth.sentThisMonth()).isBetween(bytes - framing, bytes);
    }
}
