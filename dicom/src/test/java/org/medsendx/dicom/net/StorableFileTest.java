package org.medsendx.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.FileMeta;

class StorableFileTest {

    @TempDir Path folder;

    private Path write(String metaInstance, DataSet dataSet) throws IOException {
        Path file = Files.createTempDirectory(folder, "").resolve("scan.dcm");
        DicomWriter.write(
                file,
                new FileMeta(Uid.CTImageStorage, metaInstance, Uid.ExplicitVRLittleEndian),
                dataSet);
        return file;
    }

    private static DataSet scan(String instance) {
        return new DataSet()
                .putString(Tag.SOPClassUID, VR.UI, Uid.CTImageStorage)
                .putString(Tag.SOPInstanceUID, VR.UI, instance)
                .putString(Tag.PatientName, VR.PN, "Doe^Jane");
    }

    @Test
    void the_data_set_says_which_instance_it_is_and_the_meta_group_where_nobody_read_on()
            throws IOException {
        Path file = write("2.25.1", scan("2.25.2"));
        long size = Files.size(file);

        assertThat(StorableFile.read(file))
                .hasValueSatisfying(found -> {
                    assertThat(found.sopInstanceUid()).isEqualTo("2.25.2");
                    assertThat(found.bytes()).isEqualTo(size);
                    assertThat(found.toString()).doesNotContain("2.25", "scan.dcm");
                });
        assertThat(StorableFile.byItsMeta(file))
                .hasValueSatisfying(
                        found -> assertThat(found.sopInstanceUid()).isEqualTo("2.25.1"));
    }

    @Test
    void what_names_no_instance_is_none_and_what_is_cut_is_an_error() throws IOException {
        assertThat(StorableFile.read(write("2.25.1", scan("not a uid")))).isEmpty();
        var nameless = scan("2.25.2");
        nameless.remove(Tag.SOPInstanceUID);
        assertThat(StorableFile.read(write("2.25.1", nameless))).isEmpty();

        Path file = write("2.25.1", scan("2.25.2"));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 3));
        assertThatThrownBy(() -> StorableFile.read(file))
                .isInstanceOf(DicomFormatException.class)
                .hasMessageNotContaining("Jane");
        assertThat(StorableFile.byItsMeta(file)).isPresent();
    }

    @Test
    void groups_fit_the_128_contexts_of_an_association_and_keep_the_order() {
        var files = new ArrayList<StorableFile>();
        for (int i = 0; i < 600; i++) {
            String sopClass = "1.2.840." + i % 150;
            files.add(
                    new StorableFile(
                            folder, 1, 1, sopClass, "2.25." + i, Uid.ExplicitVRLittleEndian));
        }

        List<List<StorableFile>> groups = StorableFile.byAssociation(files, file -> file);

        assertThat(groups.stream().flatMap(List::stream)).containsExactlyElementsOf(files);
        assertThat(groups)
                .hasSizeGreaterThan(1)
                .allSatisfy(
                        group -> assertThat(StorableFile.proposals(group)).hasSizeBetween(1, 128));
        assertThat(StorableFile.byAssociation(List.<StorableFile>of(), file -> file)).isEmpty();
    }
}
