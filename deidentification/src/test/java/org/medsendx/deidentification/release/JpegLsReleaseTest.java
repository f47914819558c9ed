package org.medsendx.deidentification.release;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.contracts.Sha256;
import org.medsendx.deidentification.Instances;
import org.medsendx.deidentification.pixels.FrameForm;
import org.medsendx.deidentification.pixels.Mask;
import org.medsendx.deidentification.pixels.Rectangle;
import org.medsendx.deidentification.pixels.StoredFrames;
import org.medsendx.deidentification.pixels.StoredFrames.Cause;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.pixel.CellRows;
import org.medsendx.dicom.pixel.FrameEdit;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.PixelDataEncoder;

/** Uncompressed frames leave as JPEG-LS Lossless, cell for cell the same, or stay with a cause. */
class JpegLsReleaseTest {

    private static final int SIDE = 64;

    @TempDir Path folder;

    /** A slice with some noise: nothing that looks like text, and worth compressing. */
    private static DataSet slice(int frames, boolean signed) {
        DataSet slice = Instances.ct();
        slice.putInt(Rows, VR.US, SIDE).putInt(Columns, VR.US, SIDE);
        slice.putInt(PixelRepresentation, VR.US, signed ? 1 : 0);
        if (frames > 1) {
            slice.putString(NumberOfFrames, VR.IS, Integer.toString(frames));
        }
        var random = new Random(11);
        var cells = ByteBuffer.allocate(frames * SIDE * SIDE * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < frames * SIDE * SIDE; i++) {
            int value = i % SIDE * 4 + random.nextInt(6);
            cells.putShort((short) (signed ? value - 100 : value));
        }
        return slice.put(new Element.Value(PixelData, VR.OW, cells.array()));
    }

    private Path file(DataSet dataSet, String transferSyntaxUid) throws IOException {
        FileMeta meta = Instances.meta(dataSet);
        Path file = folder.resolve("in.dcm");
        Files.deleteIfExists(file);
        DicomWriter.write(
                file,
                new FileMeta(meta.sopClassUid(), meta.sopInstanceUid(), transferSyntaxUid),
                dataSet);
        return file;
    }

    private Release.Copy released(Path file) throws IOException {
        return Instances.copyOf(
                Instances.releaser().release(file, Instances.TRUCK, folder.resolve("copy")));
    }

    private DicomFile copy() throws IOException {
        return DicomReader.read(folder.resolve("copy"), ReadLimits.DEFAULT);
    }

