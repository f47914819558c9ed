package org.medsendx.anonymizer.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.*;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.anonymizer.Instances;
import org.medsendx.anonymizer.pixels.Mask;
import org.medsendx.anonymizer.pixels.PixelPlan;
import org.medsendx.anonymizer.pixels.PixelPlanner;
import org.medsendx.anonymizer.pixels.PixelRules;
import org.medsendx.anonymizer.pixels.Rectangle;
import org.medsendx.anonymizer.rules.Outcome;
import org.medsendx.anonymizer.unseen.Trimming;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.pixel.Canvas;
import org.medsendx.dicom.pixel.FrameEdit;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.PixelDataEncoder;

class PixelReleaseTest {

    private static final String ULTRASOUND = "1.2.840.10008.5.1.4.1.1.6.1";
    private static final int COLUMNS = 320;
    private static final int ROWS = 240;

    /** Where the name is drawn. */
    private static final Rectangle NAME = new Rectangle(20, 14, 90, 16);

    @TempDir Path folder;

    /** A name over a plain ground, 0 to 255. */
    private static int[] drawn() {
        var canvas = new Canvas(COLUMNS, ROWS, 0x202020);
        canvas.fill(60, 80, 200, 120, 0x606060);
        canvas.text(20, 28, 18, 0xF0F0F0, Canvas.Anchor.START, "Brandt, Elodie");
        byte[] pixels = canvas.toImage().pixels();
        var grey = new int[COLUMNS * ROWS];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = pixels[3 * i] & 0xFF;
        }
        return grey;
    }

    private static DataSet image(int frames, int bits, String photometric, byte[] pixels) {
        DataSet dataSet = Instances.ct();
        dataSet.putString(SOPClassUID, VR.UI, ULTRASOUND)
                .putString(Modality, VR.CS, "US")
                .putInt(SamplesPerPixel, VR.US, photometric.startsWith("MONO") ? 1 : 3)
                .putString(PhotometricInterpretation, VR.CS, photometric)
                .putInt(Rows, VR.US, ROWS)
                .putInt(Columns, VR.US, COLUMNS)
                .putInt(BitsAllocated, VR.US, bits)
                .putInt(BitsStored, VR.US, bits)
                .putInt(HighBit, VR.US, bits - 1)
                .put(new Element.Value(PixelData, bits == 8 ? VR.OB : VR.OW, pixels));
        if (frames > 1) {
            dataSet.putString(NumberOfFrames, VR.IS, Integer.toString(frames));
        }
        return dataSet;
    }

    private static byte[] cells(int frames, int bits) {
        int[] grey = drawn();
        var bytes = ByteBuffer.allocate(grey.length * frames * bits / 8);
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        for (int frame = 0; frame < frames; frame++) {
            for (int value : grey) {
                if (bits == 8) {
                    bytes.put((byte) value);
                } else {
                    bytes.putShort((short) (value << (bits - 8)));
                }
            }
        }
        return bytes.array();
    }

    private Release release(Path file) throws IOException {
        return Instances.releaser().release(file, Instances.TRUCK, folder.resolve("copy"));
    }

    private static Release.Copy copyOf(Release release) {
        return Objects.requireNonNull(release.copy(), () -> release.outcome().toString());
    }

    private DicomFile copy() throws IOException {
        return DicomReader.read(folder.resolve("copy"), ReadLimits.DEFAULT);
    }

    /** The same outside the masks, blank within, the name among them. */
    private void assertMasked(Release release, DicomFile original) throws Exception {
        List<Mask> masks = copyOf(release).pixels().masks();
        assertThat(masks).isNotEmpty();
        assertThat(masks.stream().anyMatch(mask -> mask.area().sharedWith(NAME) == NAME.pixels()))
                .as("%s", masks)
                .isTrue();
        Image before = Image.of(original);
        Image after = Image.of(copy());
        int samples = before.samplesPerPixel();
        for (int frame = 0; frame < before.frames(); frame++) {
            int[] was = before.stored(frame);
            int[] is = after.stored(frame);
            for (Mask mask : masks) {
                Rectangle area = mask.area();
                for (int y = area.y(); y < area.bottom(); y++) {
                    int at = (y * COLUMNS + area.x()) * samples;
                    Arrays.fill(was, at, at + area.width() * samples, 0);
                }
            }
            assertThat(is).isEqualTo(was);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 8", "3, 8", "1, 16"})
    void blanks_a_name_in_all_frames_of_native_pixels(int frames, int bits) throws Exception {
        DataSet dataSet = image(frames, bits, "MONOCHROME2", cells(frames, bits));
        Path file = Instances.write(dataSet, folder.resolve("in"));

        Release release = release(file);

        assertMasked(release, DicomReader.read(file, ReadLimits.DEFAULT));
        DataSet clean = copy().dataSet();
        assertThat(clean.string(BurnedInAnnotation)).isEqualTo("NO");
        assertThat(
                        clean.items(DeidentificationMethodCodeSequence).stream()
                                .map(item -> item.string(CodeValue)))
                .contains("113101");
        assertThat(copyOf(release).pixels().note()).matches("PIXELS:\\d+ regions? masked");
        assertThat(copyOf(release).pixels().masks().getFirst().lastFrame()).isEqualTo(frames);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void blanks_a_name_in_colour_by_pixel_and_by_plane(int planar) throws Exception {
        int[] grey = drawn();
        var bytes = new byte[grey.length * 3];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) grey[planar == 1 ? i % grey.length : i / 3];
        }
        DataSet dataSet = image(1, 8, "RGB", bytes).putInt(PlanarConfiguration, VR.US, planar);
        Path file = Instances.write(dataSet, folder.resolve("in"));

        Release release = release(file);

        assertMasked(release, DicomReader.read(file, ReadLimits.DEFAULT));
        assertThat(copy().dataSet().intValue(PlanarConfiguration, -1)).isEqualTo(planar);
    }

    @ParameterizedTest
    @ValueSource(strings = {Uid.RLELossless, Uid.JPEGLSLossless})
    void encodes_compressed_frames_anew_without_loss(String syntax) throws Exception {
        DataSet dataSet = image(2, 8, "MONOCHROME2", cells(2, 8));
        Path plain = Instances.write(dataSet, folder.resolve("plain"));
        Image image = Image.of(DicomReader.read(plain, ReadLimits.DEFAULT));
        DataSet compressed = image.file().dataSet().copy();
        PixelDataEncoder.encode(image, syntax, folder.resolve("frames"), FrameEdit.NONE)
                .putInto(compressed);
        FileMeta meta = Instances.meta(dataSet);
        Path file = folder.resolve("in");
        DicomWriter.write(
                file, new FileMeta(meta.sopClassUid(), meta.sopInstanceUid(), syntax), compressed);

        Release release = release(file);

        assertMasked(release, DicomReader.read(file, ReadLimits.DEFAULT));
        assertThat(copy().meta().transferSyntaxUid()).isEqualTo(syntax);
        assertThat(copyOf(release).transferSyntax()).isEqualTo(syntax);
    }

    @Test
    void shows_what_was_blanked_before_and_after() throws Exception {
        DataSet dataSet = image(1, 8, "MONOCHROME2", cells(1, 8));
        Path file = Instances.write(dataSet, folder.resolve("in"));
        Release release = release(file);

        byte[] png = Instances.releaser().picture(file, folder.resolve("copy"), copyOf(release));

        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(picture.getWidth()).isGreaterThan(2 * COLUMNS);
        int right = (picture.getWidth() - 2 * COLUMNS) / 3;
        int top = picture.getHeight() - ROWS - right;
        assertThat(brightest(picture, right + NAME.x(), top + NAME.y())).isGreaterThan(200);
        assertThat(brightest(picture, 2 * right + COLUMNS + NAME.x(), top + NAME.y()))
                .isLessThan(60);
    }

    @Test
    void shows_nothing_where_nothing_was_blanked() throws Exception {
        DataSet dataSet = image(1, 8, "MONOCHROME2", new byte[COLUMNS * ROWS]);
        Path file = Instances.write(dataSet, folder.resolve("in"));
        Release release = release(file);

        assertThat(Instances.releaser().picture(file, folder.resolve("copy"), copyOf(release)))
                .isNull();
    }

    private static int brightest(BufferedImage picture, int left, int top) {
        int most = 0;
        for (int y = top; y < top + NAME.height(); y++) {
            for (int x = left; x < left + NAME.width(); x++) {
                most = Math.max(most, picture.getRGB(x, y) & 0xFF);
            }
        }
        return most;
    }

    @Test
    void releases_an_ultrasound_image_on_which_no_text_is_found_and_says_so() throws Exception {
        DataSet dataSet = image(1, 8, "MONOCHROME2", new byte[COLUMNS * ROWS]);

        Release release = release(Instances.write(dataSet, folder.resolve("in")));

        assertThat(copyOf(release).pixels().framesSearched()).isEqualTo(1);
        assertThat(copyOf(release).pixels().masks()).isEmpty();
        assertThat(copyOf(release).pixels().note()).isEmpty();
    }

    @Test
    void withholds_an_ultrasound_image_that_cannot_be_decoded() throws Exception {
        DataSet dataSet = image(1, 8, "MONOCHROME2", new byte[100]);

        Release release = release(Instances.write(dataSet, folder.resolve("in")));

        assertThat(release.outcome())
                .isEqualTo(new Outcome.Withheld(List.of(new Outcome.Reason("PIXELS-undecodable", PixelData))));
        assertThat(folder.resolve("copy")).doesNotExist();
        assertThat(folder.resolve("copy.pixels")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withholds_compressed_colour_that_would_change_its_space_unless_asked(boolean recolour)
            throws Exception {
        int[] grey = drawn();
        var bytes = new byte[grey.length * 3];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) grey[i / 3];
        }
        DataSet dataSet = image(1, 8, "RGB", bytes).putInt(PlanarConfiguration, VR.US, 0);
        Path plain = Instances.write(dataSet, folder.resolve("plain"));
        Image image = Image.of(DicomReader.read(plain, ReadLimits.DEFAULT));
        DataSet compressed = image.file().dataSet().copy();
        PixelDataEncoder.encode(image, Uid.JPEGLSLossless, folder.resolve("frames"), FrameEdit.NONE)
                .putInto(compressed);
        compressed.putString(PhotometricInterpretation, VR.CS, "YBR_RCT");
        var file =
                new DicomFile(
                        folder.resolve("frames"),
                        new FileMeta(null, null, Uid.JPEGLSLossless),
                        0,
                        compressed);

        PixelPlan plan =
                new PixelPlanner(PixelRules.of(Map.of("recolour", recolour)))
                        .plan(new Trimming.Trimmed(file, Set.of()), ULTRASOUND);

        if (recolour) {
            assertThat(plan).isInstanceOf(PixelPlan.Ready.class);
        } else {
            assertThat(plan).isEqualTo(new PixelPlan.Refused(
                                    PixelPlan.Cause.RECOLOUR, PhotometricInterpretation));
        }
    }

    @Test
    void clears_a_retired_overlay_in_unused_bits() throws Exception {
        DataSet dataSet = Instances.ct();
        var pixels = new byte[128];
        Arrays.fill(pixels, (byte) 0x35);
        dataSet.put(new Element.Value(PixelData, VR.OW, pixels))
                .putInt(OverlayBitsAllocated, VR.US, 16)
                .putInt(OverlayBitPosition, VR.US, 12);

        Release release = release(Instances.write(dataSet, folder.resolve("in")));

        assertThat(copyOf(release).pixels().masks()).isEmpty();
        assertThat(copy().dataSet().get(PixelData)).isInstanceOf(Element.Value.class);
        var value = (Element.Value) Objects.requireNonNull(copy().dataSet().get(PixelData));
        byte[] cleared = value.bytes();
        for (int i = 0; i < cleared.length; i += 2) {
            assertThat(cleared[i]).isEqualTo((byte) 0x35);
            assertThat(cleared[i + 1]).isEqualTo((byte) 0x05);
        }
    }
}
