package org.medsendx.segmenter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.UUID;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.pipeline.Assessment.Segmented;

/** A picture that goes over a weak link takes 60 kB for a slice and 150 kB for a radiograph. */
class SmallPicturesTest {

    private static final Path SAMPLES = Path.of("..", "..", "shared", "samples");
    private static final int SLICE = 60_000;
    private static final int RADIOGRAPH = 150_000;

    private final ScanAssessor assessor = new ScanAssessor(new AssessLimits(100_000_000, 8, 800));

    @TempDir private Path folder;

    private byte[] picture(Path file) {
        return ((Segmented) assessor.assess(file, new UUID(0, 0))).highlight();
    }

    @Test
    void a_noisy_slice_and_a_whole_mammogram_keep_to_it() throws IOException {
        var slice = picture(Phantom.ct(512, 512, 4).write(folder));
        var mammogram = picture(Phantom.mammogram(1914, 2294, 4).write(folder));

        assertThat(slice).hasSizeBetween(10_000, SLICE);
        assertThat(mammogram).hasSizeBetween(10_000, RADIOGRAPH);
        // Left is the original, right the map; both still as large as they were.
        assertThat(ImageIO.read(new ByteArrayInputStream(slice)).getWidth()).isGreaterThan(1024);
    }

    @Test
    void so_do_the_slices_and_mammograms_of_public_files() throws IOException {
        assumeTrue(Files.isDirectory(SAMPLES), "../shared/samples is not here: not compared");
        var larger = new ArrayList<String>();
        int seen = 0;
        try (Stream<Path> files = Files.walk(SAMPLES)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (Files.size(file) > 8_000_000
                        || !(assessor.assess(file, new UUID(0, 0)) instanceof Segmented scan)) {
                    continue;
                }
                var modality = scan.stratum().modality();
                int most = modality.equals("CT") ? SLICE : RADIOGRAPH;
                if (modality.equals("CT") || modality.equals("MG")) {
                    seen++;
                    if (scan.highlight().length > most) {
                        larger.add(file.getFileName() + " " + scan.highlight().length);
                    }
                    String pictures = System.getProperty("pages.pictures");
                    if (pictures != null) {
                        Files.write(
                                Path.of(pictures).resolve(file.getFileName() + ".png"),
                                scan.highlight());
                    }
                }
            }
        }
        assertThat(seen).isGreaterThan(20);
        assertThat(larger).isEmpty();
    }
}
