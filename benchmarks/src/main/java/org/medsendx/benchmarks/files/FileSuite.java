package org.medsendx.benchmarks.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.medsendx.benchmarks.harness.Jmh;
import org.medsendx.benchmarks.harness.Program;
import org.medsendx.benchmarks.harness.Rates;
import org.medsendx.benchmarks.harness.Report;
import org.medsendx.benchmarks.harness.Settings;
import org.medsendx.benchmarks.harness.Suite;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.ReadLimits;

/**
 * Whole files, one thread, from the page cache, no fsync: parsing, editing three elements and
 * writing, beside plain copying and the same in pydicom and dcmtk. The contenders take turns, and
 * the median of the rounds counts. Files written are deleted between rounds, outside the clock.
 */
public final class FileSuite implements Suite {

    private static final String PYTHON = "/usr/bin/python3";
    private static final String UNIT = "files/s";

    @Override
    public String name() {
        return "files";
    }

    @Override
    public String what() {
        return "parsing, editing and writing files beside copying, pydicom and dcmtk";
    }

    @Override
    public void run(Settings settings, Report report) throws IOException, InterruptedException {
        List<Path> scans =
                CtFiles.generate(settings.scratch().resolve("ct"), settings.quick() ? 60 : 300);
        measure("CT of 0.5 MB", scans, settings, report);
        if (Files.isDirectory(settings.samples())) {
            measure("samples", readable(settings.samples()), settings, report);
        } else {
            report.absent("parse, samples", "MedSendX", "../shared/samples is not there");
        }
        Jmh.run(settings, report, DataSetBenchmark.class);
    }

