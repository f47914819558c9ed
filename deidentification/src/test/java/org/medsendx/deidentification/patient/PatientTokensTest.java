package org.medsendx.deidentification.patient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.*;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.deidentification.Instances;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.VR;

class PatientTokensTest {

    private final PatientTokens tokens = PatientTokens.of(Instances.ct());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BRANDTM\u00dcLLER",
                "Scan of brandtmuller",
                "Elodie B.",
                "xELODIEx",
                "id QZ-4711-0815-K",
                "qz47110815k",
                "AZ-55817-12",
                "born 1961-04-12",
                "12.04.1961",
                "19610412",
                "for Dr Hollerbach"
            })
    void finds_the_subject_in_its_common_forms(String text) {
        assertThat(tokens.in(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Thorax axial", "Model 64", "1961", "K", "Scanners Inc"})
    void finds_nothing_where_nothing_is(String text) {
        assertThat(tokens.in(text)).isFalse();
    }

    @Test
    void removes_the_words_that_tell() {
        assertThat(tokens.removedFrom("Scanner of Brandtm\u00fcllerE1 v2"))
                .isEqualTo("Scanner of v2");
        assertThat(tokens.removedFrom("BRANDTM\u00dcLLER^ELODIE")).isEmpty();
    }

    @Test
    void takes_short_names_as_whole_words_only() {
        var li = PatientTokens.of(patient("Li^Bo", "1"));

        assertThat(li.in("seen by Li")).isTrue();
        assertThat(li.in("oblique, lines, light")).isFalse();
    }

    @Test
    void takes_clinical_words_and_words_for_nobody_for_no_names() {
        var hand = PatientTokens.of(patient("Hand^Anonymous", "0"));

        assertThat(hand.size()).isZero();
        assertThat(hand.in("Hand ap")).isFalse();
    }

    @Test
    void finds_two_ideographs_inside_a_word() {
        var dataSet = new DataSet();
        dataSet.putString(SpecificCharacterSet, VR.CS, "ISO_IR 192");
        dataSet.putString(PatientName, VR.PN, "Yamada^Tarou=\u5c71\u7530^\u592a\u90ce");
        var yamada = PatientTokens.of(dataSet);

        assertThat(yamada.in("\u60a3\u8005\u5c71\u7530\u69d8")).isTrue();
    }

    private static DataSet patient(String name, String id) {
        var dataSet = new DataSet();
        dataSet.putString(PatientName, VR.PN, name);
        dataSet.putString(PatientID, VR.LO, id);
        return dataSet;
    }
}
