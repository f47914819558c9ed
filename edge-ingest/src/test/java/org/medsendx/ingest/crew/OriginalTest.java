package org.medsendx.ingest.crew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.ingest.Instances;

class OriginalTest {

    @TempDir Path folder;

    private Original original() throws IOException {
        return Original.of(
                Instances.file(
                        folder,
                        Instances.ct(Instances.uid(), "")
                                .putString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192")
                                .putString(
                                        Tag.PatientName,
                                        VR.PN,
                                        "M\u00fcller-L\u00fcdenscheidt^Anna Maria")
                                .putString(Tag.PatientID, VR.LO, "MRN-0815")
                                .putString(Tag.AccessionNumber, VR.SH, "A77")));
    }

    @Test
    void a_person_is_found_by_words_of_the_name_in_any_order_and_by_whole_numbers()
            throws Exception {
        var original = original();

        for (String sought :
                new String[] {"muller anna", "Anna M\u00fcller", "l\u00fcd", "mrn-0815", "a77"}) {
            assertThat(original.matches(sought)).as(sought).isTrue();
        }
        for (String sought : new String[] {"anna schmidt", "0815", "a7", "-", "", "enscheidt"}) {
            assertThat(original.matches(sought)).as(sought).isFalse();
        }
    }

    @Test
    void nothing_of_a_person_is_in_words_by_accident() throws Exception {
        assertThat(original().toString()).doesNotContain("ller", "Anna", "0815");

        var broken = folder.resolve("broken.dcm");
        Files.writeString(broken, "Doe^Jane");
        assertThatThrownBy(() -> Original.of(broken))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("Doe");
    }
}
