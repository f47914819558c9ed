package org.medsendx.segmenter.qa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.qa.HeaderChecks.Check;

class HeaderChecksTest {

    @Test
    void passes_a_header_with_all_marks() {
        assertThat(HeaderChecks.of(marked(), "TRUCK1")).allMatch(Check::passed);
    }

    @Test
    void finds_every_mark_missing_in_an_original() {
        var original =
                new DataSet()
                        .putString(Tag.PatientBirthDate, VR.DA, "19700101")
                        .putString(Tag.StationName, VR.SH, "OTHER")
                        .putString(Tag.BurnedInAnnotation, VR.CS, "YES");

        assertThat(HeaderChecks.of(original, "TRUCK1")).noneMatch(Check::passed);
    }

    @Test
    void shows_no_value_of_the_file() {
        var header = marked().putString(Tag.PatientBirthDate, VR.DA, "19700101");

        assertThat(HeaderChecks.of(header, "TRUCK1").toString())
                .doesNotContain("19700101", "TRUCK1");
    }

    private static DataSet marked() {
        return new DataSet()
                .putString(Tag.PatientIdentityRemoved, VR.CS, "YES")
                .putString(Tag.DeidentificationMethod, VR.LO, "Basic Profile")
                .putSequence(
                        Tag.DeidentificationMethodCodeSequence,
                        new DataSet().putString(Tag.CodeValue, VR.SH, "113100"))
                .putString(Tag.LongitudinalTemporalInformationModified, VR.CS, "MODIFIED")
                .putString(Tag.PatientBirthDate, VR.DA)
                .putString(Tag.StationName, VR.SH, "TRUCK1");
    }
}
