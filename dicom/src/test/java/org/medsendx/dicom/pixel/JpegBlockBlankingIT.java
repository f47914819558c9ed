package org.medsendx.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.Peer;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.pixel.JpegBlockBlanking.Part;
import org.medsendx.dicom.pixel.JpegFrameBlanking.Frames;

/** Blanked JPEG streams as libjpeg, GDCM and dcmtk decode them. */
class JpegBlockBlankingIT {

    private static final List<Part> PARTS = List.of(new Part(3, 5, 11, 30), new Part(33, 50, 1, 9));

    /** Prints the samples of every picture that it is given, after each other. */
    private static final String PILLOW =
            """
            import sys
            from PIL import Image
            for name in sys.argv[1:]:
                picture = Image.open(name)
                picture.draft(picture.mode, None)
                open(name + '.raw', 'wb').write(picture.tobytes())
            """;

    @TempDir Path folder;

    private byte[] pillow(byte[] stream) throws Exception {
        Path file = Files.write(Files.createTempFile(folder, "jpeg", ".jpg"), stream);
        Peer.Result result = Peer.run(Peer.PYTHON, "-c", PILLOW, file.toString());
        assertThat(result.status()).as("%s", result.lines()).isZero();
        return Files.readAllBytes(Path.of(file + ".raw"));
    }

    @Test
    void libjpeg_shows_black_parts_and_the_same_pixels_everywhere_else() throws Exception {
        Peer.require("Pillow", Peer.PYTHON, "-c", "import PIL");
        for (Jpegs kind : JpegBlockBlankingTest.kinds().toList()) {
            byte[] stream = kind.lean();
            String photometric = kind.colour() ? "YBR_FULL_422" : "MONOCHROME2";
            var blanked = JpegBlockBlanking.blank(stream, photometric, PARTS);
            int samples = kind.colour() ? 3 : 1;
            byte[] before = pillow(stream);
            byte[] after = pillow(blanked.stream());
            int[] shown = new int[after.length];
            Arrays.setAll(shown, i -> after[i] & 0xFF);
            int[] was = new int[before.length];
            Arrays.setAll(was, i -> before[i] & 0xFF);
            assertSame(was, shown, kind.columns(), samples, PARTS, blanked.changed(), 0);
        }
    }

    /** Pixels in parts are black (within a tolerance), and those outside are the same. */
    private static void assertSame(
            int[] before,
            int[] after,
            int columns,
            int samples,
            List<Part> parts,
            List<Part> changed,
            int[]... blackOf) {
        assertThat(after.length).isEqualTo(before.length);
        for (int i = 0; i < after.length; i++) {
            int y = i / samples / columns;
            int x = i / samples % columns;
            if (isIn(parts, y, x)) {
                int black = blackOf.length == 0 ? 0 : blackOf[0][i % samples];
                assertThat(after[i]).as("%d,%d", y, x).isEqualTo(black);
            } else if (!isIn(changed, y, x)) {
                assertThat(after[i]).as("%d,%d", y, x).isEqualTo(before[i]);
            }
        }
    }

    private static void assertSame(
            int[] before,
            int[] after,
            int columns,
            int samples,
            List<Part> parts,
            List<Part> changed,
            int black) {
        assertSame(
                before, after, columns, samples, parts, changed, new int[] {black, black, black});
    }

    private static boolean isIn(List<Part> parts, int y, int x) {
        return parts.stream()
                .anyMatch(part ->
                        y >= part.row()
                                && y < part.row() + part.rows()
                                && x >= part.column()
                                && x < part.column() + part.columns());
    }

    private static List<Image> baselineSamples() throws IOException {
        List<Image> images = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(Peer.samples())) {
            for (Path path : walk.filter(Files::isRegularFile).sorted().toList()) {
                try {
                    DicomFile file = DicomReader.read(path, ReadLimits.DEFAULT);
                    if (file.meta().transferSyntaxUid().equals(Uid.JPEGBaseline8Bit)
                            && file.dataSet().get(Tag.PixelData) instanceof Encapsulated) {
                        images.add(Image.of(file));
                    }
                } catch (DicomFormatException | UnsupportedImageException e) {
                    // not every sample is an image
                }
            }
        }
        return images;
    }

    private int[] decoded(Path file, String... command) throws Exception {
        Path raw = Files.createTempFile(folder, "raw", ".dcm");
        String[] call = Arrays.copyOf(command, command.length + 2);
        call[command.length] = file.toString();
        call[command.length + 1] = raw.toString();
        Peer.Result result = Peer.run(call);
        assertThat(result.status()).as("%s", result.lines()).isZero();
        Image image = Image.of(DicomReader.read(raw, ReadLimits.DEFAULT));
        return image.stored(image.frames() - 1);
    }

    @Test
    void gdcm_and_dcmtk_decode_blanked_samples_with_all_other_pixels_as_they_were()
            throws Exception {
        Peer.require("gdcmconv", "gdcmconv", "--version");
        Peer.require("dcmdjpeg", "dcmdjpeg", "--version");
        int compared = 0;
        for (Image image : baselineSamples()) {
            Path scratch = folder.resolve("frames" + compared);
            Frames frames;
            try {
                frames = JpegFrameBlanking.blank(image, scratch, frame -> PARTS);
            } catch (UnsupportedImageException e) {
                // some that are called baseline are not, and one has frames of other sizes
                assertThat(e.code()).isIn("jpeg-process", "code-stream");
                if (e.code().equals("code-stream")) {
                    assertThatThrownBy(() -> image.stored(image.frames() - 1)).hasMessage(e.code());
                }
                Files.delete(scratch);
                continue;
            }
            DataSet dataSet = image.file().dataSet().copy();
            frames.pixels().putInto(dataSet);
            Path written = folder.resolve("blanked" + compared + ".dcm");
            DicomWriter.write(written, image.file().meta(), dataSet);

            Image ours = Image.of(DicomReader.read(written, ReadLimits.DEFAULT));
            assertThat(ours.frames()).isEqualTo(image.frames());
            int last = image.frames() - 1;
            List<Part> changed = frames.changed().get(last);
            int samples = image.samplesPerPixel();
            boolean ybr = ours.storedPhotometricInterpretation(last).equals("YBR_FULL");
            int[] black = {0, ybr ? 128 : 0, ybr ? 128 : 0};
            int[] before = image.stored(last);
            assertSame(before, ours.stored(last), image.columns(), samples, PARTS, changed, black);
            // without their colour conversion; GDCM cannot read each of the samples itself
            int[] dcmtk = decoded(written, "dcmdjpeg", "+cn");
            Path original = image.file().path();
            // it reads no stray delimiters, as one sample has them
            boolean readable = Peer.run("dcmdump", "-q", original.toString()).status() == 0;
            int[] dcmtkBefore = readable ? decoded(original, "dcmdjpeg", "+cn") : before;
            List<Part> differs =
                    readable ? changed : List.of(new Part(0, 0, image.rows(), image.columns()));
            assertSame(dcmtkBefore, dcmtk, image.columns(), samples, PARTS, differs, black);
            decoded(written, "gdcmconv", "--raw");
            compared++;
        }
        assertThat(compared).isGreaterThan(8);
    }
}
