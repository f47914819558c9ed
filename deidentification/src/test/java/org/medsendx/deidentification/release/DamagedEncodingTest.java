package org.medsendx.deidentification.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.deidentification.Instances;
import org.medsendx.deidentification.pixels.LosslessFrames;
import org.medsendx.deidentification.pixels.Mask;
import org.medsendx.deidentification.pixels.StoredFrames;
import org.medsendx.deidentification.pixels.StoredFrames.Cause;
import org.medsendx.deidentification.pseudonym.StudyCodes;
import org.medsendx.deidentification.rules.Profile;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.pixel.CellRows;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.JpegLsFrames;

/** An encoder that errs costs bytes, never an image and never a cell. */
class DamagedEncodingTest {

    private static final int SIDE = 48;
    private static final int FRAMES = 2;

    @TempDir Path folder;

    private Path original = Path.of("");

    @BeforeEach
    void write() throws IOException {
        DataSet slices = Instances.ct();
        slices.putInt(Rows, VR.US, SIDE).putInt(Columns, VR.US, SIDE);
        slices.putString(NumberOfFrames, VR.IS, Integer.toString(FRAMES));
        var random = new Random(5);
        var cells = ByteBuffer.allocate(FRAMES * SIDE * SIDE * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < FRAMES * SIDE * SIDE; i++) {
            cells.putShort((short) (i % SIDE * 4 + random.nextInt(6)));
        }
        slices.put(new Element.Value(PixelData, VR.OW, cells.array()));
        original = Instances.write(slices, folder.resolve("in.dcm"));
    }

    private Path target() {
        return folder.resolve("copy");
    }

    private Release release(LosslessFrames.Encoder encoder) throws IOException {
        Profile profile = Profile.truck();
        var releaser =
                new Releaser(
                        profile,
                        StudyCodes.always(Instances.key()),
                        "",
                        ReadLimits.DEFAULT,
                        profile.pixelRules(),
                        encoder);
        return releaser.release(original, Instances.TRUCK, target());
    }

    /** Encodes truly, but for one cell, whose lowest bits are others. */
    private static LosslessFrames.Encoder wrongIn(int frame, int row, int column, int bits) {
        return (image, file, edit) ->
                JpegLsFrames.encode(
                        image,
                        file,
                        (current, first, cells) -> {
                            edit.edit(current, first, cells);
                            int at = (row - first) * image.columns() + column;
                            if (current == frame && at >= 0 && at < cells.length) {
                                cells[at] ^= bits;
                            }
                        });
    }

