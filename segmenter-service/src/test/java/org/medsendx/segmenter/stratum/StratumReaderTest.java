package org.medsendx.segmenter.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

class StratumReaderTest {

    @Test
    void names_a_scan_by_modality_body_part_protocol_and_kv_band() {
        var header =
                new DataSet()
                        .putString(Tag.Modality, VR.CS, "CT")
                        .putString(Tag.BodyPartExamined, VR.CS, "CHEST")
                        .putString(Tag.ProtocolName, VR.LO, "Chest routine 1.5mm")
                        .putString(Tag.KVP, VR.DS, "120");

        assertThat(StratumReader.read(header).id())
                .isEqualTo("CT|CHEST|CHEST_ROUTINE_1_5MM|120-129");
    }

    @Test
    void says_none_for_what_is_missing() {
        assertThat(StratumReader.read(new DataSet()).id()).isEqualTo("OT|NONE|NONE|NONE");
    }

    @ParameterizedTest
    @CsvSource({"28,20-29", "79.9,70-79", "80,80-89", "0,NONE", "-5,NONE", "1e9,NONE"})
    void puts_the_tube_voltage_into_bands_of_ten(String kv, String band) {
        var header = new DataSet().putString(Tag.KVP, VR.DS, kv);

        assertThat(StratumReader.read(header).kvBand()).isEqualTo(band);
    }

    @Test
    void takes_the_view_of_a_radiograph_without_a_protocol() {
        var header =
                new DataSet()
                        .putString(Tag.Modality, VR.CS, "MG")
                        .putString(Tag.ViewPosition, VR.CS, "MLO");

        assertThat(StratumReader.read(header).protocol()).isEqualTo("MLO");
    }

    @Test
    void keeps_scouts_apart_from_slices() {
        var header =
                new DataSet()
                        .putString(Tag.Modality, VR.CS, "CT")
                        .putString(Tag.ImageType, VR.CS, "ORIGINAL", "PRIMARY", "LOCALIZER")
                        .putString(Tag.ProtocolName, VR.LO, "Routine");

        assertThat(StratumReader.read(header).protocol()).isEqualTo("LOCALIZER");
    }

    @ParameterizedTest
    @CsvSource({
        "'Sch\u00e4del nativ',SCHADEL_NATIV",
        "'__',NONE",
        "'--a--',A",
        "'  ',NONE",
        "'\u5934\u90e8',NONE"
    })
    void brings_any_text_into_the_allowed_form(String text, String part) {
        assertThat(StratumReader.part(text)).isEqualTo(part);
    }

    @Test
    void cuts_what_is_too_long() {
        assertThat(StratumReader.part("x".repeat(500))).hasSize(64);
    }

    @Test
    void tells_further_parts_from_lists_forms_and_bands() {
        var header =
                new DataSet()
                        .putString(Tag.Modality, VR.CS, "CT")
                        .putString(Tag.Manufacturer, VR.LO, "GE MEDICAL SYSTEMS")
                        .putString(Tag.ManufacturerModelName, VR.LO, "LightSpeed Ultra")
                        .putString(Tag.ConvolutionKernel, VR.SH, "B30s")
                        .putString(Tag.SliceThickness, VR.DS, "1.25")
                        .putString(Tag.ContrastBolusAgent, VR.LO, "ISOVUE300/100");

        var stratum = StratumReader.read(header);

        assertThat(stratum.id()).isEqualTo("CT|NONE|NONE|NONE");
        assertThat(stratum.fineId())
                .isEqualTo("CT|NONE|NONE|NONE|GE|LIGHTSPEED|B30S|1-2|YES|NONE|NONE|NONE");
    }

    @Test
    void tells_view_intent_and_thickness_of_a_mammogram() {
        var header =
                new DataSet()
                        .putString(Tag.Modality, VR.CS, "MG")
                        .putString(Tag.Manufacturer, VR.LO, "HOLOGIC, Inc.")
                        .putString(Tag.ManufacturerModelName, VR.LO, "Selenia Dimensions")
                        .putString(Tag.PresentationIntentType, VR.CS, "FOR PROCESSING")
                        .putString(Tag.ViewPosition, VR.CS, "MLO")
                        .putString(Tag.BodyPartThickness, VR.DS, "58");

        var stratum = StratumReader.read(header);

        assertThat(stratum.fineId())
                .isEqualTo(
                        "MG|NONE|MLO|NONE|HOLOGIC|SELENIA_DIMENSIONS|NONE|NONE|NONE|PROCESSING|MLO|40-59");
    }

    @ParameterizedTest
    @CsvSource({
        "0.5,0-1", "1,1-2", "2.5,2-3", "3,3-5", "5,5-8", "10,8-50", "0,NONE", "-1,NONE", "60,NONE"
    })
    void puts_the_slice_thickness_into_bands(String mm, String band) {
        var header = new DataSet().putString(Tag.SliceThickness, VR.DS, mm);

        assertThat(StratumReader.read(header).sliceBand()).isEqualTo(band);
    }

    @Test
    void lets_no_word_that_somebody_typed_into_the_further_parts() {
        var header = new DataSet().putString(Tag.Modality, VR.CS, "CT");
        for (int tag :
                new int[] {
                    Tag.Manufacturer,
                    Tag.ManufacturerModelName,
                    Tag.ConvolutionKernel,
                    Tag.PresentationIntentType,
                    Tag.ViewPosition,
                    Tag.ContrastBolusAgent
                }) {
            header.putString(tag, VR.LO, "Doe^Jane 1961-03-04");
        }

        var stratum = StratumReader.read(header);

        assertThat(stratum.fineId()).doesNotContain("DOE", "JANE", "1961");
        assertThat(stratum.make()).isEqualTo("OTHER");
        assertThat(stratum.model()).isEqualTo("OTHER");
        assertThat(stratum.kernel()).isEqualTo("OTHER");
        assertThat(stratum.view()).isEqualTo("OTHER");
        assertThat(stratum.contrast()).isEqualTo("YES");
    }

    @Test
    void does_not_know_whether_there_was_contrast_when_the_agent_was_taken_out() {
        var emptied =
                new DataSet()
                        .putString(Tag.Modality, VR.CS, "CT")
                        .putString(Tag.ContrastBolusAgent, VR.LO, "");

        assertThat(StratumReader.read(emptied).contrast()).isEqualTo("NONE");
        assertThat(
                        StratumReader.read(new DataSet().putString(Tag.Modality, VR.CS, "CT"))
                                .contrast())
                .isEqualTo("NO");
    }
}
