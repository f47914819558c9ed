package org.medsendx.deidentification.patient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.*;

import org.junit.jupiter.api.Test;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.VR;

class InstitutionWordsTest {

    private final DataSet header =
            new DataSet()
                    .putString(InstitutionName, VR.LO, "Klinik Unterlindau Radiology")
                    .putString(InstitutionAddress, VR.ST, "Mattenweg 4, Oberkirchental")
                    .putString(InstitutionalDepartmentName, VR.LO, "Mammography Rosenhof")
                    .putString(StationName, VR.SH, "ACME-MATTENHOF")
                    .putString(Manufacturer, VR.LO, "ACME")
                    .putSequence(
                            RequestAttributesSequence,
                            new DataSet()
                                    .putString(
                                            ScheduledProcedureStepLocation, VR.SH, "Turmzimmer"));

    @Test
    void finds_the_names_of_places_as_whole_words_at_every_depth() {
        PatientTokens tokens = PatientTokens.of(header);

        for (String text :
                new String[] {
                    "sent from UNTERLINDAU",
                    "Oberkirchental",
                    "at rosenhof",
                    "mattenhof 2",
                    "Turmzimmer"
                }) {
            assertThat(tokens.in(text)).as(text).isTrue();
        }
        assertThat(tokens.removedFrom("CT head Unterlindau late")).isEqualTo("CT head late");
    }

    @Test
    void spares_clinical_words_common_ones_and_those_of_the_maker() {
        PatientTokens tokens = PatientTokens.of(header);

        for (String text :
                new String[] {"Radiology", "Mammography", "Klinik", "ACME", "Unterlindauer"}) {
            assertThat(tokens.in(text)).as(text).isFalse();
        }
    }

    @Test
    void spares_what_the_profile_keeps() {
        PatientTokens tokens = PatientTokens.of(header, tag -> tag == InstitutionName);

        assertThat(tokens.in("Unterlindau")).isFalse();
        assertThat(tokens.in("Oberkirchental")).isTrue();
    }
}
