package org.medsendx.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.Peer;
import org.medsendx.dicom.io.DicomFormatException.Problem;

/** Real files of many devices and libraries, beside pydicom and dcmtk. */
class SamplesIT {

    /** Every file that is refused, with the reason that is right for it. */
    private static final Map<String, Problem> REFUSED =
            Map.of(
                    "bad.dcm", Problem.NO_DATA_SET,
                    "3gb-bulk-data-truncated", Problem.TRUNCATED,
                    "emri_small_jpeg_2k_lossless_too_short.dcm", Problem.TRUNCATED,
                    "MR_truncated.dcm", Problem.TRUNCATED,
                    "rtplan_truncated.dcm", Problem.TRUNCATED);

    private static final long LONGEST_MILLIS = 1000;

    @TempDir static Path folder;

    private static final Map<Path, DicomFile> files = new TreeMap<>();
    private static final Map<Path, Problem> refused = new TreeMap<>();
    private static final Map<Path, Path> rewritten = new TreeMap<>();

    @BeforeAll
    static void reads_and_rewrites_every_sample() throws IOException {
        Path samples = Peer.samples();
        List<String> slow = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(samples)) {
            for (Path file : walk.filter(SamplesIT::isSample).sorted().toList()) {
                long begin = CpuTime.nanos();
                try {
                    files.put(file, DicomReader.read(file, ReadLimits.DEFAULT));
                } catch (DicomFormatException e) {
                    refused.put(file, e.problem());
                }
                if (CpuTime.nanos() - begin > LONGEST_MILLIS * 1_000_000) {
                    slow.add(file.getFileName().toString());
                }
            }
        }
        int number = 0;
        for (DicomFile file : files.values()) {
            Path copy = folder.resolve(number++ + ".dcm");
            DicomWriter.write(copy, file.meta(), file.dataSet());
            rewritten.put(file.path(), copy);
        }
        assertThat(slow).isEmpty();
    }

    private static boolean isSample(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file)
                && !name.endsWith(".tsv")
                && !name.endsWith(".md")
                && !name.endsWith(".json");
    }

    @Test
    void reads_all_but_the_files_that_are_cut_off() {
        Map<String, Problem> names = new TreeMap<>();
        refused.forEach((file, problem) -> names.put(file.getFileName().toString(), problem));

        assertThat(REFUSED).containsAllEntriesOf(names);
        assertThat(files).hasSizeGreaterThan(300);
    }

    /**
     * What differs, and why: false group lengths are written as they should be (13 files of dcmtk's
     * and GE's make), deflated data is compressed anew (3), a stray delimiter goes (DIRW0007, and
     * the like), elements in implicit VR among explicit ones become explicit, and an item gets the
     * length that it has (DICOMDIR-nooffset).
     */
    @Test
    void rewrites_canonical_files_byte_for_byte() throws IOException {
        List<String> differing = new ArrayList<>();
        for (Map.Entry<Path, Path> entry : rewritten.entrySet()) {
            if (!Arrays.equals(dataSet(entry.getKey()), dataSet(entry.getValue()))) {
                differing.add(entry.getKey().getFileName().toString());
            }
        }

        System.out.println(
                "samples: "
                        + files.size()
                        + " read, "
                        + refused.size()
                        + " refused, "
                        + (files.size() - differing.size())
                        + " rewritten byte for byte");
        assertThat(differing).hasSizeLessThan(files.size() / 15);
    }

    private static byte[] dataSet(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(DicomReader.readMeta(file).dataSetPosition());
            return in.readAllBytes();
        }
    }

    @Test
    void rewritten_files_are_the_same_data_sets_to_pydicom() throws Exception {
        Peer.require("pydicom", Peer.PYTHON, "-c", "import pydicom");

        List<String> lines = compare();

        assertThat(lines.removeLast()).startsWith("compared ");
        assertThat(lines).filteredOn(line -> !isMended(line)).isEmpty();
    }

    /**
     * Values and fragments of odd length are written even (PS3.5, 7.1.1), and pixel data that only
     * lacks its delimiter is none to pydicom.
     */
    static boolean isMended(String line) {
        return line.startsWith("dx_image.dcm ")
                || line.startsWith("GH364.dcm /(7fe0, 0010) value")
                || line.startsWith("meta_missing_tsyntax.dcm ")
                || line.startsWith("emri_small_jpeg_2k_lossless_too_short.dcm /(7fe0, 0010)");
    }

    private static List<String> compare() throws Exception {
        Path script = folder.resolve("compare.py");
        try (InputStream in = SamplesIT.class.getResourceAsStream("compare_pydicom.py")) {
            Files.copy(in, script);
        }
        Path list = folder.resolve("pairs.tsv");
        List<String> pairs =
                rewritten.entrySet().stream()
                        .map(entry -> entry.getKey() + "\t" + entry.getValue())
                        .toList();
        Files.write(list, pairs, StandardCharsets.UTF_8);
        return new ArrayList<>(Peer.run(Peer.PYTHON, script.toString(), list.toString()).lines());
    }

    @Test
    void dcmdump_reads_every_rewritten_file_that_it_read_before() throws Exception {
        Peer.require("dcmdump", "dcmdump", "--version");
        List<String> command =
                new ArrayList<>(List.of("dcmdump", "-ll", "error", "+P", "0008,0018"));
        rewritten.values().forEach(copy -> command.add(copy.toString()));
        List<String> errors =
                Peer.run(command.toArray(String[]::new)).lines().stream()
                        .filter(line -> line.startsWith("E: "))
                        .toList();

        List<String> broken = new ArrayList<>();
        for (Map.Entry<Path, Path> entry : rewritten.entrySet()) {
            if (errors.stream().anyMatch(line -> line.endsWith(entry.getValue().toString()))
                    && Peer.run("dcmdump", "-q", entry.getKey().toString()).status() == 0) {
                broken.add(entry.getKey().getFileName().toString());
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void refuses_three_gigabytes_that_are_not_there_at_once() {
        Path hostile =
                refused.keySet().stream()
                        .filter(file -> file.endsWith("3gb-bulk-data-truncated"))
                        .findFirst()
                        .orElseThrow();
        long begin = CpuTime.nanos();

        assertThatThrownBy(() -> DicomReader.read(hostile, ReadLimits.DEFAULT))
                .isInstanceOfSatisfying(
                        DicomFormatException.class,
                        e -> assertThat(e.problem()).isEqualTo(Problem.TRUNCATED));

        assertThat(CpuTime.nanos() - begin).isLessThan(100_000_000);
    }
}
