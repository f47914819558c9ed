package org.medsendx.deidentification.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.deidentification.Instances;

/** Real files of other projects, the broken and hostile ones among them. */
class HostileSamplesIT {

    private static final Path SAMPLES = Path.of("..", "..", "shared", "samples");
    /** Of a processor: what else the machine does counts as waiting, which has a bound too. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long LARGEST = 300_000;

    @TempDir Path folder;

    @Test
    void decides_about_every_small_file_within_five_seconds() throws IOException {
        assumeTrue(Files.isDirectory(SAMPLES), "../shared/samples is not there");
        List<Path> files = new ArrayList<>();
        try (var walk = Files.walk(SAMPLES)) {
            walk.filter(Files::isRegularFile).sorted().forEach(files::add);
        }
        var releaser = Instances.releaser();
        int released = 0;
        for (Path file : files) {
            if (Files.size(file) > LARGEST) {
                continue;
            }
            Path copy = folder.resolve("copy.dcm");
            long begin = System.nanoTime();
            long spentBefore = THREADS.getCurrentThreadCpuTime();

            Release release = releaser.release(file, Instances.TRUCK, copy);

            assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - spentBefore))
                    .as("%s", SAMPLES.relativize(file))
                    .isLessThan(LONGEST);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONGEST_WAIT);
            assertThat(Files.exists(copy)).isEqualTo(release instanceof Release.Released);
            released += release instanceof Release.Withheld ? 0 : 1;
        }
        assertThat(released).isPositive();
    }
}
