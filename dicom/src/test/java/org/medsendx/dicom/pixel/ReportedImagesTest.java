package org.medsendx.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.medsendx.dicom.pixel.CodeStreams.COLUMNS;
import static org.medsendx.dicom.pixel.CodeStreams.ROWS;
import static org.medsendx.dicom.pixel.CodeStreams.colour;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.RawDicom;

/**
 * Images that other toolkits were reported to show wrongly or not at all, built anew from what the
 * reports say. Which report each is: docs/tried-reports.md.
 */
class ReportedImagesTest {

    private static final String RLE = Uid.RLELossless;

    @TempDir Path folder;

    private Image read(byte[] bytes) throws Exception {
        return PictureFile.read(folder, bytes);
    }

    /**
     * An RLE frame of segments that are given as they are: header of 64 bytes, then the segments.
     */
    private static byte[] rle(byte[]... segments) {
        var out = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(segments.length);
        int offset = 64;
        for (byte[] segment : segments) {
            header.putInt(offset);
            offset += segment.length;
        }
        out.writeBytes(header.array());
        for (byte[] segment : segments) {
            out.writeBytes(segment);
        }
        return out.toByteArray();
    }

    @Test
    void decodes_rle_segments_of_odd_length() throws Exception {
        // Three literal bytes: a segment of four; a run of three: a segment of two, made odd.
        byte[] high = {2, 1, 2, 3, (byte) 0x80};
        byte[] low = {2, 4, 5, 6};
        byte[] file = PictureFile.of(1, 3, 1, "MONOCHROME2", 16).stream(RLE, rle(high, low));

        assertThat(read(file).stored(0)).containsExactly(0x104, 0x205, 0x306);
    }

    @Test
    void decodes_rle_segments_that_hold_a_byte_too_many() throws Exception {
        byte[] segment = {3, 7, 8, 9, 0, 0};
        byte[] file = PictureFile.of(1, 3, 1, "MONOCHROME2", 8).stream(RLE, rle(segment));

        assertThat(read(file).stored(0)).containsExactly(7, 8, 9);
    }

    @Test
    void reads_single_bit_frames_that_begin_inside_a_byte() throws Exception {
        // 8 frames of 13 x 12 bits, 1248 bits without padding between frames: 156 bytes.
        int size = 13 * 12;
        byte[] bits = new byte[size];
        for (int i = 0; i < 8 * size; i++) {
            if (i % 7 == 0) {
                bits[i / 8] |= (byte) (1 << i % 8);
            }
        }
        RawDicom raw = RawDicom.explicit();
        raw.element(0x00280002, "US", raw.u16(1)).element(0x00280004, "CS", "MONOCHROME2 ");
        raw.element(0x00280008, "IS", "8 ").element(0x00280010, "US", raw.u16(13));
        raw.element(0x00280011, "US", raw.u16(12)).element(0x00280100, "US", raw.u16(1));
        raw.element(0x00280101, "US", raw.u16(1)).element(0x00280102, "US", raw.u16(0));
        raw.element(0x00280103, "US", raw.u16(0)).element(Tag.PixelData, "OB", bits);

        Image image = read(RawDicom.file(RawDicom.EXPLICIT, raw.bytes()));

        for (int frame = 0; frame < 8; frame++) {
            int[] stored = image.stored(frame);
            for (int i = 0; i < size; i++) {
                assertThat(stored[i]).isEqualTo((frame * size + i) % 7 == 0 ? 1 : 0);
            }
        }
    }

    @Test
    void does_not_drift_over_native_frames_of_odd_size() throws Exception {
        byte[] pixels = {1, 2, 3, 4, 5, 6, 7, 8, 9, 0};
        RawDicom raw = RawDicom.explicit();
        raw.element(0x00280002, "US", raw.u16(1)).element(0x00280004, "CS", "MONOCHROME2 ");
        raw.element(0x00280008, "IS", "3 ").element(0x00280010, "US", raw.u16(1));
        raw.element(0x00280011, "US", raw.u16(3)).element(0x00280100, "US", raw.u16(8));
        raw.element(Tag.PixelData, "OB", pixels);

        Image image = read(RawDicom.file(RawDicom.EXPLICIT, raw.bytes()));

        assertThat(image.stored(0)).containsExactly(1, 2, 3);
        assertThat(image.stored(1)).containsExactly(4, 5, 6);
        assertThat(image.stored(2)).containsExactly(7, 8, 9);
    }

    @Test
    void reads_native_frames_with_more_bytes_behind_them() throws Exception {
        byte[] file = PictureFile.of(1, 2, 1, "MONOCHROME2", 8).pixels(1, 2, 9, 9, 9, 9);

        assertThat(read(file).stored(0)).containsExactly(1, 2);
    }

    @Test
    void shows_jpeg_extended_colour_like_baseline_colour() throws Exception {
        byte[] stream = Base64.getDecoder().decode(CodeStreams.BASELINE_COLOUR);
        byte[] baseline =
                PictureFile.of(ROWS, COLUMNS, 3, "YBR_FULL_422", 8).stream(
                        Uid.JPEGBaseline8Bit, stream);
        byte[] extended =
                PictureFile.of(ROWS, COLUMNS, 3, "YBR_FULL_422", 8).stream(
                        Uid.JPEGExtended12Bit, stream);

        byte[] shown = read(extended).render(0).pixels();

        assertThat(shown).isEqualTo(read(baseline).render(0).pixels());
        int far = 0;
        for (int i = 0; i < shown.length; i++) {
            int wanted = colour(i / 3 % COLUMNS, i / 3 / COLUMNS, i % 3);
            far += Math.abs((shown[i] & 255) - wanted) > 60 ? 1 : 0;
        }
        assertThat(far).as("samples far from the colour that went in").isLessThan(shown.length / 5);
    }

