package org.medsendx.benchmarks.deid;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.medsendx.benchmarks.files.CtFiles;
import org.medsendx.benchmarks.harness.Program;
import org.medsendx.benchmarks.harness.Rates;
import org.medsendx.benchmarks.harness.Report;
import org.medsendx.benchmarks.harness.Settings;
import org.medsendx.benchmarks.harness.Suite;
import org.medsendx.deidentification.pixels.FrameForm;
import org.medsendx.deidentification.pseudonym.PseudonymKey;
import org.medsendx.deidentification.release.Release;
import org.medsendx.deidentification.release.Releaser;
import org.medsendx.deidentification.rules.Deidentifier;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.deidentification.rules.Subject;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.ReadLimits;

/**
 * De-identifying CT files of 0.5 MB with one thread. The engine alone (read, all rules, write) is
 * beside copying the same files; the whole way of a truck (SHA-256 of the input, engine, fsync,
 * gate with its comparison, byte search and SHA-256 of the copy) is beside copying too. The
 * contenders take turns, and the median of the rounds counts. What is written is deleted between
 * rounds, outside the clock.
 */
public final class DeidSuite implements Suite {

    private static final String PYTHON = "/usr/bin/python3";
    private static final String UNIT = "files/s";
    private static final String TRUCK = "TRUCK1";
    private static final List<String> REMOVED =
            List.of("0008,0050", "0008,0080", "0008,1030", "0008,103e", "0040,0275");
    private static final List<String> EMPTIED =
            List.of(
                    "0010,0010",
                    "0010,0020",
                    "0010,0030",
                    "0008,0020",
                    "0008,0021",
                    "0008,0023",
                    "0008,0030",
                    "0008,0033");

    private final Profile profile = Profile.truck();
    private final PseudonymKey key = PseudonymKey.of(new byte[PseudonymKey.BYTES]);
    private final Deidentifier engine = new Deidentifier(profile, TRUCK);
    private final Releaser keeping = releaser(FrameForm.KEEP);
    private final Releaser encoding = releaser(FrameForm.JPEG_LS);

    @Override
    public String name() {
        return "deid";
    }

    @Override
    public String what() {
        return "de-identifying files beside copying, dcmodify, gdcmanon and pydicom";
    }

    @Override
    public void run(Settings settings, Report report) throws IOException, InterruptedException {
        Path in = settings.scratch().resolve("deid-in");
        List<Path> files = CtFiles.generate(in, settings.quick() ? 100 : 400);
        Path out = Files.createDirectories(settings.scratch().resolve("deid-out"));
        var rates = new Rates(UNIT);
        for (int i = 0; i < 3; i++) {
            rate(files, out, this::engine);
            rate(files, out, (from, to) -> whole(keeping, from, to));
            rate(files, out, (from, to) -> whole(encoding, from, to));
        }
        for (int round = 0; round < (settings.quick() ? 3 : 7); round++) {
            rates.add("engine", rate(files, out, this::engine));
            rates.add("copy", rate(files, out, Files::copy));
            rates.add("whole", rate(files, out, (from, to) -> whole(keeping, from, to)));
            rates.add("encoded", rate(files, out, (from, to) -> whole(encoding, from, to)));
            rates.add("copy and fsync", rate(files, out, DeidSuite::copyForced));
            if (round < 3) {
                peers(settings, in, files, out, rates);
            }
        }
        String alone = "engine alone, CT of 0.5 MB";
        report.add(alone, "MedSendX", rates.median("engine"), UNIT);
        report.add(alone, "copying the files", rates.median("copy"), UNIT);
        rates.peer(report, alone, "dcmtk dcmodify (in place, 13 attributes)", "dcmodify");
        rates.peer(report, alone, "gdcmanon --dumb (13 attributes)", "gdcmanon");
        rates.peer(report, alone, "pydicom (13 attributes, UIDs, private tags)", "pydicom");
        String whole = "with gate, hashes, fsync, CT of 0.5 MB";
        report.add(whole, "MedSendX, frames kept", rates.median("whole"), UNIT);
        report.add(whole, "MedSendX, frames as JPEG-LS", rates.median("encoded"), UNIT);
        report.add(whole, "copying the files", rates.median("copy"), UNIT);
        report.add(whole, "copying the files with fsync", rates.median("copy and fsync"), UNIT);
    }

