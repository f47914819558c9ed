package org.medsendx.deidentification.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.*;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.deidentification.Instances;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.ReadLimits;

/** An image whose patient was corrected has another one in its Original Attributes Sequence. */
class CorrectedPatientTest {

    @TempDir Path folder;

    @Test
    void neither_the_one_nor_the_other_is_in_the_copy_nor_that_there_were_two() throws Exception {
        DataSet before =
                new DataSet()
                        .putString(PatientName, VR.PN, "Verwechsler^Waldemar")
                        .putString(PatientID, VR.LO, "MRN-998877")
                        .putString(StudyInstanceUID, VR.UI, "1.2.840.99999.7.7");
        var change =
                new DataSet()
                        .putSequence(ModifiedAttributesSequence, before)
                        .putString(AttributeModificationDateTime, VR.DT, "20240310101112+0000")
                        .putString(ModifyingSystem, VR.LO, "MedSendX Edge")
                        .putString(SourceOfPreviousValues, VR.LO, "ct-1")
                        .putString(ReasonForTheAttributeModification, VR.CS, "CORRECT");
        DataSet corrected = Instances.ct();
        corrected.putSequence(OriginalAttributesSequence, change);
        // Left in a text that nobody corrects.
        corrected.putString(StudyDescription, VR.LO, "CT Verwechsler chest");
        Path copy = folder.resolve("copy.dcm");

        Release release =
                Instances.releaser()
                        .release(
                                Instances.write(corrected, folder.resolve("in.dcm")),
                                Instances.TRUCK,
                                copy);

        assertThat(release).isInstanceOf(Release.Released.class);
        assertThat(Files.readString(copy, StandardCharsets.ISO_8859_1))
                .doesNotContainIgnoringCase(
                        "verwechsler", "waldemar", "998877", "1.2.840.99999.7.7");
        var clean = DicomReader.read(copy, ReadLimits.DEFAULT).dataSet();
        assertThat(clean.contains(OriginalAttributesSequence)).isFalse();
    }
}
