package org.medsendx.deidentification.rules;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.medsendx.dicom.dictionary.Tag.*;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.medsendx.dicom.dictionary.Dictionary;

class ActionTableTest {

    private final ActionTable table = ActionTable.get();

    @Test
    void holds_all_rows_of_the_edition() {
        assertThat(table.edition()).isEqualTo("PS3.15 2025b, Table E.1-1");
        assertThat(table.rows()).hasSize(647).doesNotHaveDuplicates();
        // Private attributes, curves and two overlay rows stand for many attributes.
        assertThat(table.byTag()).hasSize(643);
    }

    @Test
    void holds_every_action_as_often_as_the_standard() {
        Map<BasicAction, Long> counts =
                table.rows().stream().collect(groupingBy(ActionTable.Row::basic, counting()));

        assertThat(counts)
                .containsOnly(
                        entry(BasicAction.X, 409L),
                        entry(BasicAction.D, 92L),
                        entry(BasicAction.U, 55L),
                        entry(BasicAction.Z, 42L),
                        entry(BasicAction.X_D, 22L),
                        entry(BasicAction.X_Z, 11L),
                        entry(BasicAction.X_Z_D, 8L),
                        entry(BasicAction.Z_D, 6L),
                        entry(BasicAction.X_Z_U, 2L));
    }

    @Test
    void holds_every_option_column() {
        assertThat(count(Option.SAFE_PRIVATE, Option.Effect.CLEAN)).isEqualTo(1);
        assertThat(count(Option.UIDS, Option.Effect.KEEP)).isEqualTo(60);
        assertThat(count(Option.DEVICE, Option.Effect.KEEP)).isEqualTo(46);
        assertThat(count(Option.DEVICE, Option.Effect.CLEAN)).isEqualTo(11);
        assertThat(count(Option.INSTITUTION, Option.Effect.KEEP)).isEqualTo(10);
        assertThat(count(Option.PATIENT, Option.Effect.KEEP)).isEqualTo(14);
        assertThat(count(Option.PATIENT, Option.Effect.CLEAN)).isEqualTo(5);
        assertThat(count(Option.FULL_DATES, Option.Effect.KEEP)).isEqualTo(169);
        assertThat(count(Option.MODIFIED_DATES, Option.Effect.CLEAN)).isEqualTo(169);
        assertThat(count(Option.DESCRIPTORS, Option.Effect.CLEAN)).isEqualTo(134);
        assertThat(count(Option.STRUCTURED_CONTENT, Option.Effect.CLEAN)).isEqualTo(3);
        assertThat(count(Option.GRAPHICS, Option.Effect.CLEAN)).isEqualTo(4);
    }

    @Test
    void names_attributes_as_the_data_dictionary_does() {
        table.byTag()
                .forEach((tag, row) -> {
                    if (!row.keyword().isEmpty()) {
                        assertThat(Dictionary.keyword(tag)).isEqualTo(row.keyword());
                    }
                });
    }

    @Test
    void removes_private_attributes_curves_and_overlays_as_groups() {
        assertThat(ActionTable.removedAsGroup(0x00291010)).isTrue();
        assertThat(ActionTable.removedAsGroup(0x50040010)).isTrue();
        assertThat(ActionTable.removedAsGroup(0x60023000)).isTrue();
        assertThat(ActionTable.removedAsGroup(0x601E4000)).isTrue();
        assertThat(ActionTable.removedAsGroup(PatientName)).isFalse();
        assertThat(ActionTable.removedAsGroup(PixelData)).isFalse();
    }

    private long count(Option option, Option.Effect effect) {
        return table.rows().stream().filter(row -> row.has(option, effect)).count();
    }
}