    private void engine(Path from, Path to) throws IOException {
        DicomFile file = DicomReader.read(from, ReadLimits.DEFAULT);
        Subject subject = Subject.of(key, "", file.meta(), file.dataSet(), profile);
        if (subject == null) {
            throw new IOException("a generated file has no instance");
        }
        var clean = engine.apply(file, subject);
        DicomWriter.write(to, clean.meta(), clean.dataSet());
    }

    private Releaser releaser(FrameForm form) {
        return new Releaser(profile.with(form), key, "", ReadLimits.DEFAULT);
    }

    private static void whole(Releaser releaser, Path from, Path to) throws IOException {
        Release release = releaser.release(from, TRUCK, to);
        if (release instanceof Release.Withheld withheld) {
            throw new IOException("a generated file was withheld: " + withheld.reasons());
        }
    }

    private static void copyForced(Path from, Path to) throws IOException {
        Files.copy(from, to);
        try (var channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** What happens to every file; {@code to} does not exist yet. */
    private interface Work {
        void on(Path from, Path to) throws IOException;
    }

    private static double rate(List<Path> files, Path out, Work work) throws IOException {
        long begin = System.nanoTime();
        for (int i = 0; i < files.size(); i++) {
            work.on(files.get(i), out.resolve(i + ".dcm"));
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        empty(out);
        return files.size() / seconds;
    }

    private static void empty(Path folder) throws IOException {
        try (var listed = Files.list(folder)) {
            for (Path file : listed.toList()) {
                Files.delete(file);
            }
        }
    }

    private static void peers(Settings settings, Path in, List<Path> files, Path out, Rates rates)
            throws IOException, InterruptedException {
        if (Program.works("dcmodify", "--version")) {
            List<String> command = new ArrayList<>(List.of("dcmodify", "-q", "-nb", "-ie", "-imt"));
            REMOVED.forEach(tag -> command.addAll(List.of("-ea", "(" + tag + ")")));
            EMPTIED.forEach(tag -> command.addAll(List.of("-m", "(" + tag + ")=")));
            for (Path file : files) {
                Path copy = out.resolve(file.getFileName());
                Files.copy(file, copy);
                command.add(copy.toString());
            }
            rates.add("dcmodify", timed(command, files.size()));
            empty(out);
        }
        if (Program.works("gdcmanon", "--version")) {
            List<String> command =
                    new ArrayList<>(List.of("gdcmanon", "--dumb", "--continue", "-r"));
            REMOVED.forEach(tag -> command.addAll(List.of("--remove", tag)));
            EMPTIED.forEach(tag -> command.addAll(List.of("--empty", tag)));
            command.addAll(List.of("-i", in.toString(), "-o", out.toString()));
            rates.add("gdcmanon", timed(command, files.size()));
            empty(out);
        }
        if (Program.works(PYTHON, "-c", "import pydicom")) {
            Path script = settings.scratch().resolve("pydicom_deid.py");
            try (InputStream source = DeidSuite.class.getResourceAsStream("pydicom_deid.py")) {
                if (source == null) {
                    throw new IOException("pydicom_deid.py is missing");
                }
                Files.write(script, source.readAllBytes());
            }
            Path list = settings.scratch().resolve("deid-files.txt");
            Files.write(list, files.stream().map(Path::toString).toList());
            String printed =
                    Program.run(
                            List.of(PYTHON, script.toString(), list.toString(), out.toString()));
            rates.add("pydicom", Double.parseDouble(printed.strip()));
            empty(out);
        }
    }

    /** Rate of a program that handles all files; the start of one process is in it. */
    private static double timed(List<String> command, int files)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Program.run(command);
        return files * 1e9 / (System.nanoTime() - begin);
    }
}
