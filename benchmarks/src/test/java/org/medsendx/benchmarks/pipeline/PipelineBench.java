package org.medsendx.benchmarks.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.benchmarks.harness.Program;
import org.medsendx.localstack.phantom.DemoExam;
import org.medsendx.localstack.phantom.DemoFleet;
import org.medsendx.localstack.phantom.DemoMammograms;
import org.medsendx.localstack.result.OutFolder;
import org.medsendx.localstack.result.Traces;
import org.medsendx.localstack.send.InputFile;

/**
 * {@code ./medsendx bench pipeline}: the suite's own processes, from C-STORE to the event that says
 * the object was verified in the store, and the six scripts in Python over files of the same kind.
 *
 * <p>A test class of this module because nothing that runs may need a service.
 */
public final class PipelineBench {

    private static final String EXAM = "CT exam, 0.5 MB a slice";
    private static final String MAMMOGRAMS = "mammograms of 27 MB";
    private static final String FLEET = "the demo's fleet";

    private final Path home;
    private final Path work;
    private final boolean quick;
    private final List<String> parts;
    private final @Nullable String profiled;
    private final Path out;
    private final PipelineTables tables = new PipelineTables();
    private long seed = 1;

    private PipelineBench(
            Path home,
            Path work,
            boolean quick,
            List<String> parts,
            @Nullable String profiled,
            Path out) {
        this.home = home;
        this.work = work;
        this.quick = quick;
        this.parts = parts;
        this.profiled = profiled;
        this.out = out;
    }

