package org.medsendx.dicom.pixel;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Encapsulated;
import org.medsendx.dicom.data.Element.Fragment;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;

class PixelDataEncoderTest {

    @TempDir Path folder;

    /** Depths, signs, colour, planes, odd sizes and many frames. */
    static List<Picture> pictures() {
        List<Picture> pictures = new ArrayList<>();
        for (int stored : new int[] {2, 7, 8}) {
            pictures.add(Picture.grey(21, 67, 8, stored, stored == 7));
        }
        for (int stored : new int[] {1, 8, 9, 10, 12, 13, 15, 16}) {
            pictures.add(Picture.grey(40, 131, 16, stored, false));
            pictures.add(Picture.grey(33, 300, 16, stored, true));
        }
        for (int allocated : new int[] {8, 16}) {
            pictures.add(Picture.colour(19, 51, allocated, false));
            pictures.add(Picture.colour(19, 51, allocated, true));
            pictures.add(Picture.colour(5, 7, allocated, true).frames(3));
            pictures.add(Picture.grey(1, 1, allocated, allocated, true));
            pictures.add(Picture.grey(1, 517, allocated, allocated, false));
            pictures.add(Picture.grey(517, 1, allocated, allocated, false));
            pictures.add(Picture.grey(9, 15, allocated, allocated, false).frames(7));
        }
        pictures.add(Picture.grey(1, 1, 8, 8, false).frames(5));
        pictures.add(Picture.colour(1, 1, 8, false));
        return pictures;
    }

