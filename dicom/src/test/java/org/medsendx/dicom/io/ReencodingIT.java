package org.medsendx.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
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
import org.medsendx.dicom.data.CharacterSetConversion;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.UnrepresentableTextException;
import org.medsendx.dicom.dictionary.Tag;

/** Every native sample in every native transfer syntax and in UTF-8, beside pydicom and dcmtk. */
class ReencodingIT {

    private static final String BIG_ENDIAN = RawDicom.BIG_ENDIAN;

    /** dcmconv's name for each syntax. */
    private static final Map<String, String> SYNTAXES =
            new TreeMap<>(
                    Map.of(
                            RawDicom.IMPLICIT,
                            "+ti",
                            RawDicom.EXPLICIT,
                            "+te",
                            BIG_ENDIAN,
                            "+tb",
                            RawDicom.DEFLATED,
                            "+td"));

    @TempDir static Path folder;

    private static final List<DicomFile> natives = new ArrayList<>();
    private static Path script = Path.of("");

    @BeforeAll
    static void reads_native_samples() throws IOException {
        try (Stream<Path> walk = Files.walk(Peer.samples())) {
            for (Path path : walk.filter(Files::isRegularFile).sorted().toList()) {
                try {
                    DicomFile file = DicomReader.read(path, ReadLimits.DEFAULT);
                    boolean small = Files.size(path) < 150_000;
                    if (small && SYNTAXES.containsKey(file.meta().transferSyntaxUid())) {
                        natives.add(file);
                    }
                } catch (DicomFormatException e) {
                    // no DICOM, or cut off: SamplesIT knows which
                }
            }
        }
        script = folder.resolve("compare_values.py");
        try (InputStream in = ReencodingIT.class.getResourceAsStream("compare_values.py")) {
            Files.copy(in, script);
        }
    }

    private static List<String> compare(List<String> pairs) throws Exception {
        Path list = Files.createTempFile(folder, "pairs", ".tsv");
        Files.write(list, pairs);
        return new ArrayList<>(Peer.run(Peer.PYTHON, script.toString(), list.toString()).lines());
    }

    private static Path write(DicomFile file, String syntax, String name) throws IOException {
        Path copy = folder.resolve(name);
        var meta = new FileMeta(file.meta().sopClassUid(), file.meta().sopInstanceUid(), syntax);
        DicomWriter.write(copy, meta, file.dataSet());
        return copy;
    }

    @Test
    void every_syntax_has_the_same_values_to_pydicom_and_comes_back_byte_for_byte()
            throws Exception {
        Peer.require("pydicom", Peer.PYTHON, "-c", "import pydicom");
        List<String> pairs = new ArrayList<>();
        List<String> differing = new ArrayList<>();
        int number = 0;
        for (DicomFile file : natives) {
            String own = file.meta().transferSyntaxUid();
            byte[] straight = DicomWriter.dataSetBytes(file.dataSet(), own);
            for (String syntax : SYNTAXES.keySet()) {
                Path copy = write(file, syntax, number++ + ".dcm");
                pairs.add(file.path() + "\t" + copy);
                // implicit VR loses the VR of private elements
                if (!syntax.equals(RawDicom.IMPLICIT)) {
                    DataSet back = DicomReader.read(copy, ReadLimits.DEFAULT).dataSet();
                    byte[] again = DicomWriter.dataSetBytes(back, own);
                    if (!Arrays.equals(straight, again)) {
                        differing.add(file.path().getFileName() + " by " + syntax);
                    }
                }
            }
        }

        List<String> lines = compare(pairs);

        assertThat(natives).hasSizeGreaterThan(100);
        assertThat(lines.removeLast()).isEqualTo("compared " + pairs.size());
        assertThat(lines).filteredOn(line -> !SamplesIT.isMended(line)).isEmpty();
        assertThat(differing).isEmpty();
    }

    @Test
    void has_the_values_that_dcmconv_writes() throws Exception {
        Peer.require("dcmconv", "dcmconv", "--version");
        Peer.require("pydicom", Peer.PYTHON, "-c", "import pydicom");
        List<String> pairs = new ArrayList<>();
        for (DicomFile file : natives) {
            String name = file.path().getFileName().toString();
            if (!name.matches(
                    "(CT_small|MR_small.*|rtdose.*|SC_rgb_.*bit|UN_seq.*|rtplan).*\\.dcm")) {
                continue;
            }
            for (Map.Entry<String, String> syntax : SYNTAXES.entrySet()) {
                String id = pairs.size() + "-";
                Path theirs = folder.resolve(id + "theirs.dcm");
                var result =
                        Peer.run(
                                "dcmconv",
                                syntax.getValue(),
                                file.path().toString(),
                                theirs.toString());
                if (result.status() == 0) {
                    pairs.add(write(file, syntax.getKey(), id + "ours.dcm") + "\t" + theirs);
                }
            }
        }

        List<String> lines = compare(pairs);

        assertThat(pairs).hasSizeGreaterThan(20);
        assertThat(lines.removeLast()).isEqualTo("compared " + pairs.size());
        assertThat(lines).isEmpty();
    }

    @Test
    void text_in_unicode_and_back_is_the_same_to_pydicom() throws Exception {
        Peer.require("pydicom", Peer.PYTHON, "-c", "import pydicom");
        List<String> pairs = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        int number = 0;
        for (DicomFile file : natives) {
            List<String> terms = file.dataSet().strings(Tag.SpecificCharacterSet);
            try {
                DataSet unicode = CharacterSetConversion.convert(file.dataSet(), "ISO_IR 192");
                Path converted = folder.resolve("u" + number++ + ".dcm");
                DicomWriter.write(converted, file.meta(), unicode);
                pairs.add(file.path() + "\t" + converted);
                DataSet back =
                        CharacterSetConversion.convert(unicode, terms.toArray(String[]::new));
                Path same = folder.resolve("u" + number++ + ".dcm");
                DicomWriter.write(same, file.meta(), back);
                pairs.add(file.path() + "\t" + same);
            } catch (UnrepresentableTextException | IllegalArgumentException e) {
                refused.add(file.path().getFileName().toString());
            }
        }

        List<String> lines = compare(pairs);

        assertThat(lines.removeLast()).isEqualTo("compared " + pairs.size());
        // pydicom leaves the escapes of GB 2312 in names
        assertThat(lines)
                .filteredOn(line -> !line.startsWith("chrGB2312.dcm "))
                .filteredOn(line -> !SamplesIT.isMended(line))
                .isEmpty();
        // its records are in Hebrew, Cyrillic and more, the directory itself names no character set
        assertThat(refused).containsExactly("DICOMDIR");
    }
}
