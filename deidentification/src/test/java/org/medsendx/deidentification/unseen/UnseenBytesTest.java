package org.medsendx.deidentification.unseen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.medsendx.deidentification.Instances;
import org.medsendx.deidentification.release.Release;
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
import org.medsendx.dicom.pixel.FrameFormat;
import org.medsendx.dicom.pixel.Image;
import org.medsendx.dicom.pixel.PixelDataEncoder;

/** What no viewer shows does not leave, and frames are the same without it. */
class UnseenBytesTest {

    private static final int SIDE = 32;

    /** Words so short that no search for tokens finds them. */
    private static final String HIDDEN = "Qu as te lm ei er 04 03 57 ";

    @TempDir Path folder;

    private static DataSet image(int frames, int stored, int... cells) {
        DataSet dataSet = Instances.ct();
        ByteBuffer pixels = ByteBuffer.allocate(cells.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int cell : cells) {
            pixels.putShort((short) cell);
        }
        dataSet.putInt(Rows, VR.US, SIDE)
                .putInt(Columns, VR.US, SIDE)
                .putInt(BitsStored, VR.US, stored)
                .putInt(HighBit, VR.US, stored - 1)
                .put(new Element.Value(PixelData, VR.OW, pixels.array()));
        if (frames > 1) {
            dataSet.putString(NumberOfFrames, VR.IS, Integer.toString(frames));
        }
        return dataSet;
    }

