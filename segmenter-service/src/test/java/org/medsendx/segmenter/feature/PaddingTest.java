package org.medsendx.segmenter.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

class PaddingTest {

    private static final ValueScale PLAIN = new ValueScale(1, 0, ValueScale.STORED);
    private static final ValueScale CT = new ValueScale(1, -1024, ValueScale.HOUNSFIELD);

    @Test
    void takes_out_a_declared_value_and_no_other() {
        var header = new DataSet().putInt(Tag.PixelPaddingValue, VR.US, 0);

        var padding = Padding.of(header, 16, false, PLAIN);

        assertThat(padding.contains(0)).isTrue();
        assertThat(padding.contains(1)).isFalse();
    }

    @Test
    void takes_out_a_declared_range_given_in_either_order() {
        var header =
                new DataSet()
                        .putInt(Tag.PixelPaddingValue, VR.US, 4095)
                        .putInt(Tag.PixelPaddingRangeLimit, VR.US, 4000);

        var padding = Padding.of(header, 16, false, PLAIN);

        assertThat(padding.contains(4000)).isTrue();
        assertThat(padding.contains(4095)).isTrue();
        assertThat(padding.contains(3999)).isFalse();
    }

    @Test
    void reads_a_value_of_signed_pixels_that_was_written_unsigned() {
        var header = new DataSet().putInt(Tag.PixelPaddingValue, VR.US, 63536);

        assertThat(Padding.of(header, 16, true, PLAIN).contains(-2000)).isTrue();
    }

    @Test
    void takes_out_ct_corners_that_no_tissue_can_be_although_nothing_declares_them() {
        var padding = Padding.of(new DataSet(), 16, true, CT);

        assertThat(padding.contains(-2000 + 1024)).isTrue();
        assertThat(padding.contains(-1500 + 1024)).isFalse();
        assertThat(padding.contains(-1024 + 1024)).isFalse();
    }
}
