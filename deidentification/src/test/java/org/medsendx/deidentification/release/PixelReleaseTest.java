package org.medsendx.deidentification.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.*;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
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
import org.medsendx.deidentification.Instances;
import org.medsendx.deidentification.pixels.Blanking;
import org.medsendx.deidentification.pixels.Mask;
import org.medsendx.deidentification.pixels.PixelPlan;
import org.medsendx.deidentification.pixels.PixelPlanner;
import org.medsendx.deidentification.pixels.PixelRules;
import org.medsendx.deidentification.pixels.Rectangle;
import org.medsendx.deidentification.pseudonym.StudyCodes;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.deidentification.rules.Reason;
import org.medsendx.deidentification.unseen.Trimming;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.pixel.FrameEdit;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.JpegLsFrames;
import org.medsendx.dicom.pixel.PixelDataEncoder;
import org.medsendx.picture.Canvas;

class PixelReleaseTest {

    static final String ULTRASOUND = "1.2.840.10008.5.1.4.1.1.6.1";
    private static final int COLUMNS = 320;
    private static final int ROWS = 240;

    /** Where the name is drawn. */
    static final Rectangle NAME = new Rectangle(20, 14, 90, 16);

    @TempDir Path folder;

    /** A name over a plain ground, 0 to 255. */
    static int[] drawn() {
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

    static DataSet image(int frames, int bits, String photometric, byte[] pixels) {
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
        return Instances.keeping().release(file, Instances.TRUCK, folder.resolve("copy"));
    }

    private static Release.Copy copyOf(Release release) {
        return Instances.copyOf(release);
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

        assertThat(Instances.reasonsOf(release))
                .containsExactly(new Reason("PIXELS-undecodable", PixelData));
        assertThat(folder.resolve("copy")).doesNotExist();
        assertThat(folder.resolve("copy.pixels")).doesNotExist();
    }

    @Test
    void blanks_a_jpeg_in_halved_colour_in_its_blocks_and_keeps_all_others() throws Exception {
        int[] grey = drawn();
        var picture = new BufferedImage(COLUMNS, ROWS, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < grey.length; i++) {
            picture.setRGB(i % COLUMNS, i / COLUMNS, grey[i] << 16 | grey[i] << 8 | grey[i] / 2);
        }
        var stream = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpeg", stream);
        Path frames = folder.resolve("frames");
        byte[] even = Arrays.copyOf(stream.toByteArray(), stream.size() + 1 & ~1);
        Files.write(frames, even);
        DataSet dataSet = image(1, 8, "YBR_FULL_422", new byte[0]);
        dataSet.putInt(PlanarConfiguration, VR.US, 0)
                .put(
                        new Element.Encapsulated(
                                PixelData,
                                VR.OB,
                                frames,
                                List.of(
                                        new Element.Fragment(0, 0),
                                        new Element.Fragment(0, even.length))));
        Path file = folder.resolve("in");
        DicomWriter.write(
                file, new FileMeta(ULTRASOUND, Instances.INSTANCE, Uid.JPEGBaseline8Bit), dataSet);

        Release release = release(file);

        List<Mask> masks = copyOf(release).pixels().masks();
        assertThat(masks).anyMatch(mask -> mask.area().sharedWith(NAME) == NAME.pixels());
        assertThat(copy().meta().transferSyntaxUid()).isEqualTo(Uid.JPEGBaseline8Bit);
        assertThat(copy().dataSet().string(PhotometricInterpretation)).isEqualTo("YBR_FULL_422");
        assertThat(copy().dataSet().strings(DeidentificationMethod))
                .contains(Blanking.Encoding.JPEG_BLOCKS.words());
        Image before = Image.of(DicomReader.read(file, ReadLimits.DEFAULT));
        int[] was = before.stored(0);
        int[] is = Image.of(copy()).stored(0);
        for (int pixel = 0; pixel < COLUMNS * ROWS; pixel++) {
            var one = new Rectangle(pixel % COLUMNS, pixel / COLUMNS, 1, 1);
            if (masks.stream().anyMatch(mask -> mask.area().meets(one))) {
                assertThat(is[3 * pixel]).isLessThan(8);
            } else if (masks.stream()
                    .noneMatch(mask -> Blanking.reach(before, mask.area()).meets(one))) {
                assertThat(Arrays.copyOfRange(is, 3 * pixel, 3 * pixel + 3))
                        .isEqualTo(Arrays.copyOfRange(was, 3 * pixel, 3 * pixel + 3));
            }
        }
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
            assertThat(plan)
                    .isEqualTo(
                            new PixelPlan.Refused(
                                    PixelPlan.Cause.RECOLOUR, PhotometricInterpretation));
        }
    }

