package org.medsendx.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;
import org.medsendx.dicom.io.ReadLimits;

class JpegLsFramesTest {

    @TempDir Path folder;

    /** Pictures of every kind of cell, one of them of more rows than are read at once. */
    static List<Picture> pictures() {
        return List.of(
                Picture.grey(33, 47, 8, 8, false),
                Picture.grey(33, 47, 8, 6, true),
                Picture.grey(33, 47, 16, 6, false),
                Picture.grey(33, 47, 16, 12, false),
                Picture.grey(33, 47, 16, 12, true),
                Picture.grey(33, 47, 16, 16, false),
                Picture.grey(33, 47, 16, 16, true),
                Picture.grey(700, 300, 16, 10, true),
                Picture.grey(33, 47, 16, 12, true).frames(3),
                Picture.colour(20, 31, 8, false).frames(2),
                Picture.colour(20, 31, 8, true),
                Picture.colour(260, 301, 8, true),
                Picture.colour(20, 31, 16, true));
    }

    private static FileMeta meta(String transferSyntaxUid) {
        return new FileMeta(Uid.SecondaryCaptureImageStorage, "2.25.1", transferSyntaxUid);
    }

    /** Encodes, writes and reads again. */
    static Path written(Image image, Path folder, RowEdit edit)
            throws IOException, UnsupportedImageException {
        Path frames = folder.resolve("frames" + System.nanoTime());
        EncodedPixelData encoded = JpegLsFrames.encode(image, frames, edit);
        DataSet dataSet = image.file().dataSet().copy();
        encoded.putFramesInto(dataSet);
        if (image.samplesPerPixel() == 3) {
            dataSet.putInt(Tag.PlanarConfiguration, VR.US, 0);
        }
        Path file = folder.resolve("copy" + System.nanoTime() + ".dcm");
        DicomWriter.write(file, meta(Uid.JPEGLSLossless), dataSet);
        return file;
    }

    private Image encoded(Image image, RowEdit edit) throws IOException, UnsupportedImageException {
        return Image.of(DicomReader.read(written(image, folder, edit), ReadLimits.DEFAULT));
    }

