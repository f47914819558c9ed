package org.medsendx.localstack.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;

class DemoMammogramsTest {

    @TempDir private Path folder = Path.of("");

    @Test
    void have_the_size_of_a_detector_and_a_patient_each() throws IOException {
        var inputs = new DemoMammograms(7, 2).write(folder);

        var one = DicomReader.read(inputs.get(0).file(), ReadLimits.DEFAULT).dataSet();
        var other = DicomReader.read(inputs.get(1).file(), ReadLimits.DEFAULT).dataSet();
        assertThat(Files.size(inputs.get(0).file())).isBetween(27_000_000L, 28_000_000L);
        assertThat(one.string(Tag.Modality)).isEqualTo("MG");
        assertThat(one.intValue(Tag.Rows, 0)).isEqualTo(4096);
        assertThat(one.string(Tag.PatientID)).isNotEqualTo(other.string(Tag.PatientID));
        assertThat(one.string(Tag.SOPInstanceUID)).isNotEqualTo(other.string(Tag.SOPInstanceUID));
    }

    @Test
    void are_one_at_least() {
        assertThatThrownBy(() -> new DemoMammograms(1, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