    /** The drawn picture as indexes of a palette. */
    private static DataSet palette(byte[] indexes, int bits, byte[] entries) {
        DataSet dataSet = image(1, 8, "MONOCHROME2", indexes);
        dataSet.putString(PhotometricInterpretation, VR.CS, "PALETTE COLOR");
        for (int tag :
                new int[] {
                    RedPaletteColorLookupTableData,
                    GreenPaletteColorLookupTableData,
                    BluePaletteColorLookupTableData
                }) {
            dataSet.putInt(tag - 0x100, VR.US, 256, 0, bits)
                    .put(new Element.Value(tag, VR.OW, entries));
        }
        return dataSet;
    }

    @Test
    void masks_what_a_palette_shows_whose_descriptor_understates_its_entries() throws Exception {
        var entries = new byte[512];
        for (int i = 0; i < 256; i++) {
            entries[2 * i + 1] = (byte) i;
        }
        Path file = Instances.write(palette(cells(1, 8), 8, entries), folder.resolve("in"));

        assertThat(nameIsMasked(release(file))).isTrue();
    }

    @Test
    void masks_text_in_indexes_that_a_palette_shows_alike() throws Exception {
        Path file = Instances.write(palette(cells(1, 8), 16, new byte[512]), folder.resolve("in"));

        assertThat(nameIsMasked(release(file))).isTrue();
    }

    private static boolean nameIsMasked(Release release) {
        return copyOf(release).pixels().masks().stream()
                .anyMatch(mask -> mask.area().sharedWith(NAME) == NAME.pixels());
    }

    @Test
    void masks_letters_that_only_a_window_shows() throws Exception {
        int[] grey = drawn();
        var bytes = ByteBuffer.allocate(grey.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < grey.length; i++) {
            // Bright rows elsewhere make the letters faint over the full range.
            bytes.putShort((short) (i >= 230 * COLUMNS ? 60000 : 1000 + grey[i]));
        }
        DataSet dataSet = image(1, 16, "MONOCHROME2", bytes.array());
        dataSet.putString(WindowCenter, VR.DS, "104").putString(WindowWidth, VR.DS, "256");

        Release release = release(Instances.write(dataSet, folder.resolve("in")));

        assertThat(nameIsMasked(release)).isTrue();
        assertThat(copyOf(release).pixels().renderings()).contains("stored", "window");
    }

    @Test
    void masks_letters_that_differ_from_their_ground_in_one_channel() throws Exception {
        int[] grey = drawn();
        var bytes = new byte[grey.length * 3];
        for (int i = 0; i < grey.length; i++) {
            bytes[3 * i] = (byte) 255;
            bytes[3 * i + 2] = (byte) grey[i];
        }
        DataSet dataSet = image(1, 8, "RGB", bytes).putInt(PlanarConfiguration, VR.US, 0);

        assertThat(nameIsMasked(release(Instances.write(dataSet, folder.resolve("in"))))).isTrue();
    }

