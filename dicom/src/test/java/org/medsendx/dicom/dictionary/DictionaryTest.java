package org.medsendx.dicom.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DictionaryTest {

    @Test
    void knows_the_standard_attributes() {
        assertThat(Dictionary.edition()).isEqualTo("PS3.6 2025b");
        assertThat(Dictionary.entry(Tag.PatientName))
                .isEqualTo(
                        new Dictionary.Entry(
                                0x00100010, "PatientName", List.of(VR.PN), "1", false));
        assertThat(Dictionary.entry("PixelSpacing"))
                .satisfies(entry ->
                        assertThat(Objects.requireNonNull(entry).tag())
                                .isEqualTo(Tag.PixelSpacing));
        assertThat(Dictionary.keyword(0x00081120)).isEqualTo("ReferencedPatientSequence");
    }

    @Test
    void finds_repeating_groups() {
        assertThat(Dictionary.keyword(0x60023000)).isEqualTo("OverlayData");
        assertThat(Dictionary.keyword(0x50FE0005)).isEqualTo("CurveDimensions");
        assertThat(Dictionary.keyword(0x00203102)).isEqualTo("SourceImageIDs");
        assertThat(Dictionary.entry(0x60013000)).isNull();
    }

    @Test
    void gives_a_vr_to_every_tag() {
        assertThat(Dictionary.vr(Tag.PixelData)).isEqualTo(VR.OW);
        assertThat(Dictionary.vr(0x00080000)).isEqualTo(VR.UL);
        assertThat(Dictionary.vr(0x00090010)).isEqualTo(VR.LO);
        assertThat(Dictionary.vr(0x00091001)).isEqualTo(VR.UN);
        assertThat(Dictionary.vr(0x00080009)).isEqualTo(VR.UN);
    }

    @Test
    void names_storage_classes_and_transfer_syntaxes() {
        assertThat(Uid.storageClasses())
                .contains(Uid.CTImageStorage, Uid.BreastTomosynthesisImageStorage)
                .doesNotContain(Uid.Verification, Uid.StorageCommitmentPushModel)
                .hasSizeGreaterThan(190);
        assertThat(Uid.transferSyntaxes()).contains(Uid.RLELossless).doesNotContain("1.2.3");
        assertThat(Uid.name(Uid.CTImageStorage)).isEqualTo("CT Image Storage");
        assertThat(Uid.name("1.2.3")).isEmpty();
    }

    @Test
    void finds_vrs_by_their_code() {
        for (VR vr : VR.values()) {
            assertThat(VR.of(vr.name().charAt(0), vr.name().charAt(1))).isEqualTo(vr);
        }
        assertThat(VR.of('Z', 'Z')).isNull();
        assertThat(VR.of(0, 0xFF)).isNull();
    }
}
