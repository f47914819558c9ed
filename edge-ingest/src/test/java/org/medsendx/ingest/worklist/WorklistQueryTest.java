package org.medsendx.ingest.worklist;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/** Matching of PS3.4, C.2.2.2, as the worklist uses it (table K.6-1). */
class WorklistQueryTest {

    private static DataSet order() {
        var set = new DataSet().putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192");
        return set.putString(Tag.PatientName, VR.PN, "Müller^Anna=山田^花子")
                .putString(Tag.PatientID, VR.LO, "P*1")
                .putString(Tag.AccessionNumber, VR.SH, "A1")
                .putString(Tag.StudyInstanceUID, VR.UI, "1.2.3")
                .putSequence(
                        Tag.ScheduledProcedureStepSequence,
                        new DataSet()
                                .putString(Tag.Modality, VR.CS, "MG")
                                .putString(Tag.ScheduledStationAETitle, VR.AE, "MG_1", "MG_2")
                                .putString(Tag.ScheduledProcedureStepStartDate, VR.DA, "20260305")
                                .putString(Tag.ScheduledProcedureStepStartTime, VR.TM, "093000"));
    }

    private static DataSet keys(int tag, String value) {
        var keys = new DataSet().putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192");
        return keys.putString(tag, Dictionary.vr(tag), value);
    }

    private static DataSet step(int tag, String value) {
        return new DataSet()
                .putSequence(
                        Tag.ScheduledProcedureStepSequence,
                        new DataSet().putString(tag, Dictionary.vr(tag), value));
    }

    @ParameterizedTest
    @CsvSource({
        "PatientName, müller^anna, true",
        "PatientName, MÜLLER^ANNA, true",
        "PatientName, Müller^Anna^^, true",
        "PatientName, M*, true",
        "PatientName, m?ller^*, true",
        "PatientName, *^Berta, false",
        "PatientName, 山田*, true",
        "PatientName, Müller^Anna=山本^花子, false",
        "PatientName, '', true",
        "PatientID, P*, true",
        "PatientID, p*, false",
        "PatientID, P?1, true",
        "PatientID, 1, false",
        "AccessionNumber, a1, false",
        "StudyInstanceUID, 1.9\\1.2.3, true",
        "StudyInstanceUID, 1.9\\1.2, false",
        "StudyInstanceUID, 1.2.*, false",
        "RequestedProcedureID, *, true",
        "RequestedProcedureID, R1, false"
    })
    void a_key_of_the_order_matches(String keyword, String value, boolean matches) {
        int tag = requireNonNull(Dictionary.entry(keyword)).tag();

        assertThat(new WorklistQuery(keys(tag, value)).matches(order())).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "Modality, MG, true",
        "Modality, CT, false",
        "ScheduledStationAETitle, MG_2, true",
        "ScheduledStationAETitle, MG_3, false",
        "ScheduledProcedureStepStartDate, 20260305, true",
        "ScheduledProcedureStepStartDate, 20260301-20260305, true",
        "ScheduledProcedureStepStartDate, 20260306-, false",
        "ScheduledProcedureStepStartDate, -20260305, true",
        "ScheduledProcedureStepStartDate, 2026.03.05, true",
        "ScheduledProcedureStepStartTime, 0930, true",
        "ScheduledProcedureStepStartTime, 09, true",
        "ScheduledProcedureStepStartTime, 0800-0930, true",
        "ScheduledProcedureStepStartTime, 0800-0929, false",
        "ScheduledProcedureStepStartTime, 09:30-, true"
    })
    void a_key_of_the_step_matches(String keyword, String value, boolean matches) {
        int tag = requireNonNull(Dictionary.entry(keyword)).tag();

        assertThat(new WorklistQuery(step(tag, value)).matches(order())).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "20260304-20260306, 1000-1100, true",
        "20260305-20260306, 0900-0800, true",
        "20260305-20260306, 1000-0800, false",
        "20260305-20260305, 0900-1000, true",
        "20260304-20260305, 1000-0929, false"
    })
    void ranges_of_date_and_time_are_one_range(String date, String time, boolean matches) {
        var keys = step(Tag.ScheduledProcedureStepStartDate, date);
        keys.items(Tag.ScheduledProcedureStepSequence)
                .getFirst()
                .putString(Tag.ScheduledProcedureStepStartTime, VR.TM, time);

        assertThat(new WorklistQuery(keys).matches(order())).isEqualTo(matches);
    }

    @Test
    void the_answer_has_what_was_asked_for_and_nothing_else() {
        var keys =
                keys(Tag.PatientName, "")
                        .putString(Tag.RequestedProcedureID, VR.SH, "")
                        .putSequence(
                                Tag.ScheduledProcedureStepSequence,
                                new DataSet().putString(Tag.Modality, VR.CS, "MG"));

        var answer = new WorklistQuery(keys).answer(order());

        assertThat(answer.string(Tag.PatientName)).isEqualTo("Müller^Anna=山田^花子");
        assertThat(requireNonNull(answer.get(Tag.RequestedProcedureID)).isEmpty()).isTrue();
        assertThat(answer.contains(Tag.PatientID)).isFalse();
        var step = answer.items(Tag.ScheduledProcedureStepSequence).getFirst();
        assertThat(step.string(Tag.Modality)).isEqualTo("MG");
        assertThat(step.size()).isEqualTo(1);
    }

    @Test
    void a_key_that_is_not_supported_matches_all_and_is_told() {
        var query = new WorklistQuery(keys(Tag.BodyPartExamined, "HEAD"));

        assertThat(query.allKeys()).isFalse();
        assertThat(query.matches(order())).isTrue();
        assertThat(query.answer(order()).contains(Tag.BodyPartExamined)).isFalse();
        assertThat(new WorklistQuery(keys(Tag.PatientName, "*")).allKeys()).isTrue();
    }

    @Test
    void a_sequence_of_two_items_is_no_key() {
        var keys = new DataSet();
        keys.putSequence(
                Tag.ScheduledProcedureStepSequence,
                new DataSet().putString(Tag.Modality, VR.CS, "MG"),
                new DataSet().putString(Tag.Modality, VR.CS, "CT"));

        assertThatIllegalArgumentException().isThrownBy(() -> new WorklistQuery(keys));
    }

    @Test
    void keys_of_more_than_64_KiB_are_no_query() {
        var keys = new DataSet();
        keys.putSequence(
                Tag.ScheduledProcedureStepSequence,
                new DataSet()
                        .putString(Tag.ScheduledProcedureStepDescription, VR.LO, "*".repeat(65_000))
                        .putString(Tag.ScheduledProcedureStepLocation, VR.SH, "*".repeat(600)));

        assertThatIllegalArgumentException().isThrownBy(() -> new WorklistQuery(keys));
    }
}
