package org.medsendx.deidentification.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.*;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.deidentification.Instances;

class AttributeTypesTest {

    private final AttributeTypes.Iod ct = AttributeTypes.get().of(Instances.CT);

    @Test
    void knows_the_types_of_an_iod() {
        assertThat(ct.type(0, SOPInstanceUID)).isEqualTo(AttributeType.ONE);
        assertThat(ct.type(0, StudyDate)).isEqualTo(AttributeType.TWO);
        assertThat(ct.type(0, PatientName)).isEqualTo(AttributeType.TWO);
        assertThat(ct.type(0, SeriesDescription)).isEqualTo(AttributeType.THREE);
    }

    @Test
    void knows_the_types_of_attributes_that_the_table_does_not_name() {
        assertThat(ct.type(0, ImageType)).isEqualTo(AttributeType.ONE);
        assertThat(ct.type(0, Manufacturer)).isEqualTo(AttributeType.TWO);
    }

    @Test
    void knows_the_types_inside_sequences() {
        assertThat(ct.type(ReferencedStudySequence, ReferencedSOPInstanceUID))
                .isEqualTo(AttributeType.ONE);
    }

    @Test
    void takes_the_strictest_demand_for_an_unknown_class() {
        AttributeTypes.Iod unknown = AttributeTypes.get().of("1.2.3.4");

        assertThat(unknown.type(0, ContentDate)).isEqualTo(AttributeType.ONE);
        assertThat(unknown.type(0, PatientAddress)).isEqualTo(AttributeType.THREE);
    }

    @ParameterizedTest
    @CsvSource({
        "X, ONE, DUMMY",
        "X, TWO, EMPTY",
        "X, THREE, REMOVE",
        "X_Z, ONE, DUMMY",
        "X_Z, TWO, EMPTY",
        "X_Z, THREE, REMOVE",
        "X_D, ONE, DUMMY",
        "X_D, THREE, REMOVE",
        "X_Z_D, ONE, DUMMY",
        "X_Z_D, TWO, EMPTY",
        "X_Z_D, THREE, REMOVE",
        "Z, ONE, DUMMY",
        "Z, TWO, EMPTY",
        "Z, THREE, EMPTY",
        "Z_D, ONE, DUMMY",
        "Z_D, TWO, EMPTY",
        "D, THREE, DUMMY",
        "U, THREE, NEW_UID",
        "X_Z_U, THREE, KEEP"
    })
    void chooses_so_that_the_result_stays_valid(
            BasicAction basic, AttributeType type, Action action) {
        assertThat(basic.forType(type)).isEqualTo(action);
    }
}
