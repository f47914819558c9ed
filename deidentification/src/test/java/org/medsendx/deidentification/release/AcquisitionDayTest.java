package org.medsendx.deidentification.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.*;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.VR;

class AcquisitionDayTest {

    private static final LocalDate TODAY = LocalDate.of(2024, 3, 11);

    @ParameterizedTest
    @ValueSource(strings = {"20240312", "20240310", "19850101"})
    void believes_days_that_can_be(String day) {
        assertThat(AcquisitionDay.of(header(day), TODAY)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"20990101", "20240313", "19841231", "19700101", "19000101"})
    void believes_no_day_that_cannot_be_whatever_the_other_dates_say(String day) {
        DataSet header = header(day).putString(StudyDate, VR.DA, "20240310");

        assertThat(AcquisitionDay.of(header, TODAY)).isNull();
    }

    @Test
    void believes_no_day_before_the_birth_of_the_patient() {
        DataSet header = header("20100101").putString(PatientBirthDate, VR.DA, "20110101");

        assertThat(AcquisitionDay.of(header, TODAY)).isNull();
    }

    @Test
    void takes_the_day_of_a_date_and_time() {
        DataSet header = new DataSet().putString(AcquisitionDateTime, VR.DT, "20240310235959+0100");

        assertThat(AcquisitionDay.of(header, TODAY)).isEqualTo(LocalDate.of(2024, 3, 10));
    }

    private static DataSet header(String day) {
        return new DataSet().putString(AcquisitionDate, VR.DA, day);
    }
}