    private List<int[]> cells(Path file) throws Exception {
        Image image = Image.of(DicomReader.read(file, ReadLimits.DEFAULT));
        List<int[]> all = new ArrayList<>();
        for (int frame = 0; frame < image.frames(); frame++) {
            CellRows rows = CellRows.of(image, frame);
            for (int y = 0; y < image.rows(); y++) {
                all.add(rows.next().clone());
            }
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 1", "0, 47, 47, 1", "1, 0, 0, 1", "1, 23, 11, 2", "1, 47, 47, 1"})
    void a_copy_with_one_wrong_cell_is_refused_and_leaves_as_it_came(
            int frame, int row, int column, int bits) throws Exception {
        Release.Copy copy = Instances.copyOf(release(wrongIn(frame, row, column, bits)));

        assertThat(copy.frames()).isEqualTo(new StoredFrames.Kept(Cause.REFUSED));
        assertThat(copy.transferSyntax()).isEqualTo(Uid.ExplicitVRLittleEndian);
        assertThat(DicomReader.read(target(), ReadLimits.DEFAULT).meta().transferSyntaxUid())
                .isEqualTo(Uid.ExplicitVRLittleEndian);
        assertThat(cells(target())).usingRecursiveComparison().isEqualTo(cells(original));
        assertThat(copy.bytes()).isEqualTo(Files.size(target()));
    }

    @Test
    void the_same_encoder_without_the_wrong_cell_passes() throws Exception {
        Release.Copy copy = Instances.copyOf(release(wrongIn(0, 0, 0, 0)));

        assertThat(copy.frames()).isInstanceOf(StoredFrames.JpegLs.class);
        assertThat(copy.transferSyntax()).isEqualTo(Uid.JPEGLSLossless);
    }

    @Test
    void frames_in_another_order_are_refused() throws Exception {
        Image truth = Image.of(DicomReader.read(original, ReadLimits.DEFAULT));
        int[] first = truth.stored(0);
        int[] second = truth.stored(1);

        Release.Copy copy =
                Instances.copyOf(
                        release((image, file, edit) ->
                                JpegLsFrames.encode(
                                        image,
                                        file,
                                        (frame, row, cells) ->
                                                System.arraycopy(
                                                        frame == 0 ? second : first,
                                                        row * SIDE,
                                                        cells,
                                                        0,
                                                        cells.length))));

        assertThat(copy.frames()).isEqualTo(new StoredFrames.Kept(Cause.REFUSED));
        assertThat(cells(target())).usingRecursiveComparison().isEqualTo(cells(original));
    }

    @Test
    void whatever_bit_of_the_code_stream_is_wrong_no_other_cell_leaves_and_nothing_is_withheld()
            throws Exception {
        var random = new Random(29);
        int refused = 0;
        for (int trial = 0; trial < 300; trial++) {
            Release release =
                    release((image, file, edit) -> {
                        var encoded = JpegLsFrames.encode(image, file, edit);
                        flip(file, random.nextLong(encoded.bytes() - 40) * 8 + random.nextInt(8));
                        return encoded;
                    });

            Release.Copy copy = Instances.copyOf(release);
            assertThat(cells(target())).usingRecursiveComparison().isEqualTo(cells(original));
            refused += copy.frames() instanceof StoredFrames.Kept ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(290);
    }

    private static void flip(Path file, long bit) throws IOException {
        try (var channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var one = ByteBuffer.allocate(1);
            channel.read(one, bit / 8);
            one.put(0, (byte) (one.get(0) ^ 1 << bit % 8)).flip();
            channel.write(one, bit / 8);
        }
    }

    @Test
    void an_encoder_that_fails_leaves_frames_as_they_came() throws Exception {
        Release.Copy copy =
                Instances.copyOf(
                        release((image, file, edit) -> {
                            Files.write(file, new byte[10]);
                            throw new ArrayIndexOutOfBoundsException(7);
                        }));

        assertThat(copy.frames()).isEqualTo(new StoredFrames.Kept(Cause.FAILED));
        assertThat(cells(target())).usingRecursiveComparison().isEqualTo(cells(original));
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(original, target());
        }
    }

    @Test
    void a_mask_that_an_encoder_leaves_out_is_refused_and_blanked_all_the_same() throws Exception {
        int[] drawn = PixelReleaseTest.drawn();
        var cells = new byte[drawn.length];
        for (int i = 0; i < drawn.length; i++) {
            cells[i] = (byte) drawn[i];
        }
        original =
                Instances.write(
                        PixelReleaseTest.image(1, 8, "MONOCHROME2", cells),
                        folder.resolve("name.dcm"));

        Release.Copy copy =
                Instances.copyOf(
                        release((image, file, edit) ->
                                JpegLsFrames.encode(image, file, (f, row, all) -> {})));

        assertThat(copy.frames()).isEqualTo(new StoredFrames.Kept(Cause.REFUSED));
        assertThat(copy.pixels().masks()).isNotEmpty();
        Image image = Image.of(DicomReader.read(target(), ReadLimits.DEFAULT));
        int[] expected = drawn.clone();
        for (Mask mask : copy.pixels().masks()) {
            for (int y = mask.area().y(); y < mask.area().bottom(); y++) {
                int at = y * image.columns();
                Arrays.fill(expected, at + mask.area().x(), at + mask.area().right(), 0);
            }
        }
        assertThat(image.stored(0)).isEqualTo(expected);
    }
}