    private void assertSameCells(Path original) throws Exception {
        Image before = Image.of(DicomReader.read(original, ReadLimits.DEFAULT));
        Image after = Image.of(copy());
        assertThat(after.frames()).isEqualTo(before.frames());
        for (int frame = 0; frame < before.frames(); frame++) {
            CellRows was = CellRows.of(before, frame);
            CellRows is = CellRows.of(after, frame);
            for (int y = 0; y < before.rows(); y++) {
                assertThat(is.next()).isEqualTo(was.next());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Uid.ExplicitVRLittleEndian, Uid.ImplicitVRLittleEndian})
    void a_slice_leaves_as_jpeg_ls_with_the_same_cells(String syntax) throws Exception {
        Path file = file(slice(1, false), syntax);

        Release.Copy copy = released(file);

        assertThat(copy.transferSyntax()).isEqualTo(Uid.JPEGLSLossless);
        assertThat(copy().meta().transferSyntaxUid()).isEqualTo(Uid.JPEGLSLossless);
        assertThat(copy.sha256()).isEqualTo(Sha256.of(folder.resolve("copy")));
        assertThat(copy.bytes()).isEqualTo(Files.size(folder.resolve("copy")));
        assertThat(copy.frames())
                .isInstanceOfSatisfying(
                        StoredFrames.JpegLs.class,
                        frames -> {
                            assertThat(frames.before()).isEqualTo(2L * SIDE * SIDE);
                            assertThat(frames.after()).isBetween(100L, frames.before() / 2);
                        });
        assertSameCells(file);
    }

    @Test
    void frames_of_one_instance_are_a_fragment_each_with_a_table() throws Exception {
        Path file = file(slice(5, true), Uid.ExplicitVRLittleEndian);

        released(file);

        assertThat(copy().dataSet().get(PixelData))
                .isInstanceOfSatisfying(
                        Element.Encapsulated.class,
                        pixels -> {
                            assertThat(pixels.fragments()).hasSize(6);
                            assertThat(pixels.fragments().getFirst().length()).isEqualTo(20);
                        });
        assertSameCells(file);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void a_name_is_blanked_in_frames_that_are_encoded(int bits) throws Exception {
        int[] drawn = PixelReleaseTest.drawn();
        var cells = ByteBuffer.allocate(2 * drawn.length * bits / 8).order(ByteOrder.LITTLE_ENDIAN);
        for (int frame = 0; frame < 2; frame++) {
            for (int value : drawn) {
                if (bits == 8) {
                    cells.put((byte) value);
                } else {
                    cells.putShort((short) (value << 8));
                }
            }
        }
        DataSet image = PixelReleaseTest.image(2, bits, "MONOCHROME2", cells.array());
        Path file = file(image, Uid.ExplicitVRLittleEndian);

        Release.Copy copy = released(file);

        assertThat(copy.transferSyntax()).isEqualTo(Uid.JPEGLSLossless);
        assertThat(copy().dataSet().string(BurnedInAnnotation)).isEqualTo("NO");
        Image before = Image.of(DicomReader.read(file, ReadLimits.DEFAULT));
        Image after = Image.of(copy());
        assertThat(copy.pixels().masks()).isNotEmpty();
        for (int frame = 0; frame < 2; frame++) {
            int[] expected = before.stored(frame);
            for (Mask mask : copy.pixels().masks()) {
                Rectangle area = mask.area();
                for (int y = area.y(); y < area.bottom(); y++) {
                    int at = y * before.columns();
                    Arrays.fill(expected, at + area.x(), at + area.right(), 0);
                }
            }
            assertThat(after.stored(frame)).isEqualTo(expected);
        }
    }

    @Test
    void what_describes_the_pixels_and_their_lossy_history_stays_as_it_was() throws Exception {
        DataSet slice = slice(1, false);
        slice.putString(LossyImageCompression, VR.CS, "01")
                .putString(LossyImageCompressionRatio, VR.DS, "9.5")
                .putString(PhotometricInterpretation, VR.CS, "MONOCHROME1");
        Path lossy = file(slice, Uid.ExplicitVRLittleEndian);
        released(lossy);
        DataSet clean = copy().dataSet();

        assertThat(clean.string(LossyImageCompression)).isEqualTo("01");
        assertThat(clean.string(LossyImageCompressionRatio)).isEqualTo("9.5");
        for (int tag :
                new int[] {
                    PhotometricInterpretation,
                    BitsAllocated,
                    BitsStored,
                    HighBit,
                    PixelRepresentation,
                    SamplesPerPixel
                }) {
            assertThat(clean.string(tag)).isEqualTo(slice.string(tag));
        }
        assertThat(clean.contains(PlanarConfiguration)).isFalse();
        released(file(slice(1, false), Uid.ExplicitVRLittleEndian));
        assertThat(copy().dataSet().contains(LossyImageCompression)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void colour_leaves_by_pixel_however_it_came(int planar) throws Exception {
        var pixels = new byte[SIDE * SIDE * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (planar == 1 ? i % (SIDE * SIDE) / SIDE : i / 3 / SIDE + i % 3);
        }
        DataSet picture = colour("RGB", pixels).putInt(PlanarConfiguration, VR.US, planar);
        Path file = file(picture, Uid.ExplicitVRLittleEndian);

        assertThat(released(file).transferSyntax()).isEqualTo(Uid.JPEGLSLossless);

        assertThat(copy().dataSet().intValue(PlanarConfiguration, -1)).isZero();
        assertThat(copy().dataSet().string(PhotometricInterpretation)).isEqualTo("RGB");
        assertSameCells(file);
    }

    private static DataSet colour(String photometric, byte[] pixels) {
        return slice(1, false)
                .putInt(SamplesPerPixel, VR.US, 3)
                .putInt(BitsAllocated, VR.US, 8)
                .putInt(BitsStored, VR.US, 8)
                .putInt(HighBit, VR.US, 7)
                .putInt(PlanarConfiguration, VR.US, 0)
                .putString(PhotometricInterpretation, VR.CS, photometric)
                .put(new Element.Value(PixelData, VR.OB, pixels));
    }

    static Stream<Arguments> kept() {
        return Stream.of(
                kept(
                        Cause.NOT_SMALLER,
                        slice -> {
                            var noise = new byte[SIDE * SIDE * 2];
                            new Random(3).nextBytes(noise);
                            slice.putInt(BitsStored, VR.US, 16).putInt(HighBit, VR.US, 15);
                            slice.put(new Element.Value(PixelData, VR.OW, noise));
                        }),
                kept(
                        Cause.UNUSED_BITS,
                        slice -> {
                            byte[] cells =
                                    ((Element.Value) requireNonNull(slice.get(PixelData)))
                                            .bytes()
                                            .clone();
                            for (int i = 1; i < 900; i += 2) {
                                cells[i] |= (byte) 0x80;
                            }
                            slice.put(new Element.Value(PixelData, VR.OW, cells));
                        }),
                kept(
                        Cause.HIGH_BIT,
                        slice -> {
                            slice.putInt(HighBit, VR.US, 15);
                            byte[] cells =
                                    ((Element.Value) requireNonNull(slice.get(PixelData)))
                                            .bytes()
                                            .clone();
                            for (int i = 0; i < cells.length; i += 2) {
                                cells[i] = (byte) (cells[i] & 0xF0);
                            }
                            slice.put(new Element.Value(PixelData, VR.OW, cells));
                        }),
                kept(
                        Cause.CELLS,
                        slice ->
                                slice.putInt(BitsAllocated, VR.US, 32)
                                        .putInt(BitsStored, VR.US, 32)
                                        .putInt(HighBit, VR.US, 31)
                                        .put(
                                                new Element.Value(
                                                        PixelData,
                                                        VR.OW,
                                                        new byte[SIDE * SIDE * 4]))),
                kept(
                        Cause.CELLS,
                        slice ->
                                slice.putInt(BitsAllocated, VR.US, 1)
                                        .putInt(BitsStored, VR.US, 1)
                                        .putInt(HighBit, VR.US, 0)
                                        .put(
                                                new Element.Value(
                                                        PixelData,
                                                        VR.OB,
                                                        new byte[SIDE * SIDE / 8]))),
                kept(
                        Cause.CELLS,
                        slice -> {
                            slice.remove(PixelData);
                            slice.putInt(BitsAllocated, VR.US, 32)
                                    .put(
                                            new Element.Value(
                                                    FloatPixelData,
                                                    VR.OF,
                                                    new byte[SIDE * SIDE * 4]));
                        }),
                kept(
                        Cause.COLOUR,
                        slice -> {
                            DataSet halved = colour("YBR_FULL_422", new byte[SIDE * SIDE * 2]);
                            halved.iterator().forEachRemaining(slice::putAsRead);
                        }));
    }

    private static Arguments kept(Cause cause, Consumer<DataSet> change) {
        DataSet slice = slice(1, false);
        change.accept(slice);
        return Arguments.of(cause, slice);
    }

    @ParameterizedTest
    @MethodSource
    void kept(Cause cause, DataSet dataSet) throws Exception {
        Path file = file(dataSet, Uid.ExplicitVRLittleEndian);

        Release.Copy copy = released(file);

        assertThat(copy.frames()).isEqualTo(new StoredFrames.Kept(cause));
        assertThat(copy.transferSyntax()).isEqualTo(Uid.ExplicitVRLittleEndian);
        assertThat(copy().meta().transferSyntaxUid()).isEqualTo(Uid.ExplicitVRLittleEndian);
    }

    @ParameterizedTest
    @ValueSource(strings = {Uid.ExplicitVRBigEndian, Uid.DeflatedExplicitVRLittleEndian})
    void other_data_sets_keep_their_transfer_syntax(String syntax) throws Exception {
        Path file = file(slice(1, false), syntax);

        Release.Copy copy = released(file);

        boolean big = syntax.equals(Uid.ExplicitVRBigEndian);
        assertThat(copy.transferSyntax()).isEqualTo(syntax);
        assertThat(copy.frames())
                .isEqualTo(new StoredFrames.Kept(big ? Cause.BIG_ENDIAN : Cause.DEFLATED));
        assertSameCells(file);
    }

    @Test
    void compressed_frames_stay_byte_for_byte() throws Exception {
        DataSet slice = slice(1, false);
        Image image =
                Image.of(
                        DicomReader.read(
                                Instances.write(slice, folder.resolve("native")),
                                ReadLimits.DEFAULT));
        DataSet compressed = image.file().dataSet().copy();
        PixelDataEncoder.encode(image, Uid.RLELossless, folder.resolve("frames"), FrameEdit.NONE)
                .putInto(compressed);

        Release.Copy copy = released(file(compressed, Uid.RLELossless));

        assertThat(copy.transferSyntax()).isEqualTo(Uid.RLELossless);
        assertThat(copy.frames()).isEqualTo(new StoredFrames.Kept(Cause.COMPRESSED));
    }

    @Test
    void a_profile_that_keeps_frames_leaves_their_bytes() throws Exception {
        Path file = file(slice(1, false), Uid.ExplicitVRLittleEndian);
        var releaser =
                new Releaser(
                        Profile.truck().with(FrameForm.KEEP),
                        Instances.key(),
                        "",
                        ReadLimits.DEFAULT);

        Release.Copy copy =
                Instances.copyOf(releaser.release(file, Instances.TRUCK, folder.resolve("copy")));

        assertThat(copy.frames()).isEqualTo(new StoredFrames.AsTheyCame());
        assertThat(copy.transferSyntax()).isEqualTo(Uid.ExplicitVRLittleEndian);
        assertSameCells(file);
    }

    @Test
    void an_object_without_frames_says_nothing_of_them() throws Exception {
        DataSet none = Instances.ct();
        none.remove(PixelData);

        assertThat(released(file(none, Uid.ExplicitVRLittleEndian)).frames())
                .isEqualTo(new StoredFrames.AsTheyCame());
    }

    @Test
    void the_document_names_every_cause_and_no_other() throws Exception {
        var documented = new TreeSet<String>();
        boolean table = false;
        for (String line : Files.readAllLines(Path.of("../docs/de-identification.md"))) {
            table = line.startsWith("| stays, in reports |") || table && line.startsWith("|");
            if (table && line.startsWith("| `")) {
                documented.add(line.split("`", -1)[1]);
            }
        }

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Cause.values()).map(Cause::key).toList());
    }
}
