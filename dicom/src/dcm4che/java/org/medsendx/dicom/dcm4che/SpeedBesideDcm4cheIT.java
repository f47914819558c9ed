package org.medsendx.dicom.dcm4che;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.io.DicomInputStream;
import org.dcm4che3.io.DicomInputStream.IncludeBulkData;
import org.dcm4che3.io.DicomOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.Peer;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.ReadLimits;

/**
 * Whole files a second in one run: reading, and reading with an edit of four elements and writing
 * to a new file, beside plain copying. Everything is in the page cache; nothing is forced to disk.
 * dcm4che is measured both ways it can be used: with pixel data left in the file, and with all
 * values in memory. For each file the best of the rounds counts.
 */
class SpeedBesideDcm4cheIT {

    private static final int SLICES = 150;
    private static final int ROUNDS = 6;

    @TempDir private Path folder;

    private interface Work {
        void on(Path file, Path target) throws IOException;
    }

    private static final Map<String, Work> WORK = new LinkedHashMap<>();

    static {
        WORK.put("copy", (file, target) -> Files.copy(file, target));
        WORK.put("read, ours", (file, target) -> DicomReader.read(file, ReadLimits.DEFAULT));
        WORK.put("read, dcm4che, pixels left", (file, target) -> read(file, IncludeBulkData.URI));
        WORK.put("read, dcm4che, all", (file, target) -> read(file, IncludeBulkData.YES));
        WORK.put("edit and write, ours", SpeedBesideDcm4cheIT::editOurs);
        WORK.put(
                "edit and write, dcm4che, pixels left",
                (file, target) -> editTheirs(file, target, IncludeBulkData.URI));
        WORK.put(
                "edit and write, dcm4che, all",
                (file, target) -> editTheirs(file, target, IncludeBulkData.YES));
    }

    private static Attributes read(Path file, IncludeBulkData bulkData) throws IOException {
        try (var in = new DicomInputStream(file.toFile())) {
            in.setIncludeBulkData(bulkData);
            return in.readDataset();
        }
    }

    private static void editOurs(Path file, Path target) throws IOException {
        DicomFile read = DicomReader.read(file, ReadLimits.DEFAULT);
        DataSet dataSet = read.dataSet();
        dataSet.putString(Tag.PatientName, VR.PN, "Pseudonym");
        dataSet.putString(Tag.PatientID, VR.LO, "P-1");
        dataSet.putString(Tag.StudyInstanceUID, VR.UI, "2.25.1");
        dataSet.remove(Tag.InstitutionName);
        DicomWriter.write(target, read.meta(), dataSet);
    }

    private static void editTheirs(Path file, Path target, IncludeBulkData bulkData)
            throws IOException {
        Attributes meta;
        Attributes dataSet;
        String transferSyntax;
        try (var in = new DicomInputStream(file.toFile())) {
            in.setIncludeBulkData(bulkData);
            meta = in.readFileMetaInformation();
            dataSet = in.readDataset();
            transferSyntax = in.getTransferSyntax();
        }
        dataSet.setString(Tag.PatientName, org.dcm4che3.data.VR.PN, "Pseudonym");
        dataSet.setString(Tag.PatientID, org.dcm4che3.data.VR.LO, "P-1");
        dataSet.setString(Tag.StudyInstanceUID, org.dcm4che3.data.VR.UI, "2.25.1");
        dataSet.remove(Tag.InstitutionName);
        if (meta == null) {
            meta = dataSet.createFileMetaInformation(transferSyntax);
        }
        try (var out = new DicomOutputStream(target.toFile())) {
            out.writeDataset(meta, dataSet);
        }
    }

    @Test
    void reads_and_edits_ct_slices_no_slower_than_dcm4che() throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < SLICES; i++) {
            files.add(Files.write(folder.resolve("slice" + i + ".dcm"), GeneratedDataSet.slice(i)));
        }
        Path ours = folder.resolve("ours.dcm");
        Path theirs = folder.resolve("theirs.dcm");
        editOurs(files.getFirst(), ours);
        editTheirs(files.getFirst(), theirs, IncludeBulkData.URI);
        assertThat(
                        Comparison.of(
                                        DicomReader.read(ours, ReadLimits.DEFAULT).dataSet(),
                                        Dcm4che.read(theirs).dataSet())
                                .differences())
                .allMatch(difference -> difference.kind() == Difference.Kind.SPACES);

        Map<String, double[]> best = measure("CT slices of 0.5 MB", files);

        assertThat(ratio(best, "read, dcm4che, pixels left", "read, ours")).isGreaterThan(1);
        assertThat(ratio(best, "edit and write, dcm4che, pixels left", "edit and write, ours"))
                .isGreaterThan(1);
    }

    @Test
    void reads_the_samples_no_slower_than_dcm4che() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(Peer.samples())) {
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                if (bothCan(file)) {
                    files.add(file);
                }
            }
        }

        Map<String, double[]> best = measure("samples", files);

        assertThat(ratio(best, "read, dcm4che, pixels left", "read, ours")).isGreaterThan(1);
    }

    private boolean bothCan(Path file) throws IOException {
        try {
            for (Work work : WORK.values()) {
                Path target = folder.resolve("probe.dcm");
                work.on(file, target);
                Files.deleteIfExists(target);
            }
            return true;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(folder.resolve("probe.dcm"));
            return false;
        }
    }

    /** The best time of each file in seconds, by kind of work. */
    private Map<String, double[]> measure(String what, List<Path> files) throws IOException {
        Map<String, double[]> best = new LinkedHashMap<>();
        WORK.keySet().forEach(name -> best.put(name, new double[files.size()]));
        best.values().forEach(times -> Arrays.fill(times, Double.MAX_VALUE));
        Path target = folder.resolve("out.dcm");
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, Work> work : WORK.entrySet()) {
                double[] times = Objects.requireNonNull(best.get(work.getKey()));
                for (int i = 0; i < files.size(); i++) {
                    long begin = System.nanoTime();
                    work.getValue().on(files.get(i), target);
                    times[i] = Math.min(times[i], (System.nanoTime() - begin) / 1e9);
                    Files.deleteIfExists(target);
                }
            }
        }
        System.out.printf("%d %s, files a second:%n", files.size(), what);
        best.forEach((name, times) ->
                System.out.printf(
                        "  %-40s %8.0f%n", name, times.length / Arrays.stream(times).sum()));
        System.out.printf(
                "median of the files' ratios: read %.2f, edit and write %.2f%n",
                ratio(best, "read, dcm4che, pixels left", "read, ours"),
                ratio(best, "edit and write, dcm4che, pixels left", "edit and write, ours"));
        return best;
    }

    /** How many times as long the first kind of work takes as the second: the median file. */
    private static double ratio(Map<String, double[]> best, String slower, String faster) {
        double[] longer = Objects.requireNonNull(best.get(slower));
        double[] shorter = Objects.requireNonNull(best.get(faster));
        double[] ratios = new double[longer.length];
        Arrays.setAll(ratios, i -> longer[i] / shorter[i]);
        Arrays.sort(ratios);
        return ratios[ratios.length / 2];
    }
}
