package org.medsendx.dicom.dcm4che;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dcm4che3.io.DicomEncodingOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.medsendx.dicom.Peer;
import org.medsendx.dicom.dcm4che.Difference.Kind;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.ReadLimits;

/** Real files: what each toolkit reads, sees and writes again. */
class SamplesBesideDcm4cheIT {

    /** Files that only we read. */
    private static final Set<String> ONLY_OURS =
            Set.of(
                    // the declared encoding is not the one that is there
                    "SC_rgb_jpeg.dcm",
                    // no transfer syntax: ours looks, dcm4che takes explicit VR for granted
                    "meta_missing_tsyntax.dcm",
                    // all records are there, only the claimed length is too long
                    "DICOMDIR-nooffset");

    /** Files that only dcm4che reads. */
    private static final Set<String> ONLY_THEIRS =
            Set.of(
                    // a meta group and nothing else: no elements are no data set to us
                    "bad.dcm");

    /** What the toolkits see differently, by file; docs/dcm4che.md says who is right. */
    private static final Map<String, Kind> DIFFERENT =
            Map.of(
                    "Tag-0040-A170-VR-CS.dcm", Kind.VR,
                    "GH1301.dcm", Kind.TEXT,
                    "GH1376.dcm", Kind.ONLY_THEIRS,
                    "RGB_IMAGE.dcm", Kind.SPACES,
                    "examples_ybr_color.dcm", Kind.SPACES,
                    "test-SR.dcm", Kind.SPACES);

    private record Pair(Path file, @Nullable DicomFile ours, Dcm4che.@Nullable Read theirs) {
        String name() {
            return file.getFileName().toString();
        }
    }

    private static final List<Pair> pairs = new ArrayList<>();

    @BeforeAll
    static void read_every_sample_with_both() throws IOException {
        try (Stream<Path> walk = Files.walk(Peer.samples())) {
            for (Path file : walk.filter(SamplesBesideDcm4cheIT::isSample).sorted().toList()) {
                pairs.add(new Pair(file, ours(file), theirs(file)));
            }
        }
    }

    private static boolean isSample(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file)
                && !name.endsWith(".tsv")
                && !name.endsWith(".md")
                && !name.endsWith(".json");
    }

    private static @Nullable DicomFile ours(Path file) throws IOException {
        try {
            return DicomReader.read(file, ReadLimits.DEFAULT);
        } catch (DicomFormatException e) {
            return null;
        }
    }

    private static Dcm4che.@Nullable Read theirs(Path file) {
        try {
            return Dcm4che.read(file);
        } catch (IOException e) {
            return null;
        }
    }

    @Test
    void reads_what_dcm4che_reads() {
        Set<String> onlyOurs = new TreeSet<>();
        Set<String> onlyTheirs = new TreeSet<>();
        int neither = 0;
        for (Pair pair : pairs) {
            if (pair.ours() == null && pair.theirs() == null) {
                neither++;
            } else if (pair.theirs() == null) {
                onlyOurs.add(pair.name());
            } else if (pair.ours() == null) {
                onlyTheirs.add(pair.name());
            }
        }

        System.out.printf(
                "%d samples: only we read %d, only dcm4che %d, neither %d%n",
                pairs.size(), onlyOurs.size(), onlyTheirs.size(), neither);
        assertThat(ONLY_OURS).containsAll(onlyOurs);
        assertThat(ONLY_THEIRS).containsAll(onlyTheirs);
    }

    @Test
    void sees_what_dcm4che_sees() throws IOException {
        Map<String, Set<Kind>> different = new TreeMap<>();
        int elements = 0;
        int files = 0;
        for (Pair pair : pairs) {
            if (pair.ours() != null && pair.theirs() != null) {
                // read anew: reading text changes what dcm4che holds
                var comparison =
                        Comparison.of(pair.ours().dataSet(), Dcm4che.read(pair.file()).dataSet());
                files++;
                elements += comparison.elements();
                for (Difference difference : comparison.differences()) {
                    different
                            .computeIfAbsent(pair.name(), name -> new TreeSet<>())
                            .add(difference.kind());
                }
            }
        }

        System.out.printf(
                "%d elements of %d samples compared, %d samples differ%n",
                elements, files, different.size());
        assertThat(different)
                .allSatisfy((name, kinds) -> assertThat(kinds).containsOnly(DIFFERENT.get(name)));
    }

    @Test
    void rewrites_more_samples_byte_for_byte_than_dcm4che() throws IOException {
        Set<String> ours = new TreeSet<>();
        Map<String, Integer> theirs = new TreeMap<>();
        Set<String> theirsInAnyWay = new TreeSet<>();
        for (Pair pair : pairs) {
            byte[] bytes = Files.readAllBytes(pair.file());
            if (pair.ours() != null && rewritten(pair.ours(), bytes)) {
                ours.add(pair.file().toString());
            }
            if (pair.theirs() != null) {
                for (Map.Entry<String, DicomEncodingOptions> option : options().entrySet()) {
                    if (rewritten(pair.theirs(), bytes, option.getValue())) {
                        theirs.merge(option.getKey(), 1, Integer::sum);
                        theirsInAnyWay.add(pair.file().toString());
                    }
                }
            }
        }

        System.out.println(
                "byte for byte: ours "
                        + ours.size()
                        + ", dcm4che "
                        + theirs.entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .collect(Collectors.joining(", "))
                        + ", in any of these ways "
                        + theirsInAnyWay.size());
        theirsInAnyWay.removeAll(ours);
        theirsInAnyWay.forEach(
                file -> System.out.println("only dcm4che: " + Path.of(file).getFileName()));
        assertThat(ours).hasSizeGreaterThan(theirsInAnyWay.size());
    }

    private static Map<String, DicomEncodingOptions> options() {
        Map<String, DicomEncodingOptions> options = new TreeMap<>();
        for (int i = 0; i < 8; i++) {
            boolean groupLengths = (i & 4) != 0;
            boolean sequences = (i & 2) != 0;
            boolean items = (i & 1) != 0;
            options.put(
                    "%s sequences, %s items%s"
                            .formatted(
                                    sequences ? "undefined" : "defined",
                                    items ? "undefined" : "defined",
                                    groupLengths ? ", group lengths" : ""),
                    new DicomEncodingOptions(groupLengths, sequences, false, items, false));
        }
        return options;
    }

    private static boolean rewritten(DicomFile ours, byte[] file) throws IOException {
        byte[] written = DicomWriter.dataSetBytes(ours.dataSet(), ours.meta().transferSyntaxUid());
        return Arrays.equals(
                written,
                0,
                written.length,
                file,
                Math.toIntExact(ours.dataSetPosition()),
                file.length);
    }

    private static boolean rewritten(
            Dcm4che.Read theirs, byte[] file, DicomEncodingOptions options) {
        try {
            byte[] written = Dcm4che.write(theirs.dataSet(), theirs.transferSyntax(), options);
            return Arrays.equals(
                    written,
                    0,
                    written.length,
                    file,
                    Math.toIntExact(theirs.dataSetPosition()),
                    file.length);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
