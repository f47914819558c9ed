package org.medsendx.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.medsendx.benchmarks.deid.DeidSuite;
import org.medsendx.benchmarks.files.FileSuite;
import org.medsendx.benchmarks.harness.Report;
import org.medsendx.benchmarks.harness.Settings;
import org.medsendx.benchmarks.harness.Suite;
import org.medsendx.benchmarks.net.IngestSuite;
import org.medsendx.benchmarks.net.StoreSuite;
import org.medsendx.benchmarks.pixel.CodecSuite;

/** {@code ./medsendx bench}: runs suites, prints their tables and writes them to a folder. */
public final class BenchCommand {

    /** Every suite; a new one is one line here and one in the launcher's help. */
    private static final List<Suite> SUITES =
            List.of(
                    new FileSuite(),
                    new StoreSuite(),
                    new CodecSuite(),
                    new DeidSuite(),
                    new IngestSuite());

    private BenchCommand() {}

    /**
     * Arguments: the repository's folder, then names of suites, {@code all}, {@code --quick},
     * {@code --out DIR}. Ends with status 2 when an argument is not understood, 1 when a suite
     * failed.
     */
    public static void main(String[] arguments) throws InterruptedException {
        Path home = Path.of(arguments[0]);
        Path out = home.resolve("out/bench");
        boolean quick = false;
        List<Suite> chosen = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> quick = true;
                case "all" -> chosen.addAll(SUITES);
                case "--out" -> {
                    i++;
                    out = Path.of(i < arguments.length ? arguments[i] : refuse("--out"));
                }
                default -> chosen.add(named(arguments[i]));
            }
        }
        boolean good = true;
        for (Suite suite : chosen.isEmpty() ? SUITES : chosen) {
            good &= run(suite, quick, home, out);
        }
        System.exit(good ? 0 : 1);
    }

    private static Suite named(String name) {
        for (Suite suite : SUITES) {
            if (suite.name().equals(name)) {
                return suite;
            }
        }
        refuse(name);
        throw new IllegalArgumentException(name);
    }

    private static String refuse(String argument) {
        System.err.println("medsendx bench: not understood: " + argument);
        for (Suite suite : SUITES) {
            System.err.println("  " + suite.name() + "  " + suite.what());
        }
        System.exit(2);
        return argument;
    }

    private static boolean run(Suite suite, boolean quick, Path home, Path out)
            throws InterruptedException {
        System.out.println("measuring " + suite.name() + ": " + suite.what() + " ...");
        Instant begin = Instant.now();
        var report = new Report();
        boolean good = true;
        try {
            Path scratch = Files.createTempDirectory("medsendx-bench");
            try {
                Path samples = home.resolveSibling("shared").resolve("samples");
                suite.run(new Settings(quick, scratch, samples), report);
            } finally {
                delete(scratch);
            }
        } catch (IOException e) {
            System.err.println("medsendx bench: " + suite.name() + " stopped: " + e);
            good = false;
        }
        String text =
                "# %s%n%n%s, %s%s, %d processors, Java %s%n%n%s"
                        .formatted(
                                suite.what(),
                                begin.truncatedTo(ChronoUnit.SECONDS),
                                quick ? "quick" : "full",
                                good ? "" : ", stopped early",
                                Runtime.getRuntime().availableProcessors(),
                                Runtime.version().feature(),
                                report.table());
        System.out.println(text);
        try {
            Files.createDirectories(out);
            Path file = out.resolve(suite.name() + ".md");
            Files.writeString(file, text);
            System.out.println("written to " + file);
        } catch (IOException e) {
            System.err.println("medsendx bench: cannot write the table: " + e);
            good = false;
        }
        return good;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.sorted(Comparator.reverseOrder()).forEach(BenchCommand::deleteOne);
        }
    }

    private static void deleteOne(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
