package org.medsendx.benchmarks.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.medsendx.benchmarks.harness.Jmh;
import org.medsendx.benchmarks.harness.Program;
import org.medsendx.benchmarks.harness.Report;
import org.medsendx.benchmarks.harness.Settings;
import org.medsendx.localstack.result.OutFolder;

/**
 * {@code ./medsendx bench segment}: k-means from pixels to labels and the side-by-side picture,
 * beside scikit-learn and matplotlib over the same pixels.
 *
 * <p>A test class of this module because nothing that runs may need a service.
 */
public final class SegmentBench {

    private static final String PYTHON = "/usr/bin/python3";
    private static final String SCRIPT = "kmeans_rates.py";
    private static final String UNIT = "ops/s";

    private SegmentBench() {}

    /** Arguments: the folder for {@code segment.md}, then {@code --quick}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var out = Path.of(arguments[0]);
        boolean quick = false;
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            if (!argument.equals("--quick")) {
                System.err.println("medsendx bench segment: not understood: " + argument);
                System.exit(2);
            }
            quick = true;
        }
        var scratch = Files.createTempDirectory("medsendx-segment");
        try {
            var report = new Report();
            run(new Settings(quick, scratch, scratch), report);
            String text =
                    "# The segmenter, an image each\n\n"
                            + report.table()
                            + "\n"
                            + SegmentSteps.table(scratch, quick);
            Files.createDirectories(out);
            Files.writeString(out.resolve("segment.md"), text);
            System.out.println(text);
        } finally {
            OutFolder.delete(scratch);
        }
    }

    private static void run(Settings settings, Report report)
            throws IOException, InterruptedException {
        Map<String, Double> ours = Jmh.rates(settings, SegmentBenchmark.class);
        boolean installed = Program.works(PYTHON, "-c", "import sklearn, matplotlib");
        for (String size : List.of("512 x 512", "3328 x 4096")) {
            int columns = Integer.parseInt(size.split(" x ")[0]);
            int rows = Integer.parseInt(size.split(" x ")[1]);
            Path pixels = pixels(settings.scratch(), columns, rows);
            String labels = "pixels to labels, " + size;
            report.add(labels, "MedSendX, exact", ours.getOrDefault("labels, " + size, 0.0), UNIT);
            for (int starts : new int[] {1, 10}) {
                peer(
                        report,
                        labels,
                        "scikit-learn, starts: " + starts,
                        installed,
                        () -> python(settings, pixels, starts, columns, false));
            }
            String picture = "picture, " + size;
            report.add(picture, "MedSendX", ours.getOrDefault(picture, 0.0), UNIT);
            peer(
                    report,
                    picture,
                    "matplotlib",
                    installed,
                    () -> python(settings, pixels, 1, columns, true));
        }
    }

    private interface Peer {
        double rate() throws IOException, InterruptedException;
    }

    private static void peer(
            Report report, String measurement, String who, boolean installed, Peer peer)
            throws IOException, InterruptedException {
        if (installed) {
            report.add(measurement, who, peer.rate(), UNIT);
        } else {
            report.absent(measurement, who, "not installed");
        }
    }

    private static Path pixels(Path scratch, int columns, int rows) throws IOException {
        int[] values = SegmentBenchmark.image(columns, rows);
        var bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        return Files.write(scratch.resolve("pixels-" + columns), bytes.array());
    }

    private static double python(
            Settings settings, Path pixels, int starts, int columns, boolean picture)
            throws IOException, InterruptedException {
        Path script = settings.scratch().resolve(SCRIPT);
        try (var source = SegmentBench.class.getResourceAsStream(SCRIPT)) {
            if (source == null) {
                throw new IOException(SCRIPT + " is missing");
            }
            Files.write(script, source.readAllBytes());
        }
        int rounds = settings.quick() ? 2 : 5;
        String printed =
                Program.run(
                        List.of(
                                PYTHON,
                                "-W",
                                "ignore",
                                script.toString(),
                                pixels.toString(),
                                Integer.toString(starts),
                                Integer.toString(rounds),
                                Integer.toString(columns),
                                picture ? "1" : "0"));
        return Double.parseDouble(printed.strip());
    }
}
