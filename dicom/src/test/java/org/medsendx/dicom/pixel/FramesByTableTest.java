package org.medsendx.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.RawDicom;
import org.medsendx.dicom.io.ReadLimits;

/** Two RLE frames, the first in two fragments: only an offset table tells them apart. */
class FramesByTableTest {

    private static final String RLE = "1.2.840.10008.1.2.5";

    @TempDir Path folder;

    /** One segment: a run of four pixels of this grey. */
    private static byte[] frame(int grey) {
        byte[] stream = new byte[66];
        stream[0] = 1;
        stream[4] = 64;
        stream[64] = -3;
        stream[65] = (byte) grey;
        return stream;
    }

    private static byte[] table(int bytes, long... offsets) {
        ByteBuffer table = ByteBuffer.allocate(bytes * offsets.length);
        table.order(ByteOrder.LITTLE_ENDIAN);
        for (long offset : offsets) {
            if (bytes == 4) {
                table.putInt((int) offset);
            } else {
                table.putLong(offset);
            }
        }
        return table.array();
    }

    private Image image(byte[] basic, byte[] extended)
            throws IOException, UnsupportedImageException {
        RawDicom raw = RawDicom.explicit().element(0x00280002, "US", new byte[] {1, 0});
        raw.element(0x00280004, "CS", "MONOCHROME2 ").element(0x00280008, "IS", "2 ");
        raw.element(0x00280010, "US", raw.u16(2)).element(0x00280011, "US", raw.u16(2));
        raw.element(0x00280100, "US", raw.u16(8)).element(0x00280101, "US", raw.u16(8));
        raw.element(0x00280102, "US", raw.u16(7)).element(0x00280103, "US", raw.u16(0));
        if (extended.length > 0) {
            raw.element(0x7FE00001, "OV", extended);
        }
        byte[] first = frame(7);
        raw.header(0x7FE00010, "OB", RawDicom.UNDEFINED).item(basic);
        raw.item(Arrays.copyOf(first, 60));
        raw.item(Arrays.copyOfRange(first, 60, 66)).item(frame(9)).sequenceDelimiter();
        byte[] file = RawDicom.file(RLE, raw.bytes());
        // the extended table is left in the file, as a long one is
        var limits = new ReadLimits(12, 1 << 20, 8);
        return Image.of(DicomReader.read(RawDicom.write(folder, file), limits));
    }

    private void bothFramesAreThere(byte[] basic, byte[] extended) throws Exception {
        Image image = image(basic, extended);

        assertThat(image.stored(0)).containsOnly(7);
        assertThat(image.stored(1)).containsOnly(9);
    }

    private void isRefused(byte[] basic, byte[] extended) throws Exception {
        Image image = image(basic, extended);

        assertThatThrownBy(() -> image.stored(1))
                .isInstanceOfSatisfying(
                        UnsupportedImageException.class,
                        e -> assertThat(e.code()).isEqualTo("offset-table"));
    }

    @Test
    void the_basic_table_tells() throws Exception {
        bothFramesAreThere(table(4, 0, 82), new byte[0]);
    }

    @Test
    void the_extended_table_tells_when_the_basic_one_is_empty() throws Exception {
        bothFramesAreThere(new byte[0], table(8, 0, 82));
    }

    @Test
    void the_basic_table_tells_when_the_extended_one_is_partial() throws Exception {
        bothFramesAreThere(table(4, 0, 82), table(8, 0));
    }

    @Test
    void an_empty_or_partial_table_is_no_guess() throws Exception {
        isRefused(new byte[0], new byte[0]);
        isRefused(table(4, 0), new byte[0]);
    }

    @Test
    void an_offset_that_is_no_fragment_s_is_refused() throws Exception {
        isRefused(table(4, 0, 80), new byte[0]);
        isRefused(table(4, 0, 4000), new byte[0]);
        isRefused(table(4, 82, 0), new byte[0]);
        isRefused(new byte[0], table(8, 0, -82));
    }
}