    private static List<Path> readable(Path samples) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(samples)) {
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                try {
                    DicomReader.read(file, ReadLimits.DEFAULT);
                    files.add(file);
                } catch (DicomFormatException e) {
                    // not DICOM, or cut off
                }
            }
        }
        return files;
    }

    /** What happens to every file; {@code to} does not exist yet. */
    private interface Work {
        void on(Path from, Path to) throws IOException;
    }

    private static void measure(String set, List<Path> files, Settings settings, Report report)
            throws IOException, InterruptedException {
        Path out = settings.scratch().resolve("written");
        var peers = new Peers(settings.scratch(), files, out);
        var rates = new Rates(UNIT);
        int rounds = settings.quick() ? 5 : 9;
        long warm = System.nanoTime() + (settings.quick() ? 2_000_000_000L : 5_000_000_000L);
        while (System.nanoTime() < warm) {
            rate(files, out, FileSuite::values);
            rate(files, out, FileSuite::edit);
            rate(files, out, Files::copy);
        }
        for (int round = 0; round < rounds; round++) {
            rates.add("parse", rate(files, out, FileSuite::parse));
            rates.add("values", rate(files, out, FileSuite::values));
            rates.add("write", rate(files, out, FileSuite::rewrite));
            rates.add("edit", rate(files, out, FileSuite::edit));
            rates.add("copy", rate(files, out, Files::copy));
            // processes are slow, and take fewer turns
            if (round < 3) {
                peers.measure(rates);
            }
        }
        String parse = "parse, " + set;
        report.add(parse, "MedSendX", rates.median("parse"), UNIT);
        rates.peer(report, parse, "pydicom dcmread", "pydicom parse");
        rates.peer(report, parse, "dcmtk dcmdump", "dcmdump");
        report.add(parse, "copying the files", rates.median("copy"), UNIT);
        String values = "parse and decode each value, " + set;
        report.add(values, "MedSendX", rates.median("values"), UNIT);
        rates.peer(report, values, "pydicom", "pydicom values");
        String write = "parse and write, " + set;
        report.add(write, "MedSendX", rates.median("write"), UNIT);
        report.add(write, "copying the files", rates.median("copy"), UNIT);
        String edit = "parse, edit and write, " + set;
        report.add(edit, "MedSendX", rates.median("edit"), UNIT);
        report.add(edit, "copying the files", rates.median("copy"), UNIT);
        rates.peer(report, edit, "pydicom", "pydicom edit");
        rates.peer(report, edit, "dcmtk dcmodify (in place)", "dcmodify");
    }

    private static double rate(List<Path> files, Path out, Work work) throws IOException {
        Files.createDirectories(out);
        long begin = System.nanoTime();
        for (int i = 0; i < files.size(); i++) {
            work.on(files.get(i), out.resolve(i + ".dcm"));
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        for (int i = 0; i < files.size(); i++) {
            Files.deleteIfExists(out.resolve(i + ".dcm"));
        }
        return files.size() / seconds;
    }

    private static void parse(Path from, Path to) throws IOException {
        DicomReader.read(from, ReadLimits.DEFAULT);
    }

    private static void values(Path from, Path to) throws IOException {
        values(DicomReader.read(from, ReadLimits.DEFAULT).dataSet());
    }

    private static void values(DataSet dataSet) {
        for (Element element : dataSet) {
            dataSet.strings(element.tag());
            dataSet.items(element.tag()).forEach(FileSuite::values);
        }
    }

    private static void rewrite(Path from, Path to) throws IOException {
        DicomFile file = DicomReader.read(from, ReadLimits.DEFAULT);
        DicomWriter.write(to, file.meta(), file.dataSet());
    }

    private static void edit(Path from, Path to) throws IOException {
        DicomFile file = DicomReader.read(from, ReadLimits.DEFAULT);
        file.dataSet()
                .putString(Tag.PatientName, VR.PN, "Nobody^Known")
                .putString(Tag.PatientID, VR.LO, "0")
                .putString(Tag.StudyDescription, VR.LO, "edited");
        DicomWriter.write(to, file.meta(), file.dataSet());
    }

    /** pydicom and dcmtk, as far as they are installed. */
    private static final class Peers {

        private final List<Path> files;
        private final Path out;
        private final Path script;
        private final Path list;
        private final boolean pydicom;
        private final boolean dcmtk;

        Peers(Path scratch, List<Path> files, Path out) throws IOException, InterruptedException {
            this.files = files;
            this.out = out;
            this.script = scratch.resolve("peer.py");
            this.list = scratch.resolve("files.txt");
            Files.write(list, files.stream().map(Path::toString).toList());
            try (InputStream in = FileSuite.class.getResourceAsStream("pydicom_rates.py")) {
                Files.deleteIfExists(script);
                Files.copy(in, script);
            }
            this.pydicom = Program.works(PYTHON, "-c", "import pydicom");
            this.dcmtk = Program.works("dcmdump", "--version");
        }

        /** The scripts' own clocks for pydicom; dcmtk's include the start of one process. */
        void measure(Rates rates) throws IOException, InterruptedException {
            if (pydicom) {
                var command = List.of(PYTHON, script.toString(), list.toString(), out.toString());
                for (String line : Program.run(command).lines().toList()) {
                    String[] rate = line.split("=");
                    rates.add(rate[0], Double.parseDouble(rate[1]));
                }
            }
            if (dcmtk) {
                List<String> dump = new ArrayList<>(List.of("dcmdump", "-q", "+P", "0008,0018"));
                files.forEach(file -> dump.add(file.toString()));
                rates.add("dcmdump", timed(dump));
                rates.add("dcmodify", modify());
            }
        }

        private double modify() throws IOException, InterruptedException {
            List<String> edits = List.of("0010,0010=Nobody^Known", "0010,0020=0", "0008,1030=e");
            List<String> command = new ArrayList<>(List.of("dcmodify", "-q", "-nb", "-ie"));
            edits.forEach(edit -> command.addAll(List.of("-i", edit)));
            List<Path> copies = new ArrayList<>();
            for (Path file : files) {
                Path copy = out.resolve(copies.size() + ".dcm");
                Files.copy(file, copy);
                copies.add(copy);
                command.add(copy.toString());
            }
            try {
                return timed(command);
            } finally {
                for (Path copy : copies) {
                    Files.deleteIfExists(copy);
                }
            }
        }

        private double timed(List<String> command) throws IOException, InterruptedException {
            long begin = System.nanoTime();
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.waitFor();
            return files.size() * 1e9 / (System.nanoTime() - begin);
        }
    }
}