    /** All bits that are allocated, of all rows. */
    static int[] cells(Image image, int frame) throws IOException, UnsupportedImageException {
        int length = image.columns() * image.samplesPerPixel();
        var cells = new int[image.rows() * length];
        CellRows rows = CellRows.of(image, frame);
        for (int y = 0; y < image.rows(); y++) {
            System.arraycopy(rows.next(), 0, cells, y * length, length);
        }
        return cells;
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void gives_every_allocated_bit_back(Picture picture) throws Exception {
        Image image = picture.image();

        Image back = encoded(image, RowEdit.NONE);

        assertThat(back.file().dataSet().get(Tag.PixelData))
                .isInstanceOfSatisfying(
                        Element.Encapsulated.class,
                        pixels -> {
                            assertThat(pixels.fragments()).hasSize(picture.frames() + 1);
                            assertThat(pixels.fragments().getFirst().length())
                                    .isEqualTo(4L * picture.frames());
                        });
        for (int frame = 0; frame < picture.frames(); frame++) {
            assertThat(cells(back, frame)).isEqualTo(cells(image, frame));
            assertThat(cells(back, frame)).isEqualTo(back.cells(frame));
            assertThat(back.stored(frame)).isEqualTo(picture.values(frame));
        }
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void reads_native_rows_as_it_reads_frames(Picture picture) throws Exception {
        Image image = picture.image();

        for (int frame = 0; frame < picture.frames(); frame++) {
            assertThat(cells(image, frame)).isEqualTo(image.cells(frame));
        }
    }

    @Test
    void encodes_what_an_edit_leaves() throws Exception {
        Image image = Picture.grey(700, 300, 16, 12, false).frames(2).image();

        Image back =
                encoded(
                        image,
                        (frame, row, cells) -> {
                            for (int y = row; y < row + cells.length / 300; y++) {
                                if (frame == 1 && y >= 200 && y < 500) {
                                    Arrays.fill(cells, (y - row) * 300, (y - row) * 300 + 50, 7);
                                }
                            }
                        });

        int[] expected = image.cells(1);
        for (int y = 200; y < 500; y++) {
            Arrays.fill(expected, y * 300, y * 300 + 50, 7);
        }
        assertThat(cells(back, 0)).isEqualTo(image.cells(0));
        assertThat(cells(back, 1)).isEqualTo(expected);
    }

    static Stream<Arguments> refused() throws Exception {
        return Stream.of(
                Arguments.of("bits-allocated", Picture.grey(20, 20, 32, 32, false).image()),
                Arguments.of("bits-allocated", Picture.grey(20, 20, 1, 1, false).image()),
                Arguments.of("unused-bits", overlay()),
                Arguments.of("high-bit", changed(set -> set.putInt(Tag.HighBit, VR.US, 15))),
                Arguments.of("high-bit", changed(set -> set.remove(Tag.HighBit))),
                Arguments.of("high-bit", changed(set -> set.putInt(Tag.BitsStored, VR.US, 0))),
                Arguments.of("pixel-data-length", changed(set -> set.putInt(Tag.Rows, VR.US, 99))),
                Arguments.of(
                        "photometric-interpretation",
                        changed(set ->
                                set.putString(Tag.PhotometricInterpretation, VR.CS, "YBR_FULL"))),
                Arguments.of("photometric-interpretation", halved()),
                Arguments.of("not-smaller", noise()));
    }

    private static Image changed(java.util.function.Consumer<DataSet> change) throws Exception {
        Picture picture = Picture.grey(20, 20, 16, 12, false);
        DataSet dataSet = picture.image().file().dataSet().copy();
        change.accept(dataSet);
        return picture.image(dataSet);
    }

    private static Image overlay() throws Exception {
        return changed(set -> {
            var cells = ByteBuffer.allocate(800).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < 400; i++) {
                cells.putShort((short) (i == 311 ? 0x8000 | i : i));
            }
            set.put(new Element.Value(Tag.PixelData, VR.OW, cells.array()));
        });
    }

    private static Image halved() throws Exception {
        Picture picture = Picture.colour(20, 20, 8, false);
        DataSet dataSet = picture.image().file().dataSet().copy();
        dataSet.putString(Tag.PhotometricInterpretation, VR.CS, "YBR_FULL_422");
        dataSet.put(new Element.Value(Tag.PixelData, VR.OB, new byte[800]));
        return picture.image(dataSet);
    }

    private static Image noise() throws Exception {
        return changed(set -> {
            var bytes = new byte[800];
            new Random(5).nextBytes(bytes);
            set.putInt(Tag.BitsStored, VR.US, 16).putInt(Tag.HighBit, VR.US, 15);
            set.put(new Element.Value(Tag.PixelData, VR.OW, bytes));
        });
    }

    @ParameterizedTest
    @MethodSource
    void refused(String code, Image image) {
        assertThatThrownBy(() -> JpegLsFrames.encode(image, folder.resolve("frames"), RowEdit.NONE))
                .isInstanceOfSatisfying(
                        UnsupportedImageException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void leaves_compressed_frames_and_big_endian_data_sets_alone() throws Exception {
        Image image = Picture.grey(20, 20, 16, 12, false).image();
        Path big = folder.resolve("big.dcm");
        DicomWriter.write(big, meta(Uid.ExplicitVRBigEndian), image.file().dataSet());
        DicomFile compressed =
                DicomReader.read(written(image, folder, RowEdit.NONE), ReadLimits.DEFAULT);

        for (DicomFile file : List.of(DicomReader.read(big, ReadLimits.DEFAULT), compressed)) {
            assertThatThrownBy(() ->
                            JpegLsFrames.encode(
                                    Image.of(file), folder.resolve("frames"), RowEdit.NONE))
                    .isInstanceOf(UnsupportedImageException.class)
                    .hasMessageMatching("big-endian|compressed");
        }
    }

    @Test
    void a_row_more_than_there_are_is_an_error_of_the_caller() throws Exception {
        CellRows rows = CellRows.of(Picture.grey(2, 3, 8, 8, false).image(), 0);
        rows.next();
        rows.next();

        assertThatThrownBy(rows::next).isInstanceOf(IllegalStateException.class);
    }
}