    private static void assertSame(Image image, Picture picture) throws Exception {
        assertThat(image.frames()).isEqualTo(picture.frames());
        for (int frame = picture.frames() - 1; frame >= 0; frame--) {
            assertThat(image.stored(frame)).isEqualTo(picture.values(frame));
        }
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void gives_back_every_bit_from_jpeg_ls_rle_and_native_files(Picture picture) throws Exception {
        Image source = picture.image();
        assertSame(source, picture);

        Image jpegLs = Picture.rewritten(source, Uid.JPEGLSLossless, folder);
        assertSame(jpegLs, picture);
        Image rle = Picture.rewritten(jpegLs, Uid.RLELossless, folder);
        assertSame(rle, picture);
        assertSame(Picture.rewritten(rle, Uid.ExplicitVRLittleEndian, folder), picture);
    }

    @Test
    void gives_back_32_bits_from_rle_and_single_bits_from_native_files() throws Exception {
        Picture wide = Picture.grey(9, 33, 32, 32, true);
        assertSame(Picture.rewritten(wide.image(), Uid.RLELossless, folder), wide);
        assertSame(Picture.rewritten(wide.image(), Uid.ImplicitVRLittleEndian, folder), wide);

        // 45 pixels a frame: frames begin within bytes
        Picture bits = Picture.grey(5, 9, 1, 1, false).frames(3);
        assertSame(Picture.rewritten(bits.image(), Uid.ExplicitVRLittleEndian, folder), bits);
    }

    @Test
    void states_colour_by_pixel_and_leaves_the_history_of_loss_alone() throws Exception {
        Picture picture = Picture.colour(4, 6, 8, true);
        Image source = picture.image();
        source.file().dataSet().putString(Tag.LossyImageCompression, VR.CS, "01");
        source.file().dataSet().putString(Tag.LossyImageCompressionRatio, VR.DS, "12.5");
        DataSet written = Picture.rewritten(source, Uid.JPEGLSLossless, folder).file().dataSet();

        assertThat(written.intValue(Tag.PlanarConfiguration, -1)).isZero();
        assertThat(written.string(Tag.PhotometricInterpretation)).isEqualTo("RGB");
        assertThat(written.string(Tag.LossyImageCompression)).isEqualTo("01");
        assertThat(written.string(Tag.LossyImageCompressionRatio)).isEqualTo("12.5");
    }

    @Test
    void writes_halved_colour_in_full() throws Exception {
        Image halved =
                PictureFile.read(
                        folder,
                        PictureFile.of(1, 4, 3, "YBR_FULL_422", 8)
                                .pixels(10, 20, 30, 40, 50, 60, 70, 80));
        Image written = Picture.rewritten(halved, Uid.RLELossless, folder);

        assertThat(written.photometricInterpretation()).isEqualTo("YBR_FULL");
        assertThat(written.stored(0))
                .containsExactly(10, 30, 40, 20, 30, 40, 50, 70, 80, 60, 70, 80);
    }

    @Test
    void encodes_what_an_edit_leaves_of_each_frame() throws Exception {
        Picture picture = Picture.grey(8, 8, 16, 12, true).frames(3);
        Image blanked =
                Picture.rewritten(
                        picture.image(),
                        Uid.JPEGLSLossless,
                        folder,
                        (index, stored) -> Arrays.fill(stored, 0, 8, -index));

        for (int frame = 0; frame < 3; frame++) {
            int[] expected = picture.values(frame);
            Arrays.fill(expected, 0, 8, -frame);
            assertThat(blanked.stored(frame)).isEqualTo(expected);
        }
    }

    @Test
    void writes_a_basic_offset_table_of_even_fragments() throws Exception {
        Picture picture = Picture.grey(9, 15, 8, 8, false).frames(4);
        Image written = Picture.rewritten(picture.image(), Uid.JPEGLSLossless, folder);
        var pixels = (Encapsulated) requireNonNull(written.file().dataSet().get(Tag.PixelData));

        List<Fragment> fragments = pixels.fragments();
        assertThat(fragments).hasSize(5).allMatch(fragment -> fragment.length() % 2 == 0);
        assertThat(fragments.getFirst().length()).isEqualTo(16);
        long origin = fragments.get(1).position();
        int[] offsets = new int[4];
        ByteBuffer.wrap(new OffsetTable(fragments.subList(1, 5)).basic())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(offsets);
        for (int i = 0; i < 4; i++) {
            assertThat(offsets[i]).isEqualTo(fragments.get(i + 1).position() - origin);
        }
    }

    @Test
    void tells_frames_beyond_four_gigabytes_by_an_extended_offset_table() {
        long frame = 1L << 31;
        var near = new OffsetTable(List.of(new Fragment(0, frame), new Fragment(8, 100)));
        var far =
                new OffsetTable(
                        List.of(
                                new Fragment(0, frame),
                                new Fragment(8, frame),
                                new Fragment(16, 100)));
        var dataSet = new DataSet();
        far.putInto(dataSet);

        assertThat(near.extended()).isFalse();
        assertThat(near.basic()).hasSize(8);
        assertThat(far.extended()).isTrue();
        assertThat(far.basic()).isEmpty();
        assertThat(dataSet.strings(Tag.ExtendedOffsetTable)).isEmpty();
        assertThat(longs(dataSet, Tag.ExtendedOffsetTable))
                .containsExactly(0, frame + 8, 2 * frame + 16);
        assertThat(longs(dataSet, Tag.ExtendedOffsetTableLengths))
                .containsExactly(frame, frame, 100);

        near.putInto(dataSet);
        assertThat(dataSet.contains(Tag.ExtendedOffsetTable)).isFalse();
        assertThat(dataSet.contains(Tag.ExtendedOffsetTableLengths)).isFalse();
    }

    private static long[] longs(DataSet dataSet, int tag) {
        byte[] bytes = ((Value) requireNonNull(dataSet.get(tag))).bytes();
        long[] longs = new long[bytes.length / 8];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(longs);
        return longs;
    }

    @ParameterizedTest
    @ValueSource(strings = {Uid.JPEGLSLossless, Uid.RLELossless, Uid.ExplicitVRLittleEndian})
    void refuses_values_that_the_stored_bits_cannot_hold(String syntax) throws Exception {
        Image image = Picture.grey(2, 2, 16, 12, true).image();
        for (int value : new int[] {2048, -2049, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatThrownBy(() ->
                            Picture.rewritten(
                                    image, syntax, folder, (index, stored) -> stored[3] = value))
                    .isInstanceOf(UnsupportedImageException.class)
                    .hasMessage("stored-values");
        }
    }

    @Test
    void refuses_what_a_code_cannot_say() throws Exception {
        Image bits = Picture.grey(2, 2, 1, 1, false).image();
        Image wide = Picture.grey(2, 2, 32, 20, false).image();
        Image overlay = Picture.grey(2, 2, 16, 12, false).image();
        overlay.file().dataSet().putInt(Tag.OverlayBitsAllocated + 0x20000, VR.US, 16);
        Image grey = Picture.grey(2, 2, 8, 8, false).image();

        assertRefused(bits, Uid.RLELossless, "bits-allocated");
        assertRefused(bits, Uid.JPEGLSLossless, "bits-allocated");
        assertRefused(wide, Uid.JPEGLSLossless, "bits-allocated");
        assertRefused(overlay, Uid.JPEGLSLossless, "embedded-overlay");
        assertRefused(grey, Uid.JPEG2000Lossless, "transfer-syntax");
        assertThat(PixelDataEncoder.supports(Uid.JPEG2000Lossless)).isFalse();
        assertThat(PixelDataEncoder.supports(Uid.JPEGLSLossless)).isTrue();
    }

    private void assertRefused(Image image, String syntax, String code) {
        assertThatThrownBy(() -> Picture.rewritten(image, syntax, folder))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage(code);
    }

    @Test
    void refuses_random_formats_and_values_only_by_its_own_exception() {
        var random = new Random(20261122);
        int encoded = 0;
        for (int i = 0; i < 3_000; i++) {
            int allocated = new int[] {1, 8, 16, 32}[random.nextInt(4)];
            int samples = random.nextBoolean() ? 1 : 3;
            var format =
                    new FrameFormat(
                            1 + random.nextInt(9),
                            1 + random.nextInt(40),
                            samples,
                            allocated,
                            1 + random.nextInt(allocated),
                            random.nextBoolean());
            int[] stored = new int[format.samples() + (random.nextInt(10) == 0 ? 1 : 0)];
            int mask = random.nextInt(3) == 0 ? -1 : (1 << (format.bitsStored() - 1) % 31) - 1;
            for (int j = 0; j < stored.length; j++) {
                stored[j] = random.nextInt() & mask;
            }
            String syntax = random.nextBoolean() ? Uid.RLELossless : Uid.JPEGLSLossless;
            try {
                FrameEncoder.of(syntax).encode(stored, format);
                encoded++;
            } catch (UnsupportedImageException e) {
                assertThat(e.code()).isIn("stored-values", "bits-allocated");
            } catch (RuntimeException | Error e) {
                fail("input " + i + " threw " + e, e);
            }
        }

        assertThat(encoded).isBetween(800, 2_200);
    }
}
