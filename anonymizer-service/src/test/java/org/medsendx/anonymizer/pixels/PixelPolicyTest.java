package org.medsendx.anonymizer.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.*;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.anonymizer.Instances;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.VR;

class PixelPolicyTest {

    private final DataSet dataSet = Instances.ct();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.840.10008.5.1.4.1.1.7",
                "1.2.840.10008.5.1.4.1.1.7.1",
                "1.2.840.10008.5.1.4.1.1.7.4",
                "1.2.840.10008.5.1.4.1.1.6.1",
                "1.2.840.10008.5.1.4.1.1.3.1"
            })
    void refuses_secondary_capture_and_ultrasound(String sopClass) {
        assertThat(PixelPolicy.refusal(sopClass, dataSet)).isEqualTo(SOPClassUID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"YES", "yes ", "Y"})
    void refuses_what_says_that_it_is_annotated(String value) {
        dataSet.put(Instances.text(BurnedInAnnotation, VR.CS, value));

        assertThat(PixelPolicy.refusal(Instances.CT, dataSet)).isEqualTo(BurnedInAnnotation);
    }

    @Test
    void refuses_ultrasound_in_a_class_that_is_not_known_for_it() {
        dataSet.putString(Modality, VR.CS, "US");

        assertThat(PixelPolicy.refusal("1.2.3", dataSet)).isEqualTo(Modality);
    }

    @Test
    void refuses_screen_saves_and_overlays_within_the_pixels() {
        DataSet screen = Instances.ct();
        screen.putString(ImageType, VR.CS, "DERIVED", "SECONDARY", "SCREEN SAVE");
        dataSet.putInt(OverlayBitPosition + 0x20000, VR.US, 12);

        assertThat(PixelPolicy.refusal(Instances.CT, screen)).isEqualTo(ImageType);
        assertThat(PixelPolicy.refusal(Instances.CT, dataSet)).isEqualTo(0x60020102);
    }

    @Test
    void lets_a_plain_ct_pass() {
        dataSet.putString(BurnedInAnnotation, VR.CS, "NO");

        assertThat(PixelPolicy.refusal(Instances.CT, dataSet)).isNull();
    }
}
