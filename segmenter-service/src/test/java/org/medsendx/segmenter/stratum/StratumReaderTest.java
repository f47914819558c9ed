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
}
