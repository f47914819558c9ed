package org.medsendx.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.FileMeta;

class OverlayTest {

    private static DataSet plane(DataSet dataSet, int offset, int rows, int columns) {
        dataSet.putInt(Tag.OverlayRows + offset, VR.US, rows);
        dataSet.putInt(Tag.OverlayColumns + offset, VR.US, columns);
        dataSet.putInt(Tag.OverlayOrigin + offset, VR.SS, 2, -3);
        dataSet.putInt(Tag.OverlayBitsAllocated + offset, VR.US, 1);
        return dataSet.putInt(Tag.OverlayBitPosition + offset, VR.US, 0);
    }

    @Test
    void reads_the_bits_of_a_plane_and_where_it_lies() throws Exception {
        Image image = Picture.grey(4, 4, 8, 8, false).frames(2).image();
        plane(image.file().dataSet(), 0x20000, 3, 5)
                .put(new Value(Tag.OverlayData + 0x20000, VR.OB, new byte[] {0b01010011, 0b1100}));
        List<Overlay> overlays = Overlay.of(image);

        assertThat(overlays)
                .containsExactly(
                        new Overlay(0x6002, 3, 5, 2, -3, 0, Overlay.EVERY_FRAME, Overlay.SEPARATE));
        assertThat(overlays.getFirst().covers(1)).isTrue();
        assertThat(overlays.getFirst().bits(image, 1))
                .containsExactly(1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0);
    }

    @Test
    void reads_frames_that_begin_within_bytes_and_stand_over_later_frames_of_the_image()
            throws Exception {
        Image image = Picture.grey(4, 4, 8, 8, false).frames(9).image();
        DataSet dataSet = plane(image.file().dataSet(), 0, 3, 3);
        dataSet.putInt(Tag.NumberOfFramesInOverlay, VR.IS, 3);
        dataSet.putInt(Tag.ImageFrameOrigin, VR.US, 4);
        // frames of 9 bits: 1.. all set, the second empty, the third its first and last
        dataSet.put(
                new Value(
                        Tag.OverlayData,
                        VR.OW,
                        new byte[] {(byte) 0xFF, 0b00000001, 0b00000100, 0b100}));
        Overlay overlay = Overlay.of(image).getFirst();

        assertThat(overlay.covers(2)).isFalse();
        assertThat(overlay.bits(image, 3)).containsOnly(1);
        assertThat(overlay.bits(image, 4)).containsOnly(0);
        assertThat(overlay.bits(image, 5)).containsExactly(1, 0, 0, 0, 0, 0, 0, 0, 1);
        assertThat(overlay.covers(6)).isFalse();
    }

    @Test
    void exchanges_the_bytes_of_big_endian_words() throws Exception {
        var dataSet = new DataSet(true);
        dataSet.putInt(Tag.Rows, VR.US, 1).putInt(Tag.Columns, VR.US, 1);
        dataSet.putInt(Tag.BitsAllocated, VR.US, 8);
        dataSet.put(new Value(Tag.PixelData, VR.OB, new byte[2]));
        plane(dataSet, 0, 3, 4).put(new Value(Tag.OverlayData, VR.OW, new byte[] {0b1000, 1}));
        Image image =
                Image.of(
                        new DicomFile(
                                Path.of("none"),
                                new FileMeta(null, null, Uid.ExplicitVRBigEndian),
                                0,
                                dataSet));

        assertThat(Overlay.of(image).getFirst().bits(image, 0))
                .containsExactly(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    }

    @Test
    void finds_planes_that_are_embedded_in_the_pixels() throws Exception {
        DataSet dataSet = Picture.grey(1, 4, 16, 12, true).image().file().dataSet();
        dataSet.put(
                new Value(
                        Tag.PixelData,
                        VR.OW,
                        new byte[] {1, (byte) 0x80, 2, 0x10, 3, (byte) 0x8F, 4, 0}));
        dataSet.putInt(Tag.OverlayBitsAllocated, VR.US, 16);
        dataSet.putInt(Tag.OverlayBitPosition, VR.US, 15);
        Image image = Picture.grey(1, 4, 16, 12, true).image(dataSet);
        Overlay overlay = Overlay.of(image).getFirst();

        assertThat(overlay.embedded()).isTrue();
        assertThat(overlay.bits(image, 0)).containsExactly(1, 0, 1, 0);
        assertThat(image.stored(0)).containsExactly(1, 2, -253, 4);
    }

    @Test
    void passes_over_planes_without_a_size_and_refuses_data_that_is_too_short() throws Exception {
        Image image = Picture.grey(4, 4, 8, 8, false).image();
        image.file().dataSet().putInt(Tag.OverlayRows, VR.US, 3);
        assertThat(Overlay.of(image)).isEmpty();

        plane(image.file().dataSet(), 0, 0xFFFF, 0xFFFF)
                .put(new Value(Tag.OverlayData, VR.OB, new byte[2]));
        assertThat(Overlay.of(image)).isEmpty();

        // 17 bits in two bytes: the last one is left out
        plane(image.file().dataSet(), 0, 1, 17);
        assertThat(Overlay.of(image).getFirst().bits(image, 0)).hasSize(17);

        plane(image.file().dataSet(), 0, 4, 6);
        Overlay overlay = Overlay.of(image).getFirst();
        assertThatThrownBy(() -> overlay.bits(image, 0))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("overlay-data");
    }
}
