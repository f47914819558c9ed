package org.medsendx.deidentification.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.medsendx.deidentification.Instances;

class PseudonymsTest {

    private final PseudonymKey key = Instances.key();

    @Test
    void is_one_patient_in_every_study() {
        var one = Pseudonyms.of(key, "HOSP", "4711", "1.2.3");
        var two = Pseudonyms.of(key, "HOSP", " 4711 ", "1.2.4");

        assertThat(two.patientId()).isEqualTo(one.patientId());
        assertThat(two.shift()).isEqualTo(one.shift());
    }

    @Test
    void does_not_merge_the_equal_ids_of_two_hospitals() {
        var one = Pseudonyms.of(key, "HOSP-A", "4711", "1.2.3");
        var two = Pseudonyms.of(key, "HOSP-B", "4711", "1.2.3");

        assertThat(two.patientId()).isNotEqualTo(one.patientId());
    }

    @Test
    void is_a_patient_of_its_own_per_study_without_an_id() {
        var one = Pseudonyms.of(key, "HOSP", "", "1.2.3");
        var same = Pseudonyms.of(key, "OTHER", null, "1.2.3\0");
        var two = Pseudonyms.of(key, "HOSP", " ", "1.2.4");

        assertThat(same.patientId()).isEqualTo(one.patientId());
        assertThat(two.patientId()).isNotEqualTo(one.patientId());
    }

    @Test
    void shifts_by_one_to_3650_days_over_the_whole_range() {
        var days = new TreeSet<Integer>();
        for (int i = 0; i < 2_000; i++) {
            days.add(Pseudonyms.of(key, "", "p" + i, "1").shift().days());
        }

        assertThat(days).allMatch(d -> d >= 1 && d <= 3650).hasSizeGreaterThan(1_300);
        assertThat(days.first()).isLessThan(40);
        assertThat(days.last()).isGreaterThan(3610);
    }

    @Test
    void fits_the_value_representations() {
        var patient = Pseudonyms.of(key, "HOSP", "4711", "1.2.3");

        assertThat(patient.patientId()).matches("P-[0-9A-F]{16}");
        assertThat(patient.accession("A1")).matches("A[0-9A-F]{15}").hasSizeLessThanOrEqualTo(16);
        assertThat(patient.accession("A1")).isNotEqualTo(patient.accession("A2"));
    }
}