    @Test
    void shows_or_refuses_ybr_partial_420_but_never_as_grey_noise() throws Exception {
        byte[] stream = Base64.getDecoder().decode(CodeStreams.BASELINE_COLOUR);
        byte[] file =
                PictureFile.of(ROWS, COLUMNS, 3, "YBR_PARTIAL_420", 8).stream(
                        Uid.JPEGBaseline8Bit, stream);

        try {
            assertThat(read(file).render(0).channels()).isEqualTo(3);
        } catch (UnsupportedImageException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Test
    void finds_the_frames_of_fragments_of_differing_size_without_an_offset_table()
            throws Exception {
        byte[] first = rle(new byte[] {2, 1, 2, 3});
        byte[] second = rle(new byte[] {2, 4, 5, 6, (byte) 0x80, (byte) 0x80});
        byte[] file =
                PictureFile.of(1, 3, 1, "MONOCHROME2", 8).with(0x00280008, "IS", "2").stream(
                        RLE, first, second);

        Image image = read(file);

        assertThat(image.stored(0)).containsExactly(1, 2, 3);
        assertThat(image.stored(1)).containsExactly(4, 5, 6);
    }

    @Test
    void joins_one_rle_frame_that_was_cut_into_many_fragments() throws Exception {
        byte[] frame = rle(new byte[] {2, 1, 2, 3}, new byte[] {2, 4, 5, 6});
        byte[][] pieces = new byte[frame.length / 8][];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = Arrays.copyOfRange(frame, i * 8, i * 8 + 8);
        }
        byte[] file = PictureFile.of(1, 3, 1, "MONOCHROME2", 16).stream(RLE, pieces);

        assertThat(read(file).stored(0)).containsExactly(0x104, 0x205, 0x306);
    }

    @Test
    void finds_the_frames_although_the_basic_offset_table_is_wrong() throws Exception {
        byte[] first = rle(new byte[] {2, 1, 2, 3});
        byte[] second = rle(new byte[] {2, 4, 5, 6});
        RawDicom raw = RawDicom.explicit();
        for (long[] table : new long[][] {{0}, {0, 7}, {0, 1 << 20}, {76, 0}, {0, 76, 152}}) {
            RawDicom file = RawDicom.explicit();
            file.element(0x00280002, "US", raw.u16(1)).element(0x00280004, "CS", "MONOCHROME2 ");
            file.element(0x00280008, "IS", "2 ").element(0x00280010, "US", raw.u16(1));
            file.element(0x00280011, "US", raw.u16(3)).element(0x00280100, "US", raw.u16(8));
            ByteBuffer offsets = ByteBuffer.allocate(4 * table.length);
            offsets.order(ByteOrder.LITTLE_ENDIAN);
            for (long offset : table) {
                offsets.putInt((int) offset);
            }
            file.header(Tag.PixelData, "OB", RawDicom.UNDEFINED).item(offsets.array());
            file.item(first).item(second).sequenceDelimiter();

            Image image = read(RawDicom.file(RLE, file.bytes()));

            assertThat(image.stored(0)).containsExactly(1, 2, 3);
            assertThat(image.stored(1)).containsExactly(4, 5, 6);
        }
    }

    @Test
    void shows_a_palette_in_colour() throws Exception {
        RawDicom raw = RawDicom.explicit();
        raw.element(0x00280002, "US", raw.u16(1)).element(0x00280004, "CS", "PALETTE COLOR ");
        raw.element(0x00280010, "US", raw.u16(1)).element(0x00280011, "US", raw.u16(2));
        raw.element(0x00280100, "US", raw.u16(8)).element(0x00280101, "US", raw.u16(8));
        byte[] descriptor = {2, 0, 0, 0, 16, 0};
        for (int tag : new int[] {0x00281101, 0x00281102, 0x00281103}) {
            raw.element(tag, "US", descriptor);
        }
        raw.element(0x00281201, "OW", new byte[] {0, 0, 0, (byte) 255});
        raw.element(0x00281202, "OW", new byte[] {0, (byte) 255, 0, 0});
        raw.element(0x00281203, "OW", new byte[] {0, 0, 0, 0x40});
        raw.element(Tag.PixelData, "OB", new byte[] {0, 1});

        byte[] shown = read(RawDicom.file(RawDicom.EXPLICIT, raw.bytes())).render(0).pixels();

        // Entries of 16 bits whose low byte is 0, as most writers have them: a shift makes 255 of
        // them, a division 254.
        int[] wanted = {0, 255, 0, 255, 0, 0x40};
        for (int i = 0; i < wanted.length; i++) {
            assertThat(shown[i] & 255).isBetween(wanted[i] - 1, wanted[i]);
        }
    }

    @Test
    void refuses_pixel_data_that_is_shorter_than_its_image() {
        byte[] file = PictureFile.of(2, 2, 1, "MONOCHROME2", 16).pixels(1, 2, 3, 4);

        assertThatThrownBy(() -> read(file).stored(0))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("pixel-data-length");
    }
}
