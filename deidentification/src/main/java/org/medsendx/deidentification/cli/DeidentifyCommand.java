package org.medsendx.deidentification.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.medsendx.deidentification.pixels.FrameForm;
import org.medsendx.deidentification.pseudonym.KeyFile;
import org.medsendx.deidentification.pseudonym.PseudonymKey;
import org.medsendx.deidentification.release.Releaser;
import org.medsendx.deidentification.report.SigningKey;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.deidentification.rules.ProfileException;
import org.medsendx.dicom.data.CharacterSets;
import org.medsendx.dicom.io.ReadLimits;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code medsendx deidentify}: the engine and its gate over every file of a folder. */
@Command(
        name = "deidentify",
        mixinStandardHelpOptions = true,
        description = {
            "De-identifies every file below a folder and verifies each copy.",
            "What comes out is pseudonymised and still personal data. Exit status 0 when every input"
                    + " is accounted for, 1 when one is not, 2 when it could not begin."
        })
public final class DeidentifyCommand implements Callable<Integer> {

    @Spec @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "IN", description = "Folder of inputs.")
    @Nullable Path in;

    @Parameters(
            index = "1",
            paramLabel = "OUT",
            description = "Folder of the copies; empty or absent.")
    @Nullable Path out;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "Pseudonym key: 32 bytes or 64 hex digits. Without one a random key is created in"
                            + " OUT-key beside OUT, if it is not there yet. What was released with a"
                            + " key is remembered beside it, and not de-identified again.")
    @Nullable Path key;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            defaultValue = "truck",
            description =
                    "Profile: a YAML file as docs/de-identification.md has it, or one of the shipped"
                            + " ones, truck and basic (default ${DEFAULT-VALUE}).")
    String profile = "truck";

    @Option(
            names = "--frames",
            paramLabel = "FORM",
            description =
                    "Uncompressed frames: keep, or jpeg-ls (JPEG-LS Lossless, each pixel compared"
                            + " again). Default: what a profile FILE says; with the shipped profiles"
                            + " keep.")
    @Nullable String frames;

    @Option(names = "--truck", defaultValue = "TRUCK1", description = "Goes into StationName.")
    String truck = "TRUCK1";

    @Option(
            names = "--issuer",
            defaultValue = "",
            description = "Assigning authority of Patient IDs whose header names none.")
    String issuer = "";

    @Option(
            names = "--mapping",
            description =
                    "Writes OUT/mapping.tsv, which names inputs beside outputs: identified data, mode"
                            + " 0600. A mapping.tsv among the inputs is skipped.")
    boolean mapping;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description =
                    "Writes the signed verification report of each input into a folder, empty or"
                            + " absent, with the public key; see verify-report. Its folder identified"
                            + " gets a picture, before and after, of each image that was masked. The"
                            + " signing key lies beside the pseudonym key.")
    @Nullable Path report;

    @Option(names = "--threads", description = "How many files at once (default: one a core).")
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors());

    public static void main(String[] args) {
        CharacterSets.requireAll();
        System.exit(commandLine().execute(args));
    }

    /** The command with its settings, for a launcher that has more of them. */
    public static CommandLine commandLine() {
        return new CommandLine(new DeidentifyCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (spec == null || in == null || out == null) {
            throw new IllegalStateException("called without parsing");
        }
        PrintWriter err = spec.commandLine().getErr();
        try {
            if (holdsFiles(out)) {
                err.println("OUT is not empty: choose another folder.");
                return 2;
            }
            Profile rules = profile();
            if (report != null && holdsFiles(report)) {
                err.println("the folder of the reports is not empty: choose another one.");
                return 2;
            }
            PseudonymKey secret = key(out, err);
            var releaser = new Releaser(rules, secret, issuer, ReadLimits.DEFAULT);
            List<Path> inputs = inputs(in);
            ReportFolder reports = report == null ? null : reports(report, out, rules, err);
            FolderRun run;
            try (var released = ReleasedDigests.open(released(keyFile(out)));
                    RunProgress progress = RunProgress.open(inputs.size(), err)) {
                run = new FolderRun(releaser, released, reports, truck, in, out, inputs);
                run.run(threads, progress::step);
            }
            if (mapping) {
                run.writeMapping();
            }
            summary(spec.commandLine().getOut(), run, inputs.size());
            return run.unaccounted() == 0 ? 0 : 1;
        } catch (KeyFile.UnusableKeyException | ProfileException e) {
            err.println(e.getMessage());
            return 2;
        } catch (IOException e) {
            err.println("cannot read IN or write OUT: " + e.getClass().getSimpleName());
            return 2;
        }
    }

    private Profile profile() throws ProfileException {
        Profile rules =
                switch (profile) {
                    // Who tries the trucks' profile at a desk compares the copies byte for byte.
                    case "truck" -> Profile.truck().with(FrameForm.KEEP);
                    case "basic" -> Profile.basic();
                    default -> Profile.read(Path.of(profile));
                };
        if (frames == null) {
            return rules;
        }
        for (FrameForm form : FrameForm.values()) {
            if (form.key().equals(frames)) {
                return rules.with(form);
            }
        }
        throw new ProfileException("--frames: keep or jpeg-ls is expected");
    }

    private Path keyFile(Path output) {
        Path beside = output.toAbsolutePath().normalize();
        return key != null ? key : beside.resolveSibling(beside.getFileName() + "-key");
    }

    private static Path released(Path keyFile) {
        Path file = keyFile.toAbsolutePath();
        return file.resolveSibling(file.getFileName() + "-released");
    }

    private ReportFolder reports(Path folder, Path output, Profile profile, PrintWriter err)
            throws IOException, KeyFile.UnusableKeyException {
        Path pseudonyms = keyFile(output).toAbsolutePath();
        Path file = pseudonyms.resolveSibling(pseudonyms.getFileName() + "-signing.pem");
        if (SigningKey.create(file)) {
            err.println("created a random key that signs reports: " + file);
        }
        return ReportFolder.create(folder, profile, SigningKey.read(file));
    }

    private PseudonymKey key(Path output, PrintWriter err)
            throws IOException, KeyFile.UnusableKeyException {
        Path file = keyFile(output);
        if (key == null && KeyFile.create(file)) {
            err.println("created a random pseudonym key: " + file);
        }
        return KeyFile.read(file);
    }

    private static boolean holdsFiles(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isPresent();
        }
    }

    private static List<Path> inputs(Path folder) throws IOException {
        Path mappingFile = folder.resolve("mapping.tsv");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.equals(mappingFile))
                    .sorted()
                    .toList();
        }
    }

    private static void summary(PrintWriter out, FolderRun run, int inputs) {
        out.printf(
                Locale.ROOT,
                "%d inputs: %d released, %d withheld; %d could not be decided%n",
                inputs,
                run.released(),
                inputs - run.released() - run.unaccounted(),
                run.unaccounted());
        for (Map.Entry<String, Integer> reason : run.reasons().entrySet()) {
            out.printf(Locale.ROOT, "  %5d %s%n", reason.getValue(), reason.getKey());
        }
        out.println("The copies are pseudonymised: still personal data, to be handled as such.");
        out.flush();
    }
}
