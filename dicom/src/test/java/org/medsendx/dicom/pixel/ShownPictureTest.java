package org.medsendx.dicom.pixel;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.FileMeta;

/** Pictures of files whose header says one thing and whose bytes say another. */
class ShownPictureTest {

    @TempDir Path folder;

    private static final int[] DESCRIPTORS = {0x00281101, 0x00281102, 0x00281103};

    private static Image image(DataSet dataSet) throws UnsupportedImageException {
        String syntax = dataSet.bigEndian() ? Uid.ExplicitVRBigEndian : Uid.ExplicitVRLittleEndian;
        return Image.of(
                new DicomFile(Path.of("none"), new FileMeta(null, null, syntax), 0, dataSet));
    }

    private static DataSet described(
            boolean bigEndian, int rows, int columns, int samples, String photometric, int bits) {
        var dataSet = new DataSet(bigEndian);
        dataSet.putInt(Tag.SamplesPerPixel, VR.US, samples);
        dataSet.putString(Tag.PhotometricInterpretation, VR.CS, photometric);
        dataSet.putInt(Tag.Rows, VR.US, rows).putInt(Tag.Columns, VR.US, columns);
        dataSet.putInt(Tag.BitsAllocated, VR.US, bits).putInt(Tag.BitsStored, VR.US, bits);
        return dataSet.putInt(Tag.HighBit, VR.US, bits - 1);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static Value pixels(VR vr, int... bytes) {
        return new Value(Tag.PixelData, vr, bytes(bytes));
    }

    // --- look-up tables

    @ParameterizedTest
    @CsvSource({"16,4095", "16,255", "8,4095", "10,4095", "12,65535", "16,1000"})
    void scales_a_voi_lut_by_what_it_holds_when_its_bits_are_others(int bits, int top)
            throws Exception {
        var dataSet = described(false, 1, 3, 1, "MONOCHROME2", 16);
        dataSet.put(pixels(VR.OW, 0, 0, 1, 0, 2, 0));
        var item = new DataSet().putInt(Tag.LUTDescriptor, VR.US, 3, 0, bits);
        item.putInt(Tag.LUTData, VR.US, 0, top / 2, top);
        dataSet.putSequence(Tag.VOILUTSequence, item);

        byte[] shown = image(dataSet).render(0).pixels();

        assertThat(shown[0]).isZero();
        assertThat(shown[1] & 0xFF).isBetween(126, 129);
        assertThat(shown[2] & 0xFF).isEqualTo(255);
    }

    @Test
    void leaves_a_voi_lut_dim_that_uses_its_bits() throws Exception {
        var dataSet = described(false, 1, 2, 1, "MONOCHROME2", 8);
        dataSet.put(pixels(VR.OB, 0, 1));
        var item = new DataSet().putInt(Tag.LUTDescriptor, VR.US, 2, 0, 8);
        dataSet.putSequence(Tag.VOILUTSequence, item.putInt(Tag.LUTData, VR.US, 0, 200));

        assertThat(image(dataSet).render(0).pixels()).containsExactly(0, 200);
    }

    private static DataSet palette(boolean bigEndian, int bits, int count, VR vr, byte[] data) {
        var dataSet = described(bigEndian, 1, 4, 1, "PALETTE COLOR", 8);
        dataSet.put(new Value(Tag.PixelData, VR.OB, bytes(0, 1, 2, 3)));
        for (int tag : DESCRIPTORS) {
            dataSet.putInt(tag, VR.US, count, 0, bits);
            dataSet.put(new Value(tag + 0x100, vr, data));
        }
        return dataSet;
    }

    private static int[] greys(DataSet dataSet) throws Exception {
        byte[] rgb = image(dataSet).render(0).pixels();
        int[] greys = new int[rgb.length / 3];
        for (int i = 0; i < greys.length; i++) {
            assertThat(rgb[3 * i]).isEqualTo(rgb[3 * i + 1]).isEqualTo(rgb[3 * i + 2]);
            greys[i] = rgb[3 * i] & 0xFF;
        }
        return greys;
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void reads_palettes_by_their_length_and_range_whatever_their_bits(int bits) throws Exception {
        // words of sixteen bits
        byte[] words = bytes(0, 0, 0, 0x40, 0, 0x80, 0xFF, 0xFF);
        assertThat(greys(palette(false, bits, 4, VR.OW, words))).containsExactly(0, 63, 127, 255);
        // words that hold bytes
        byte[] small = bytes(0, 0, 64, 0, 128, 0, 255, 0);
        assertThat(greys(palette(false, bits, 4, VR.OW, small))).containsExactly(0, 64, 128, 255);
        // bytes, two in a word
        byte[] packed = bytes(0, 64, 128, 255);
        assertThat(greys(palette(false, bits, 4, VR.OW, packed))).containsExactly(0, 64, 128, 255);
        byte[] swapped = bytes(64, 0, 255, 128);
        assertThat(greys(palette(true, bits, 4, VR.OW, swapped))).containsExactly(0, 64, 128, 255);
    }

    private static byte[] words(boolean bigEndian, int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * 2);
        bytes.order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (int word : words) {
            bytes.putShort((short) word);
        }
        return bytes.array();
    }

    private static DataSet segmented(boolean bigEndian, int bits, int count, byte[] data) {
        var dataSet = described(bigEndian, 1, 4, 1, "PALETTE COLOR", 16);
        dataSet.put(new Value(Tag.PixelData, VR.OW, words(bigEndian, 0, 1, count / 2, count - 1)));
        for (int tag : DESCRIPTORS) {
            dataSet.putInt(tag, VR.US, count, 0, bits);
            dataSet.put(new Value(tag + 0x120, VR.OW, data));
        }
        return dataSet;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void makes_segmented_palettes_whole(boolean bigEndian) throws Exception {
        // discrete and linear
        byte[] linear = words(bigEndian, 0, 1, 0, 1, 255, 0xFFFF);
        assertThat(greys(segmented(bigEndian, 16, 256, linear))).containsExactly(0, 1, 128, 255);
        // the same twice: the second by an offset to the first two segments
        byte[] indirect = words(bigEndian, 0, 2, 0, 0x4000, 1, 2, 0xFFFF, 2, 2, 0, 0);
        assertThat(greys(segmented(bigEndian, 16, 8, indirect))).containsExactly(0, 63, 0, 255);
        // bytes in words, the last one padding
        byte[] small = bytes(0, 2, 10, 20, 1, 2, 240);
        byte[] padded = Arrays.copyOf(small, 8);
        if (bigEndian) {
            ValueBytes.swapPairs(padded);
        }
        assertThat(greys(segmented(bigEndian, 8, 4, padded))).containsExactly(10, 20, 130, 240);
        // all 65536
        byte[] all = words(bigEndian, 0, 1, 0, 1, 0xFFFF, 0xFFFF);
        DataSet whole = segmented(bigEndian, 16, 1 << 16, all);
        for (int tag : DESCRIPTORS) {
            whole.putInt(tag, VR.US, 0, 0, 16);
        }
        assertThat(greys(whole)).containsExactly(0, 0, 127, 255);
    }

    @Test
    void refuses_segments_that_make_no_palette_and_ends_soon() {
        int[][] hostile = {
            {1, 4, 0xFFFF},
            {2, 1, 0, 0},
            {3, 1, 0},
            {0, 9, 1, 2},
            {0, 3, 1, 2, 3},
            {0, 1, 7, 1, 0xFFFF, 9},
            // an indirect segment that means itself
            {0, 1, 7, 2, 0xFFFF, 6, 0},
            {0, 1, 7, 2, 1, 0xFFFF, 0xFFFF},
        };
        for (int[] segments : hostile) {
            assertNoPalette(words(false, segments));
        }
        int[] empty = new int[60_000];
        for (int i = 3; i + 3 < empty.length; i += 4) {
            empty[i] = 2;
            empty[i + 1] = 0xFFFF;
            empty[i + 2] = 6 + 4;
        }
        empty[1] = 1;
        assertNoPalette(words(false, empty));
        var random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            int[] some = random.ints(random.nextInt(40), 0, 6).toArray();
            try {
                greys(segmented(false, 16, 4 + random.nextInt(20), words(false, some)));
            } catch (UnsupportedImageException e) {
                assertThat(e.code()).isEqualTo("palette");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void assertNoPalette(byte[] segments) {
        assertThatThrownBy(() -> greys(segmented(false, 16, 4, segments)))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("palette");
    }

    // --- windows

    @ParameterizedTest
    @ValueSource(strings = {"LINEAR", "LINEAR_EXACT", "SIGMOID"})
    void shows_a_ramp_over_a_width_below_1(String function) throws Exception {
        var dataSet = described(false, 1, 5, 1, "MONOCHROME2", 16);
        dataSet.put(new Value(Tag.PixelData, VR.OW, words(false, 0, 1000, 2000, 3000, 4000)));
        dataSet.putString(Tag.RescaleSlope, VR.DS, "0.00025");
        dataSet.putString(Tag.RescaleIntercept, VR.DS, "0");
        dataSet.putString(Tag.WindowCenter, VR.DS, "0.5");
        dataSet.putString(Tag.WindowWidth, VR.DS, "0.8");
        dataSet.putString(Tag.VOILUTFunction, VR.CS, function);

        byte[] shown = image(dataSet).render(0).pixels();

        int[] levels = new int[5];
        for (int i = 0; i < 5; i++) {
            levels[i] = shown[i] & 0xFF;
        }
        assertThat(levels).isSorted().doesNotHaveDuplicates();
        assertThat(levels[2]).isEqualTo(128);
        if (!function.equals("SIGMOID")) {
            // (x - c) / w + 0.5
            assertThat(levels).containsExactly(0, 48, 128, 207, 255);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "abc", "1.5f", "NaN"})
    void stretches_and_says_why_when_a_window_is_none(String width) throws Exception {
        var dataSet = described(false, 1, 3, 1, "MONOCHROME2", 8).put(pixels(VR.OB, 0, 5, 10));
        dataSet.putString(Tag.WindowCenter, VR.DS, "40").putString(Tag.WindowWidth, VR.DS, width);

        assertThat(image(dataSet).render(0).pixels()).containsExactly(0, 255, 255);
        assertThat(image(dataSet).remarks(0)).containsExactly("window");
    }

    @Test
    void leaves_a_window_out_that_stands_for_values_of_an_unreadable_rescale() throws Exception {
        var dataSet = described(false, 1, 2, 1, "MONOCHROME2", 8).put(pixels(VR.OB, 3, 9));
        dataSet.putString(Tag.WindowCenter, VR.DS, "40").putString(Tag.WindowWidth, VR.DS, "400");
        dataSet.putString(Tag.RescaleSlope, VR.DS, "1");
        dataSet.putString(Tag.RescaleIntercept, VR.DS, "-1,024");

        assertThat(image(dataSet).remarks(0)).containsExactly("rescale");
        assertThat(image(dataSet).hasReadableRescale(0)).isFalse();
        assertThat(GreyTransformation.of(image(dataSet), 0).voi()).isNull();

        dataSet.putString(Tag.RescaleIntercept, VR.DS, "-1024,0");
        assertThat(image(dataSet).remarks(0)).isEmpty();
        assertThat(image(dataSet).rescaleIntercept()).isEqualTo(-1024);
    }

    // --- 32 bits

    @Test
    void reads_unsigned_32_bits_beyond_those_that_are_signed() throws Exception {
        var dataSet = described(false, 1, 3, 1, "MONOCHROME2", 32);
        byte[] values = new byte[12];
        ByteBuffer.wrap(values)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0)
                .putInt(0x7FFFFFFF)
                .putInt(0xFFFFFFFF);
        dataSet.put(new Value(Tag.PixelData, VR.OW, values));
        dataSet.putString(Tag.RescaleSlope, VR.DS, "1e-9").putInt(Tag.RescaleIntercept, VR.DS, 0);

        Image image = image(dataSet);
        assertThat(GreyTransformation.of(image, 0).modality().applyAsDouble(image.stored(0)[2]))
                .isEqualTo(4.294967295, within(1e-12));
        // the 99th percentile of three values is the second
        assertThat(image.render(0).pixels()).containsExactly(0, 255, 255);
        dataSet.putString(Tag.WindowCenter, VR.DS, "2").putString(Tag.WindowWidth, VR.DS, "8");
        dataSet.putString(Tag.VOILUTFunction, VR.CS, "LINEAR_EXACT");
        assertThat(image(dataSet).render(0).pixels()).containsExactly(64, 132, 201);

        dataSet.putInt(Tag.PixelRepresentation, VR.US, 1);
        assertThat(image(dataSet).stored(0)).containsExactly(0, 0x7FFFFFFF, -1);
        assertThat(image(dataSet).render(0).pixels()[2]).isEqualTo((byte) 64);
    }

    @Test
    void reads_big_endian_pixels_of_32_bits_in_either_order_of_their_words() throws Exception {
        int[] values = new int[64];
        ByteBuffer whole = ByteBuffer.allocate(256);
        ByteBuffer words = ByteBuffer.allocate(256);
        for (int i = 0; i < 64; i++) {
            values[i] = 1_200_000 + 900 * i;
            whole.putInt(values[i]);
            words.putInt(Integer.rotateLeft(values[i], 16));
        }
        for (ByteBuffer bytes : List.of(whole, words)) {
            var dataSet = described(true, 8, 8, 1, "MONOCHROME2", 32);
            dataSet.put(new Value(Tag.PixelData, VR.OW, bytes.array()));
            assertThat(image(dataSet).stored(0)).containsExactly(values);
            assertThat(image(dataSet).storedRows(0, 3, 2))
                    .containsExactly(Arrays.copyOfRange(values, 24, 40));
        }
    }

    // --- big endian words

    @ParameterizedTest
    @CsvSource({"1,3", "3,1", "3,3", "2,5"})
    void exchanges_bytes_in_big_endian_words_across_odd_frames(int rows, int samples)
            throws Exception {
        String photometric = samples == 3 ? "RGB" : "MONOCHROME2";
        int columns = 3;
        int count = samples == 3 ? 3 : 1;
        var dataSet = described(true, rows, columns, count, photometric, 8);
        int frames = 3;
        dataSet.putInt(Tag.NumberOfFrames, VR.IS, frames);
        int length = rows * columns * count;
        byte[] value = new byte[(length * frames + 1) / 2 * 2];
        for (int i = 0; i < length * frames; i++) {
            value[i] = (byte) (i + 1);
        }
        ValueBytes.swapPairs(value);
        dataSet.put(new Value(Tag.PixelData, VR.OW, value));

        Image image = image(dataSet);
        for (int frame = 0; frame < frames; frame++) {
            int[] stored = image.stored(frame);
            for (int i = 0; i < length; i++) {
                assertThat(stored[i]).isEqualTo(frame * length + i + 1);
            }
            if (image.hasRows()) {
                assertThat(image.storedRows(frame, rows - 1, 1))
                        .containsExactly(Arrays.copyOfRange(stored, length - columns, length));
            }
        }
        // bytes have no order
        ValueBytes.swapPairs(value);
        dataSet.put(new Value(Tag.PixelData, VR.OB, value));
        assertThat(image(dataSet).stored(1)[0]).isEqualTo(length + 1);
    }

    @Test
    void exchanges_bytes_in_big_endian_words_of_single_bits() throws Exception {
        var dataSet = described(true, 3, 5, 1, "MONOCHROME2", 1);
        dataSet.putInt(Tag.NumberOfFrames, VR.IS, 2);
        // bits 0, 8 and 17 of 30
        dataSet.put(pixels(VR.OW, 1, 1, 0, 2));

        assertThat(image(dataSet).stored(0)).startsWith(1, 0).hasSize(15);
        assertThat(image(dataSet).stored(0)[8]).isEqualTo(1);
        assertThat(image(dataSet).stored(1)[2]).isEqualTo(1);
    }

    // --- halved colour

    @Test
    void reads_odd_columns_of_halved_colour_only_when_rows_are_filled_up() throws Exception {
        var dataSet = described(false, 2, 3, 3, "YBR_FULL_422", 8);
        dataSet.put(pixels(VR.OB, 1, 2, 9, 8, 3, 0, 7, 6, 4, 5, 9, 8, 6, 0, 7, 6));
        assertThat(image(dataSet).stored(0))
                .containsExactly(1, 9, 8, 2, 9, 8, 3, 7, 6, 4, 9, 8, 5, 9, 8, 6, 7, 6);

        dataSet.put(pixels(VR.OB, new int[12]));
        assertThatThrownBy(() -> image(dataSet).render(0)).hasMessage("odd-columns");

        // not halved at all, whatever it is called
        dataSet.put(pixels(VR.OB, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9));
        assertThat(image(dataSet).stored(0)).endsWith(4, 5, 6, 7, 8, 9);
    }

    @Test
    void shows_halved_colour_of_part_of_the_range_and_refuses_what_is_never_native()
            throws Exception {
        var dataSet = described(false, 1, 2, 3, "YBR_PARTIAL_422", 8);
        dataSet.put(pixels(VR.OB, 16, 235, 128, 128));
        assertThat(image(dataSet).render(0).pixels()).containsExactly(0, 0, 0, 255, 255, 255);

        dataSet.putInt(Tag.PlanarConfiguration, VR.US, 1);
        assertThatThrownBy(() -> image(dataSet).render(0)).hasMessage("planar-configuration");

        dataSet.putString(Tag.PhotometricInterpretation, VR.CS, "YBR_PARTIAL_420");
        assertThatThrownBy(() -> image(dataSet).render(0)).hasMessage("photometric-interpretation");
    }

    @ParameterizedTest
    @CsvSource({"HSV,3", "MONOCHROME2,3", "PALETTE COLOR,3", "RGB,1", "YBR_FULL,1", "XYB,3"})
    void refuses_colours_it_does_not_know(String photometric, int samples) throws Exception {
        var dataSet = described(false, 1, 2, samples, photometric, 8);
        dataSet.put(pixels(VR.OB, 1, 2, 3, 4, 5, 6));

        assertThatThrownBy(() -> image(dataSet).render(0)).hasMessage("photometric-interpretation");
    }

    // --- JPEG

    private Image jpeg(byte[] stream, int rows, int columns, String photometric, String syntax)
            throws IOException, UnsupportedImageException {
        return PictureFile.read(
                folder, PictureFile.of(rows, columns, 3, photometric, 8).stream(syntax, stream));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RGB", "YBR_FULL", "YBR_FULL_422", "YBR_RCT", ""})
    void takes_the_colour_of_jpeg_from_its_markers(String declared) throws Exception {
        byte[] jfif = Jpegs.colour(16, 16, 2, 2).stream();
        byte[] bare = Jpegs.without(jfif, 0xE0);
        byte[] full = Jpegs.without(Jpegs.colour(16, 16, 1, 1).stream(), 0xE0);
        byte[] plain = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
        byte[] ycc = plain.clone();
        ycc[11] = 1;
        byte[] named = full.clone();
        int frame = Jpegs.indexOf(named, 0xC0);
        int scan = Jpegs.indexOf(named, 0xDA);
        for (int i = 0; i < 3; i++) {
            named[frame + 10 + 3 * i] = (byte) "RGB".charAt(i);
            named[scan + 5 + 2 * i] = (byte) "RGB".charAt(i);
        }

        assertThat(colour(jfif, declared)).isEqualTo("YBR_FULL");
        assertThat(colour(Jpegs.withSegment(bare, 0xEE, ycc), declared)).isEqualTo("YBR_FULL");
        assertThat(colour(Jpegs.withSegment(full, 0xEE, plain), declared)).isEqualTo("RGB");
        assertThat(colour(named, declared)).isEqualTo("RGB");
        // halved colour is none of red, green and blue
        assertThat(colour(bare, declared)).isEqualTo("YBR_FULL");
        assertThat(colour(full, declared)).isEqualTo(declared.equals("RGB") ? "RGB" : "YBR_FULL");
    }

    private String colour(byte[] stream, String declared) throws Exception {
        Image image = jpeg(stream, 16, 16, declared, Uid.JPEGBaseline8Bit);
        assertThat(image.render(0).channels()).isEqualTo(3);
        return image.storedPhotometricInterpretation(0);
    }

    @Test
    void writes_the_colour_that_a_jpeg_has_when_it_is_encoded_anew() throws Exception {
        byte[] stream = Jpegs.colour(16, 16, 2, 1).stream();
        Image image = jpeg(stream, 16, 16, "RGB", Uid.JPEGBaseline8Bit);

        Image again = Picture.rewritten(image, Uid.RLELossless, folder);

        assertThat(again.photometricInterpretation()).isEqualTo("YBR_FULL");
        assertThat(again.render(0).pixels()).isEqualTo(image.render(0).pixels());
    }

    @Test
    void takes_lossless_jpeg_that_is_called_halved_for_red_green_and_blue() throws Exception {
        byte[] stream = losslessGrey(3);
        assertThat(colour(stream, "YBR_FULL_422", Uid.JPEGLosslessSV1)).isEqualTo("RGB");
        assertThat(colour(stream, "YBR_FULL", Uid.JPEGLosslessSV1)).isEqualTo("YBR_FULL");
        assertThat(colour(stream, "RGB", Uid.JPEGLosslessSV1)).isEqualTo("RGB");
        byte[] ycc = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 1};
        byte[] adobe = Jpegs.withSegment(stream, 0xEE, ycc);
        assertThat(colour(adobe, "YBR_FULL_422", Uid.JPEGLosslessSV1)).isEqualTo("YBR_FULL");
    }

    private String colour(byte[] stream, String declared, String syntax) throws Exception {
        Image image = jpeg(stream, 2, 8, declared, syntax);
        assertThat(image.stored(0)).hasSize(48).containsOnly(128);
        return image.storedPhotometricInterpretation(0);
    }

    /** Two rows of eight pixels, all in the middle of the range: a bit 0 for every sample. */
    private static byte[] losslessGrey(int components) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(bytes(0xFF, 0xD8, 0xFF, 0xC3, 0, 8 + 3 * components, 8, 0, 2, 0, 8));
        out.write(components);
        for (int i = 0; i < components; i++) {
            out.writeBytes(bytes(i, 0x11, 0));
        }
        out.writeBytes(bytes(0xFF, 0xC4, 0, 20, 0, 1));
        out.writeBytes(new byte[15]);
        out.writeBytes(bytes(0, 0xFF, 0xDA, 0, 6 + 2 * components, components));
        for (int i = 0; i < components; i++) {
            out.writeBytes(bytes(i, 0));
        }
        out.writeBytes(bytes(1, 0, 0));
        out.writeBytes(new byte[6]);
        out.writeBytes(bytes(0xFF, 0xD9));
        return out.toByteArray();
    }

    @Test
    void refuses_a_colour_transformation_that_dicom_does_not_have() throws Exception {
        byte[] stream = Base64.getDecoder().decode(CodeStreams.JPEG_LS_COLOUR);
        byte[] transformed = Jpegs.withSegment(stream, 0xE8, bytes('m', 'r', 'f', 'x', 1));
        byte[] none = Jpegs.withSegment(stream, 0xE8, bytes('m', 'r', 'f', 'x', 0));

        Image image =
                jpeg(transformed, CodeStreams.ROWS, CodeStreams.COLUMNS, "RGB", Uid.JPEGLSLossless);
        assertThatThrownBy(() -> image.render(0)).hasMessage("jpeg-ls-colour-transform");
        assertThat(
                        jpeg(none, CodeStreams.ROWS, CodeStreams.COLUMNS, "RGB", Uid.JPEGLSLossless)
                                .render(0))
                .isNotNull();
    }

    // --- other encodings

    @Test
    void decodes_rle_of_single_bits_in_bytes_of_eight_or_of_one() throws Exception {
        int[] header = new int[64];
        header[0] = 1;
        header[4] = 64;
        // 20 pixels: 1010 1010 1111 0000 0011 from the lowest bit
        int[] packed = {2, 0x55, 0x0F, 0x0C, 0, 0};
        int[] each = new int[22];
        each[0] = 19;
        int[] expected = {1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1};
        System.arraycopy(expected, 0, each, 1, 20);
        for (int[] segment : List.of(packed, each)) {
            byte[] stream = Arrays.copyOf(bytes(header), 64 + segment.length);
            System.arraycopy(bytes(segment), 0, stream, 64, segment.length);
            byte[] file = PictureFile.of(4, 5, 1, "MONOCHROME2", 1).stream(Uid.RLELossless, stream);
            assertThat(PictureFile.read(folder, file).stored(0)).containsExactly(expected);
        }
        byte[] cut = Arrays.copyOf(bytes(header), 66);
        byte[] file = PictureFile.of(4, 5, 1, "MONOCHROME2", 1).stream(Uid.RLELossless, cut);
        assertThatThrownBy(() -> PictureFile.read(folder, file).stored(0))
                .hasMessage("code-stream");
    }

    private static byte[] deflated(byte[] bytes) {
        var deflater = new Deflater(9, true);
        deflater.setInput(bytes);
        deflater.finish();
        byte[] out = new byte[bytes.length + 64];
        int length = deflater.deflate(out);
        deflater.end();
        // padded to an even length
        return Arrays.copyOf(out, length + (length & 1));
    }

    @Test
    void inflates_deflated_frames() throws Exception {
        String syntax = "1.2.840.10008.1.2.8.1";
        byte[] words = words(false, 1, 500, 65535, 7, 8, 9);
        byte[] file = PictureFile.of(2, 3, 1, "MONOCHROME2", 16).stream(syntax, deflated(words));
        assertThat(PictureFile.read(folder, file).stored(0))
                .containsExactly(1, 500, 65535, 7, 8, 9);

        // every frame of single bits begins with a byte
        byte[] bits =
                PictureFile.of(1, 3, 1, "MONOCHROME2", 1).with(0x00280008, "IS", "2").stream(
                        syntax, deflated(bytes(5)), deflated(bytes(2)));
        assertThat(PictureFile.read(folder, bits).stored(0)).containsExactly(1, 0, 1);
        assertThat(PictureFile.read(folder, bits).stored(1)).containsExactly(0, 1, 0);

        byte[] cut =
                PictureFile.of(2, 3, 1, "MONOCHROME2", 16).stream(
                        syntax, deflated(Arrays.copyOf(words, 10)));
        assertThatThrownBy(() -> requireNonNull(PictureFile.read(folder, cut).stored(0)))
                .hasMessage("code-stream");
        byte[] broken =
                PictureFile.of(2, 3, 1, "MONOCHROME2", 16).stream(syntax, bytes(7, 7, 7, 7));
        assertThatThrownBy(() -> PictureFile.read(folder, broken).stored(0))
                .hasMessage("code-stream");
    }
}