    @Test
    void masks_single_bits_of_a_capture() throws Exception {
        int[] grey = drawn();
        var bytes = new byte[grey.length / 8];
        for (int i = 0; i < grey.length; i++) {
            if (grey[i] > 128) {
                bytes[i / 8] |= (byte) (1 << i % 8);
            }
        }
        DataSet dataSet = image(1, 8, "MONOCHROME2", bytes);
        dataSet.putInt(BitsAllocated, VR.US, 1)
                .putInt(BitsStored, VR.US, 1)
                .putInt(HighBit, VR.US, 0);
        Path file = Instances.write(dataSet, folder.resolve("in"));

        assertMasked(release(file), DicomReader.read(file, ReadLimits.DEFAULT));
    }

    @Test
    void masks_bytes_in_words_of_big_endian_files() throws Exception {
        byte[] pixels = cells(1, 8);
        var swapped = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            swapped[i] = pixels[i ^ 1];
        }
        DataSet dataSet = new DataSet(true);
        for (Element element : image(1, 8, "MONOCHROME2", swapped)) {
            if (element.vr() == VR.US) {
                byte[] bytes = ((Element.Value) element).bytes().clone();
                for (int i = 0; i + 1 < bytes.length; i += 2) {
                    byte first = bytes[i];
                    bytes[i] = bytes[i + 1];
                    bytes[i + 1] = first;
                }
                dataSet.put(new Element.Value(element.tag(), VR.US, bytes));
            } else if (element.tag() == PixelData) {
                dataSet.put(new Element.Value(PixelData, VR.OW, swapped));
            } else if (!(element instanceof Element.Sequence)) {
                dataSet.put(element);
            }
        }
        FileMeta meta = Instances.meta(dataSet);
        Path file = folder.resolve("in");
        DicomWriter.write(
                file,
                new FileMeta(meta.sopClassUid(), meta.sopInstanceUid(), Uid.ExplicitVRBigEndian),
                dataSet);

