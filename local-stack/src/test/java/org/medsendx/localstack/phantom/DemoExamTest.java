package org.medsendx.localstack.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;

class DemoExamTest {

    @TempDir private Path folder = Path.of("");

    @Test
    void is_one_series_of_one_patient_with_slices_that_differ() throws IOException {
        var inputs = new DemoExam(7, 3).write(folder.resolve("a"));
        var again = new DemoExam(7, 3).write(folder.resolve("b"));

        Set<String> series = new HashSet<>();
        Set<String> instances = new HashSet<>();
        Set<String> places = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            var data = DicomReader.read(inputs.get(i).file(), ReadLimits.DEFAULT).dataSet();
            series.add(
                    data.string(Tag.PatientID)
                            + data.string(Tag.StudyInstanceUID)
                            + data.string(Tag.SeriesInstanceUID));
            instances.add(data.string(Tag.SOPInstanceUID));
            places.add(String.join(",", data.strings(Tag.ImagePositionPatient)));
            assertThat(data.string(Tag.InstanceNumber)).isEqualTo(Integer.toString(i + 1));
            assertThat(again.get(i).file()).hasSameBinaryContentAs(inputs.get(i).file());
        }
        assertThat(series).hasSize(1);
        assertThat(instances).hasSize(3);
        assertThat(places).hasSize(3);
        assertThat(Files.mismatch(inputs.get(0).file(), inputs.get(1).file())).isNotEqualTo(-1);
    }

    @Test
    void has_a_slice_at_least() {
        assertThatThrownBy(() -> new DemoExam(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