    /**
     * Arguments: the repository's folder, the folder for {@code pipeline.md}, then {@code --quick},
     * {@code --only PART,...} of exam, mammograms, fleet, rates, forced and scripts, and {@code
     * --profile SERVICE} for a flight recording of exam, mammograms and fleet. Status 2 when one is
     * not understood, 1 when a scan did not get through.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var home = Path.of(arguments[0]);
        var out = Path.of(arguments[1]);
        boolean quick = false;
        var parts = List.of("exam", "mammograms", "fleet", "rates", "forced", "scripts");
        String profiled = null;
        for (int i = 2; i < arguments.length; i++) {
            boolean more = i + 1 < arguments.length;
            if (arguments[i].equals("--quick")) {
                quick = true;
            } else if (arguments[i].equals("--only") && more) {
                i++;
                var wanted = List.of(arguments[i].split(","));
                if (!parts.containsAll(wanted)) {
                    refuse(arguments[i]);
                }
                parts = wanted;
            } else if (arguments[i].equals("--profile") && more) {
                i++;
                profiled = arguments[i];
            } else {
                refuse(arguments[i]);
            }
        }
        Files.createDirectories(out);
        Files.createDirectories(home.resolve("target"));
        // On the disk of the tree: a folder in memory forces nothing.
        var work = Files.createTempDirectory(home.resolve("target"), "pipeline");
        int status = 1;
        try {
            new PipelineBench(home, work, quick, parts, profiled, out).run();
            status = 0;
        } catch (IOException e) {
            System.err.println("medsendx bench pipeline: " + e.getMessage());
            System.err.println("the logs are in " + work.resolve("logs"));
        }
        if (status == 0) {
            OutFolder.delete(work);
        }
        System.exit(status);
    }

    private static void refuse(String argument) {
        System.err.println("medsendx bench pipeline: not understood: " + argument);
        System.exit(2);
    }

    private boolean has(String part) {
        return parts.contains(part);
    }

    private void run() throws IOException, InterruptedException {
        var begin = Instant.now();
        List<InputFile> exam = List.of();
        List<InputFile> mammograms = List.of();
        Traces traces;
        try (var pipeline = Pipeline.start(home, work)) {
            System.out.println("warming up ...");
            pipeline.pass("warm-up", exam(60), 0);
            if (has("mammograms") || has("fleet")) {
                pipeline.pass("warm-up", mammograms(3), 0);
            }
            try (var recording = recording(pipeline)) {
                if (has("exam")) {
                    exam = load(pipeline, EXAM, exam(quick ? 250 : 1000));
                }
                if (has("mammograms")) {
                    mammograms = load(pipeline, MAMMOGRAMS, mammograms(quick ? 10 : 40));
                }
                if (has("fleet")) {
                    load(pipeline, FLEET, fleet(quick ? 60 : 200));
                }
            }
            if (has("rates")) {
                rates(pipeline);
            }
            if (has("forced")) {
                forced(pipeline);
            }
            traces = Traces.of(pipeline.stack().folders().traces());
        }
        if (has("scripts")) {
            scripts(EXAM, first(exam.isEmpty() ? exam(quick ? 12 : 40) : exam, quick ? 12 : 40));
            scripts(
                    MAMMOGRAMS,
                    first(mammograms.isEmpty() ? mammograms(2) : mammograms, quick ? 2 : 6));
        }
        String text =
                "# From C-STORE to the cloud%n%n%s, %s, %d processors, Java %s, load %s before%n%n%s"
                        .formatted(
                                begin.truncatedTo(ChronoUnit.SECONDS),
                                quick ? "quick" : "full",
                                Runtime.getRuntime().availableProcessors(),
                                Runtime.version().feature(),
                                load,
                                tables.text(traces));
        System.out.println(text);
        var file = out.resolve("pipeline.md");
        Files.writeString(file, text);
        System.out.println("written to " + file);
    }

    private final String load = load();

    private static String load() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
        } catch (IOException e) {
            return "unknown";
        }
    }

    private @Nullable Recording recording(Pipeline pipeline)
            throws IOException, InterruptedException {
        return profiled == null
                ? null
                : Recording.of(
                        pipeline.stack().process(profiled),
                        out.toAbsolutePath().resolve(profiled + ".jfr"));
    }

    private List<InputFile> load(Pipeline pipeline, String what, List<InputFile> files)
            throws IOException, InterruptedException {
        System.out.println(what + ": " + files.size() + " ...");
        tables.load(pipeline.pass(what, files, 0));
        return files;
    }

    private void rates(Pipeline pipeline) throws IOException, InterruptedException {
        for (int rate : new int[] {1, 5, 20}) {
            int seconds = quick ? rate == 1 ? 15 : 10 : 60;
            System.out.printf("%d scans a second for %d s ...%n", rate, seconds);
            tables.rate(rate, pipeline.pass("CT", exam(rate * seconds), rate));
        }
    }

    private void forced(Pipeline pipeline) throws IOException, InterruptedException {
        if (!Program.works("strace", "-V")) {
            tables.note("How often they force something to disk was not counted: no strace.");
            return;
        }
        System.out.println("counting what is forced ...");
        int scans = 20;
        var files = exam(scans);
        try (var forced = Forced.watch(pipeline.stack().processes(), work)) {
            pipeline.pass("forced", files, 2);
            tables.forced(scans, forced.calls());
        }
    }

    private void scripts(String load, List<InputFile> files)
            throws IOException, InterruptedException {
        if (!SixScripts.installed()) {
            tables.note(
                    "The six scripts are absent: they need python3-pydicom, python3-sklearn and python3-matplotlib.");
            return;
        }
        for (int starts : new int[] {1, 10}) {
            System.out.printf("the six scripts, %s, %d starts ...%n", load, starts);
            tables.scripts(load, starts, SixScripts.run(files, starts, work));
        }
    }

    private static List<InputFile> first(List<InputFile> files, int count) {
        return files.subList(0, Math.min(count, files.size()));
    }

    private Path folder() {
        seed++;
        return work.resolve("input").resolve(Long.toString(seed));
    }

    private List<InputFile> exam(int slices) throws IOException {
        var folder = folder();
        return new DemoExam(seed, slices).write(folder);
    }

    private List<InputFile> mammograms(int images) throws IOException {
        var folder = folder();
        return new DemoMammograms(seed, images).write(folder);
    }

    /** Without what is malformed on purpose, which never gets through. */
    private List<InputFile> fleet(int scans) throws IOException {
        var folder = folder();
        return new DemoFleet(seed, scans)
                .write(folder).stream()
                        .filter(input -> !input.name().startsWith("malformed/"))
                        .toList();
    }
}