        assertMasked(release(file), DicomReader.read(file, ReadLimits.DEFAULT));
    }

    /** A video whose code nothing here decodes. */
    private Path video() throws IOException {
        DataSet dataSet = image(1, 8, "RGB", new byte[2]);
        dataSet.putString(SOPClassUID, VR.UI, "1.2.840.10008.5.1.4.1.1.77.1.1.1")
                .putString(Modality, VR.CS, "ES")
                .putString(BurnedInAnnotation, VR.CS, "NO");
        Path stream = java.nio.file.Files.write(folder.resolve("stream"), new byte[64]);
        dataSet.put(
                new Element.Encapsulated(
                        PixelData,
                        VR.OB,
                        stream,
                        List.of(new Element.Fragment(0, 0), new Element.Fragment(0, 64))));
        FileMeta meta = Instances.meta(dataSet);
        Path file = folder.resolve("in");
        DicomWriter.write(
                file,
                new FileMeta(meta.sopClassUid(), meta.sopInstanceUid(), "1.2.840.10008.1.2.4.102"),
                dataSet);
        return file;
    }

    private Release releaseBy(Map<String, Object> rules, Path file) throws IOException {
        return new Releaser(
                        Profile.truck(),
                        StudyCodes.always(Instances.key()),
                        "",
                        ReadLimits.DEFAULT,
                        PixelRules.of(rules),
                        JpegLsFrames::encode)
                .release(file, Instances.TRUCK, folder.resolve("copy"));
    }

    @Test
    void withholds_what_cannot_be_shown_and_names_the_cause() throws Exception {
        assertThat(Instances.reasonsOf(release(video())))
                .containsExactly(new Reason("PIXELS-no-decoder", PixelData));
    }

    @Test
    void releases_what_cannot_be_shown_at_the_profiles_word_and_claims_nothing() throws Exception {
        Release release = releaseBy(Map.of("release-undecodable", true), video());

        assertThat(copyOf(release).pixels().claimed()).isFalse();
        assertThat(copyOf(release).pixels().framesSearched()).isZero();
        assertThat(copy().dataSet().string(BurnedInAnnotation)).isNull();
        assertThat(
                        copy().dataSet().items(DeidentificationMethodCodeSequence).stream()
                                .map(item -> item.string(CodeValue)))
                .doesNotContain("113101");
    }

    @Test
    void claims_nothing_of_a_kind_that_the_profile_leaves() throws Exception {
        DataSet dataSet = image(1, 8, "MONOCHROME2", cells(1, 8));
        dataSet.putString(BurnedInAnnotation, VR.CS, "NO");
        Path file = Instances.write(dataSet, folder.resolve("in"));

        Release release = releaseBy(Map.of("policies", Map.of("ultrasound", "leave")), file);

        assertThat(copyOf(release).pixels().claimed()).isFalse();
        assertThat(copy().dataSet().string(BurnedInAnnotation)).isNull();
    }

    @Test
    void the_gate_finds_text_in_a_copy_that_claims_to_have_none() throws Exception {
        DataSet dataSet = image(1, 8, "MONOCHROME2", cells(1, 8));
        Path file = Instances.write(dataSet, folder.resolve("in"));
        DicomFile original = DicomReader.read(file, ReadLimits.DEFAULT);
        var planner = new PixelPlanner(PixelRules.DEFAULT);
        var clean = new Trimming.Trimmed(blank(original), Set.of());
        var claims = (PixelPlan.Ready) planner.plan(clean, ULTRASOUND);

        assertThat(claims.work().claimed()).isTrue();
        assertThat(planner.look(blank(original), claims)).isEmpty();
        assertThat(planner.look(original, claims))
                .anyMatch(area -> area.sharedWith(NAME) == NAME.pixels());
    }

    @Test
    void the_second_look_is_at_overlays_too() throws Exception {
        int[] grey = drawn();
        var bits = new byte[grey.length / 8];
        for (int i = 0; i < grey.length; i++) {
            if (grey[i] > 128) {
                bits[i / 8] |= (byte) (1 << i % 8);
            }
        }
        DataSet dataSet = image(1, 8, "MONOCHROME2", new byte[COLUMNS * ROWS]);
        Path file = Instances.write(dataSet, folder.resolve("in"));
        DicomFile original = DicomReader.read(file, ReadLimits.DEFAULT);
        var planner = new PixelPlanner(PixelRules.DEFAULT);
        var claims =
                (PixelPlan.Ready)
                        planner.plan(new Trimming.Trimmed(original, Set.of()), ULTRASOUND);
        DataSet covered = original.dataSet().copy();
        covered.putInt(OverlayRows, VR.US, ROWS)
                .putInt(OverlayColumns, VR.US, COLUMNS)
                .putInt(OverlayBitsAllocated, VR.US, 1)
                .putInt(OverlayBitPosition, VR.US, 0)
                .put(new Element.Value(OverlayData, VR.OW, bits));

        assertThat(
                        planner.look(
                                new DicomFile(
                                        original.path(),
                                        original.meta(),
                                        original.dataSetPosition(),
                                        covered),
                                claims))
                .anyMatch(area -> area.sharedWith(NAME) == NAME.pixels());
    }

    private static DicomFile blank(DicomFile file) {
        DataSet dataSet = file.dataSet().copy();
        dataSet.put(new Element.Value(PixelData, VR.OB, new byte[COLUMNS * ROWS]));
        return new DicomFile(file.path(), file.meta(), file.dataSetPosition(), dataSet);
    }

    @Test
    void searches_every_frame_of_a_long_clip() throws Exception {
        int frames = 60;
        var pixels = new byte[COLUMNS * ROWS * frames];
        System.arraycopy(cells(1, 8), 0, pixels, COLUMNS * ROWS * 31, COLUMNS * ROWS);
        DataSet dataSet = image(frames, 8, "MONOCHROME2", pixels);

        Release release = release(Instances.write(dataSet, folder.resolve("in")));

        assertThat(nameIsMasked(release)).isTrue();
        assertThat(copyOf(release).pixels().framesSearched()).isEqualTo(frames);
        assertThat(copyOf(release).pixels().claimed()).isTrue();
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
