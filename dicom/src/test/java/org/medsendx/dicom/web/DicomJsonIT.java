package org.medsendx.dicom.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.Peer;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;

/** Every sample as DICOM JSON and back, beside pydicom. */
class DicomJsonIT {

    @TempDir static Path folder;

    private static final Map<Path, Path> written = new TreeMap<>();
    private static final List<String> changed = new ArrayList<>();

    @BeforeAll
    static void writes_and_reads_every_sample() throws IOException {
        try (Stream<Path> walk = Files.walk(Peer.samples())) {
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                try {
                    roundTrip(DicomReader.read(file, ReadLimits.DEFAULT));
                } catch (DicomFormatException e) {
                    // no DICOM, or cut off: SamplesIT knows which
                }
            }
        }
    }

    private static void roundTrip(DicomFile file) throws IOException {
        Map<String, Element> bulk = new HashMap<>();
        DicomJson.BulkUris uris =
                element -> {
                    String uri = "bulk/" + bulk.size();
                    bulk.put(uri, element);
                    return uri;
                };
        Path json = folder.resolve(written.size() + ".json");
        try (Writer writer = Files.newBufferedWriter(json)) {
            DicomJson.write(file.dataSet(), uris, writer);
        }
        written.put(file.path(), json);
        try (InputStream in = Files.newInputStream(json)) {
            var back =
                    DicomJson.read(
                            in,
                            ReadLimits.DEFAULT,
                            (tag, vr, uri) -> Objects.requireNonNull(bulk.get(uri)));
            var again = new StringBuilder();
            Map<Element, String> known = new IdentityHashMap<>();
            bulk.forEach((uri, element) -> known.put(element, uri));
            DicomJson.write(back, known::get, again);
            if (!again.toString().equals(Files.readString(json))) {
                changed.add(file.path().getFileName().toString());
            }
        }
    }

    /** All but files with values of odd length, UN and pixels, which are padded. */
    @Test
    void json_that_was_read_is_written_as_it_was() {
        assertThat(written).hasSizeGreaterThan(300);
        assertThat(List.of("meta_missing_tsyntax.dcm", "dx_image.dcm")).containsAll(changed);
    }

    /**
     * But for values that pydicom has otherwise: it leaves InlineBinary of big endian files as it
     * is (F.2.7 asks for little endian), takes letters in a value for the prefix of a file without
     * preamble, leaves the escapes of GB 2312 in names, and reads text as a sequence because a
     * dictionary says so.
     */
    @Test
    void is_the_json_that_pydicom_writes_and_reads() throws Exception {
        Peer.require("pydicom", Peer.PYTHON, "-c", "import pydicom");
        Path script = folder.resolve("compare.py");
        try (InputStream in = DicomJsonIT.class.getResourceAsStream("compare_json.py")) {
            Files.copy(in, script);
        }
        Path list = folder.resolve("pairs.tsv");
        Files.write(
                list,
                written.entrySet().stream()
                        .map(entry -> entry.getKey() + "\t" + entry.getValue())
                        .toList());

        List<String> lines =
                new ArrayList<>(Peer.run(Peer.PYTHON, script.toString(), list.toString()).lines());

        assertThat(lines.removeLast()).startsWith("compared ");
        assertThat(lines)
                .filteredOn(line -> !line.matches(".*(_expb|bigendian).* bytes"))
                .filteredOn(line -> !line.startsWith("no_preamble_dicm_in_data "))
                .filteredOn(line -> !line.startsWith("chrGB2312.dcm "))
                .filteredOn(line -> !line.startsWith("Tag-0040-A170-VR-CS.dcm "))
                // pixel data that lacks its delimiter is none to it
                .filteredOn(line -> !line.startsWith("emri_small_jpeg_2k_lossless_too_short.dcm "))
                .isEmpty();
    }
}