    private static int[] ramp(int most) {
        var cells = new int[SIDE * SIDE];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (i % SIDE + i / SIDE) * most / (2 * SIDE);
        }
        return cells;
    }

    private Release release(Path file) throws IOException {
        return Instances.keeping().release(file, Instances.TRUCK, folder.resolve("copy"));
    }

    private DicomFile copy() throws IOException {
        return DicomReader.read(folder.resolve("copy"), ReadLimits.DEFAULT);
    }

    private static byte[] hidden() {
        return HIDDEN.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] with(byte[] first, byte[]... more) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(first);
        for (byte[] one : more) {
            out.writeBytes(one);
        }
        return out.toByteArray();
    }

    private void assertGone(Release release, Unseen... removed) throws IOException {
        assertThat(Instances.copyOf(release).pixels().removed()).contains(removed);
        String bytes =
                new String(Files.readAllBytes(folder.resolve("copy")), StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain("Qu as te");
        assertThat(folder.resolve("copy.seen")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"27", "5000", "200000"})
    void bytes_behind_the_last_pixel_are_dropped(int more) throws Exception {
        DataSet dataSet = image(1, 12, ramp(4095));
        byte[] pixels = ((Element.Value) Objects.requireNonNull(dataSet.get(PixelData))).bytes();
        byte[] excess =
                Arrays.copyOf(HIDDEN.repeat(8000).getBytes(StandardCharsets.US_ASCII), more);
        dataSet.put(new Element.Value(PixelData, VR.OW, with(pixels, excess)));

        Release release = release(Instances.write(dataSet, folder.resolve("in")));

        assertGone(release, Unseen.EXCESS);
        assertThat(Image.of(copy()).stored(0)).isEqualTo(ramp(4095));
        assertThat(
                        ((Element.Value) Objects.requireNonNull(copy().dataSet().get(PixelData)))
                                .bytes())
                .isEqualTo(pixels);
    }

    @Test
    void a_frame_that_is_not_declared_is_dropped() throws Exception {
        int[] three = new int[SIDE * SIDE * 3];
        System.arraycopy(ramp(4095), 0, three, SIDE * SIDE * 2, SIDE * SIDE);

        Release release = release(Instances.write(image(2, 12, three), folder.resolve("in")));

        assertGone(release, Unseen.EXCESS);
        assertThat(Image.of(copy()).stored(1)).containsOnly(0);
    }

    @Test
    void waveforms_and_tables_end_where_they_are_declared_to() throws Exception {
        DataSet dataSet = image(1, 12, ramp(4095));
        var group = new DataSet();
        group.putInt(NumberOfWaveformChannels, VR.US, 1)
                .putInt(NumberOfWaveformSamples, VR.UL, 10)
                .putInt(WaveformBitsAllocated, VR.US, 16)
                .put(new Element.Value(WaveformData, VR.OW, with(new byte[20], hidden())));
        dataSet.putSequence(WaveformSequence, group);

        Release release = release(Instances.write(dataSet, folder.resolve("in")));

        assertGone(release, Unseen.EXCESS);
        var data = copy().dataSet().items(WaveformSequence).getFirst().get(WaveformData);
        assertThat(((Element.Value) Objects.requireNonNull(data)).bytes()).hasSize(20);
    }

    @ParameterizedTest
    @CsvSource({"12, 12, 0", "12, 15, 0", "10, 13, 0", "12, 13, 1"})
    void bits_beside_the_stored_ones_are_cleared(int stored, int bit, int signed) throws Exception {
        int[] cells = ramp((1 << stored - 1) - 1);
        int[] dirty = cells.clone();
        dirty[100] |= 1 << bit;
        DataSet dataSet = image(1, stored, dirty).putInt(PixelRepresentation, VR.US, signed);

        Release release = release(Instances.write(dataSet, folder.resolve("in")));

        assertGone(release, Unseen.BITS);
        assertThat(copy().dataSet().get(PixelData))
                .satisfies(element ->
                        assertThat(((Element.Value) Objects.requireNonNull(element)).bytes())
                                .isEqualTo(
                                        ((Element.Value)
                                                        Objects.requireNonNull(
                                                                image(1, stored, cells)
                                                                        .get(PixelData)))
                                                .bytes()));
    }

    @Test
    void extended_signs_and_zeros_above_negative_values_stay_byte_for_byte() throws Exception {
        int[] cells = ramp(2000);
        for (int i = 0; i < cells.length; i++) {
            cells[i] -= 1000;
            if (i % 2 == 0) {
                cells[i] &= 0xFFF;
            }
        }
        DataSet dataSet = image(1, 12, cells).putInt(PixelRepresentation, VR.US, 1);

        Release release = release(Instances.write(dataSet, folder.resolve("in")));

        assertThat(Instances.copyOf(release).pixels().removed()).isEmpty();
        assertThat(copy().dataSet().get(PixelData))
                .usingRecursiveComparison()
                .isEqualTo(dataSet.get(PixelData));
    }

    @Test
    void bits_in_frames_of_rle_are_cleared_by_encoding_them_anew() throws Exception {
        int[] dirty = ramp(4095);
        dirty[77] |= 0x4000;
        Path plain = Instances.write(image(1, 16, dirty), folder.resolve("plain"));
        DataSet dataSet = encoded(plain, Uid.RLELossless, stream -> stream, 0);
        dataSet.putInt(BitsStored, VR.US, 12).putInt(HighBit, VR.US, 11);

        Release release = release(write(dataSet, Uid.RLELossless));

        assertGone(release, Unseen.BITS);
        assertThat(Image.of(copy()).stored(0)).isEqualTo(ramp(4095));
    }

    @Test
    void single_bits_of_rle_are_eight_a_byte_or_one_each() throws Exception {
        var format = new FrameFormat(4, 8, 1, 1, 1, false);
        for (int bytes : new int[] {4, 32}) {
            byte[] stream = new byte[64 + 1 + bytes + 1];
            stream[0] = 1;
            stream[4] = 64;
            stream[64] = (byte) (bytes - 1);
            Arrays.fill(stream, 65, 65 + bytes, (byte) 1);

            assertThat(BareRle.of(stream, format)).isSameAs(stream);

            stream[65 + bytes] = 'D';
            assertThat(BareRle.of(stream, format)).hasSize(stream.length).doesNotContain('D');
        }
    }

    @FunctionalInterface
    private interface Change {
        byte[] of(byte[] stream) throws IOException;
    }

    /** An image encoded, its streams changed, and as many more fragments behind them. */
    private DataSet encoded(Path plain, String syntax, Change change, int more) throws Exception {
        DicomFile file = DicomReader.read(plain, ReadLimits.DEFAULT);
        DataSet dataSet = file.dataSet().copy();
        Path frames = folder.resolve("frames");
        PixelDataEncoder.encode(Image.of(file), syntax, frames, FrameEdit.NONE).putInto(dataSet);
        var element = (Element.Encapsulated) Objects.requireNonNull(dataSet.get(PixelData));
        byte[] all = Files.readAllBytes(frames);
        List<byte[]> streams = new ArrayList<>();
        for (Element.Fragment fragment :
                element.fragments().subList(1, element.fragments().size())) {
            int begin = (int) fragment.position();
            streams.add(change.of(Arrays.copyOfRange(all, begin, begin + (int) fragment.length())));
        }
        for (int i = 0; i < more; i++) {
            streams.add(streams.getFirst());
        }
        dataSet.put(fragments(streams));
        return dataSet;
    }

    private Element fragments(List<byte[]> streams) throws IOException {
        var out = new ByteArrayOutputStream();
        List<Element.Fragment> fragments = new ArrayList<>(List.of(new Element.Fragment(0, 0)));
        for (byte[] stream : streams) {
            int begin = out.size();
            out.writeBytes(stream);
            out.writeBytes(new byte[stream.length & 1]);
            fragments.add(new Element.Fragment(begin, out.size() - begin));
        }
        Path file = Files.write(folder.resolve("fragments"), out.toByteArray());
        return new Element.Encapsulated(PixelData, VR.OB, file, fragments);
    }

    private Path write(DataSet dataSet, String syntax) throws IOException {
        FileMeta meta = Instances.meta(dataSet);
        Path file = folder.resolve("in");
        DicomWriter.write(
                file, new FileMeta(meta.sopClassUid(), meta.sopInstanceUid(), syntax), dataSet);
        return file;
    }

    private static byte[] segment(int marker, byte[] bytes) {
        int length = bytes.length + 2;
        return with(
                new byte[] {(byte) 0xFF, (byte) marker, (byte) (length >> 8), (byte) length},
                bytes);
    }

    private static Change behindStart(byte[] more) {
        return stream ->
                with(Arrays.copyOf(stream, 2), more, Arrays.copyOfRange(stream, 2, stream.length));
    }

    private static Stream<Arguments> streams() {
        byte[] hidden = hidden();
        return Stream.of(
                Arguments.of(Uid.JPEGLSLossless, "a comment", behindStart(segment(0xFE, hidden))),
                Arguments.of(Uid.JPEGLSLossless, "APP8", behindStart(segment(0xE8, hidden))),
                Arguments.of(Uid.JPEGLSLossless, "a tail", (Change) stream -> with(stream, hidden)),
                Arguments.of(Uid.RLELossless, "a tail", (Change) stream -> with(stream, hidden)),
                Arguments.of(
                        Uid.RLELossless,
                        "the rest of the header",
                        (Change)
                                stream -> {
                                    byte[] changed = stream.clone();
                                    System.arraycopy(hidden, 0, changed, 20, hidden.length);
                                    return changed;
                                }));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("streams")
    void lossless_streams_lose_what_no_decoder_needs(String syntax, String what, Change change)
            throws Exception {
        Path plain = Instances.write(image(1, 12, ramp(4095)), folder.resolve("plain"));
        DataSet clean = encoded(plain, syntax, stream -> stream, 0);
        Release untouched = release(write(clean, syntax));
        assertThat(Instances.copyOf(untouched).pixels().removed()).isEmpty();
        Files.delete(folder.resolve("in"));
        Files.delete(folder.resolve("frames"));

        Release release = release(write(encoded(plain, syntax, change, 0), syntax));

        assertGone(release, Unseen.CODESTREAM);
        assertThat(Image.of(copy()).stored(0)).isEqualTo(ramp(4095));
    }

    private static byte[] jpeg() throws IOException {
        var picture =
                new java.awt.image.BufferedImage(
                        SIDE, SIDE, java.awt.image.BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                picture.getRaster().setSample(x, y, 0, (x + y) * 4);
            }
        }
        var out = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpeg", out);
        return out.toByteArray();
    }

    private static DataSet jpegImage(int frames) {
        return image(frames, 8)
                .putInt(BitsAllocated, VR.US, 8)
                .putString(LossyImageCompression, VR.CS, "01");
    }

    @ParameterizedTest
    @CsvSource({"FE", "E1", "E2", "ED", "EE", "EF"})
    void jpeg_loses_comments_and_application_segments(String marker) throws Exception {
        byte[] jpeg = jpeg();
        DataSet dataSet = jpegImage(1);
        byte[] changed = behindStart(segment(Integer.parseInt(marker, 16), hidden())).of(jpeg);
        dataSet.put(fragments(List.of(with(hidden(), changed, hidden()))));

        Release release = release(write(dataSet, Uid.JPEGBaseline8Bit));

        assertGone(release, Unseen.CODESTREAM);
        var element =
                (Element.Encapsulated) Objects.requireNonNull(copy().dataSet().get(PixelData));
        Element.Fragment fragment = element.fragments().get(1);
        byte[] all = Files.readAllBytes(folder.resolve("copy"));
        int begin = (int) fragment.position();
        assertThat(Arrays.copyOfRange(all, begin, begin + jpeg.length)).isEqualTo(jpeg);
        assertThat(fragment.length() - jpeg.length).isBetween(0L, 1L);
    }

    @Test
    void a_jpeg_image_without_such_segments_leaves_byte_for_byte() throws Exception {
        DataSet dataSet = jpegImage(1);
        dataSet.put(fragments(List.of(jpeg())));

        Release release = release(write(dataSet, Uid.JPEGBaseline8Bit));

        assertThat(Instances.copyOf(release).pixels().removed()).isEmpty();
        assertThat(Instances.copyOf(release).pixels().note()).isEmpty();
    }

    @Test
    void fragments_behind_the_declared_frames_are_dropped() throws Exception {
        DataSet dataSet = jpegImage(2);
        dataSet.put(fragments(List.of(jpeg(), jpeg(), with(jpeg(), hidden()))));

        Release release = release(write(dataSet, Uid.JPEGBaseline8Bit));

        assertGone(release, Unseen.FRAMES);
        var element =
                (Element.Encapsulated) Objects.requireNonNull(copy().dataSet().get(PixelData));
        assertThat(element.fragments()).hasSize(3);
    }

    @Test
    void offset_tables_that_lie_are_replaced() throws Exception {
        DataSet dataSet = jpegImage(1);
        dataSet.put(fragments(List.of(jpeg())))
                .put(new Element.Value(ExtendedOffsetTable, VR.OV, Arrays.copyOf(hidden(), 24)))
                .put(new Element.Value(ExtendedOffsetTableLengths, VR.OV, new byte[8]));

        Release release = release(write(dataSet, Uid.JPEGBaseline8Bit));

        assertGone(release, Unseen.OFFSETS);
        assertThat(copy().dataSet().contains(ExtendedOffsetTable)).isFalse();
    }

    @Test
    void names_of_encoders_stay_and_nothing_else_in_their_place() {
        for (String name : List.of("Kakadu-v7.3.3", "Created by OpenJPEG version 2.5.0")) {
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            assertThat(BareStream.namesEncoder(bytes, 0, bytes.length)).as(name).isTrue();
        }
        for (String name :
                List.of("Kakadu-v19570304", "Kakadu-v7.3.3 Quastel", "Created by Ottilie")) {
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            assertThat(BareStream.namesEncoder(bytes, 0, bytes.length)).as(name).isFalse();
        }
    }

    @Test
    void jpeg_2000_loses_comments_of_both_headers_and_what_follows_its_end() throws Exception {
        // SOC, SIZ of one component, a tile-part with a comment, a packet of three bytes, EOC
        byte[] siz = new byte[39];
        siz[35] = 1;
        byte[] head = with(new byte[] {(byte) 0xFF, 0x4F}, segment(0x51, siz));
        byte[] comment = segment(0x64, with(new byte[] {0, 1}, hidden()));
        byte[] data = {(byte) 0xFF, (byte) 0x93, 1, 2, 3};
        int length = 12 + comment.length + data.length;
        byte[] sot = segment(0x90, new byte[] {0, 0, 0, 0, 0, (byte) length, 0, 1});
        byte[] end = {(byte) 0xFF, (byte) 0xD9};

        byte[] bare = BareJpeg2000.of(with(head, comment, sot, comment, data, end, hidden()));

        byte[] emptied = segment(0x64, with(new byte[] {0, 1}, new byte[hidden().length]));
        assertThat(bare).isEqualTo(with(head, sot, emptied, data, end));
    }
}
