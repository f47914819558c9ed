package org.medsendx.localstack.phantom;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.medsendx.localstack.phantom.DemoScan.Kind;
import org.medsendx.localstack.send.InputFile;

/**
 * Mammograms in the size of a detector, 4096 rows of 3328 pixels, which are files of 27 MB: each of
 * another invented patient, by the demo's first truck. The same seed gives the same ones.
 *
 * @param seed of patients and pixels
 * @param images how many
 */
public record DemoMammograms(long seed, int images) {

    private static final int ROWS = 4096;
    private static final int COLUMNS = 3328;
    private static final String TRUCK = "TRUCK1";

    public DemoMammograms {
        if (images < 1) {
            throw new IllegalArgumentException("at least one image");
        }
    }

    /** Writes all images, in the order they are sent. */
    public List<InputFile> write(Path folder) throws IOException {
        Files.createDirectories(folder);
        try {
            return IntStream.range(0, images).mapToObj(number -> write(folder, number)).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private InputFile write(Path folder, int number) {
        String name = "mg_%05d.dcm".formatted(number);
        Path file = folder.resolve(name);
        var scan =
                new DemoScan(
                        number, Kind.MAMMOGRAPHY, TRUCK, "scanner-1", LocalDate.of(2026, 3, 2), 1);
        var pixels =
                MammographyPhantom.of(
                        ROWS, COLUMNS, new SplittableRandom(seed * 1_000_003L + number), 1);
        try {
            DemoFile.write(file, scan, pixels, seed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new InputFile(file, name, TRUCK + "_MODALITY");
    }
}
