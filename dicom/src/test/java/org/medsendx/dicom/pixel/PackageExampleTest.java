package org.medsendx.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.picture.Png;

/** The example in package-info does what it says, and is the one that runs here. */
class PackageExampleTest {

    private static final String SOURCES = "src/%s/java/org/medsendx/dicom/pixel/%s.java";

    @TempDir Path folder;

    private void example(Path path) throws IOException, UnsupportedImageException {
        // example
        DicomFile file = DicomReader.read(path, ReadLimits.DEFAULT);
        Image image = Image.of(file);
        try (OutputStream png = Files.newOutputStream(folder.resolve("first.png"))) {
            Png.write(png, image.render(0));
        }

        int header = 2 * image.columns() * image.samplesPerPixel();
        Path scratch = folder.resolve("frames");
        EncodedPixelData pixels =
                PixelDataEncoder.encode(
                        image,
                        Uid.JPEGLSLossless,
                        scratch,
                        (frame, stored) -> Arrays.fill(stored, 0, header, 0));
        DataSet dataSet = file.dataSet().copy();
        pixels.putInto(dataSet);
        FileMeta meta =
                new FileMeta(
                        file.meta().sopClassUid(),
                        file.meta().sopInstanceUid(),
                        pixels.transferSyntaxUid());
        DicomWriter.write(folder.resolve("blanked.dcm"), meta, dataSet);
        Files.delete(scratch);
        // end
    }

    @Test
    void blanks_and_compresses_every_frame() throws Exception {
        Picture picture = Picture.grey(8, 12, 16, 12, false).frames(2);
        Image source = Picture.rewritten(picture.image(), Uid.ExplicitVRLittleEndian, folder);

        example(source.file().path());

        assertThat(folder.resolve("first.png")).isNotEmptyFile();
        Image blanked =
                Image.of(DicomReader.read(folder.resolve("blanked.dcm"), ReadLimits.DEFAULT));
        assertThat(blanked.file().meta().transferSyntaxUid()).isEqualTo(Uid.JPEGLSLossless);
        for (int frame = 0; frame < 2; frame++) {
            int[] expected = picture.values(frame);
            Arrays.fill(expected, 0, 24, 0);
            assertThat(blanked.stored(frame)).isEqualTo(expected);
        }
    }

    @Test
    void is_word_for_word_in_the_package_documentation() throws IOException {
        List<String> here =
                Files.readAllLines(Path.of(SOURCES.formatted("test", "PackageExampleTest")));
        List<String> run =
                here.subList(indexOf(here, "// example") + 1, indexOf(here, "// end")).stream()
                        .map(line -> line.isEmpty() ? "" : line.substring(8))
                        .toList();
        List<String> page = Files.readAllLines(Path.of(SOURCES.formatted("main", "package-info")));
        List<String> shown =
                page.subList(indexOf(page, "* {@snippet :") + 1, indexOf(page, "*/") - 1).stream()
                        .map(line -> line.length() < 3 ? "" : line.substring(3))
                        .toList();

        assertThat(shown).isEqualTo(run);
    }

    private static int indexOf(List<String> lines, String text) {
        return lines.stream().map(String::strip).toList().indexOf(text);
    }
}
