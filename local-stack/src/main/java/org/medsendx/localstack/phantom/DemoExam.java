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
import org.medsendx.localstack.stack.Source;

/**
 * One CT examination of one invented patient: a series of thin slices of 0.5 MB, which differ in
 * position and noise. The same seed gives the same slices.
 *
 * @param seed of patient and noise
 * @param slices how many
 */
public record DemoExam(long seed, int slices) {

    private static final int SIDE = 512;
    private static final double MILLIMETRES = 0.6;
    private static final Source TRUCK = new Source("TRUCK1_MODALITY", "TRUCK1", "scanner-1");

    public DemoExam {
        if (slices < 1) {
            throw new IllegalArgumentException("an examination has a slice at least");
        }
    }

    /** The truck's calling AE title, for edge-ingest's configuration. */
    public List<Source> sources() {
        return List.of(TRUCK);
    }

    /** Writes all slices, in the order they are sent. */
    public List<InputFile> write(Path folder) throws IOException {
        Files.createDirectories(folder);
        var scan =
                new DemoScan(0, Kind.CT_CHEST, "TRUCK1", "scanner-1", LocalDate.of(2026, 3, 2), 1);
        try {
            return IntStream.rangeClosed(1, slices)
                    .parallel()
                    .mapToObj(number -> write(folder, scan, number))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private InputFile write(Path folder, DemoScan scan, int number) {
        String name = "ct_%05d.dcm".formatted(number);
        Path file = folder.resolve(name);
        var pixels =
                CtPhantom.of(
                        SIDE,
                        new SplittableRandom(seed),
                        new SplittableRandom(seed * 1_000_003L + number),
                        scan.gain());
        try {
            DemoFile.writeSlice(file, scan, pixels, seed, number, MILLIMETRES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new InputFile(file, name, TRUCK.aeTitle());
    }
}
