package org.medsendx.dicom.dcm4che;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.io.DicomEncodingOptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dcm4che.Difference.Kind;
import org.medsendx.dicom.dcm4che.GeneratedDataSet.Syntax;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomFile;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.RawDicom;
import org.medsendx.dicom.io.ReadLimits;

/** Seeded data sets: the same elements, values and bytes to both toolkits. */
class GeneratedDataSetsTest {

    private static final int SEEDS = 300;

    @TempDir private Path folder;

    private Path file(long seed, Syntax syntax) throws IOException {
        byte[] bytes = new GeneratedDataSet(seed, syntax, seed % 2 == 1).file();
        return Files.write(folder.resolve("generated.dcm"), bytes);
    }

    private static DicomEncodingOptions options(long seed) {
        return seed % 2 == 1 ? Dcm4che.UNDEFINED : Dcm4che.DEFINED;
    }

    @ParameterizedTest
    @EnumSource
    void both_read_the_same_elements(Syntax syntax) throws IOException {
        List<String> differences = new ArrayList<>();
        int elements = 0;
        int spaces = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Path file = file(seed, syntax);

            var comparison =
                    Comparison.of(
                            DicomReader.read(file, ReadLimits.DEFAULT).dataSet(),
                            Dcm4che.read(file).dataSet());

            elements += comparison.elements();
            for (Difference difference : comparison.differences()) {
                if (difference.kind() == Kind.SPACES) {
                    spaces++;
                } else {
                    differences.add(seed + " " + difference);
                }
            }
        }
        System.out.printf(
                "%s: %d elements of %d data sets read, %d stripped by dcm4che%n",
                syntax, elements, SEEDS, spaces);
        assertThat(differences).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void both_write_the_bytes_that_were_read(Syntax syntax) throws IOException {
        for (long seed = 0; seed < SEEDS; seed++) {
            Path file = file(seed, syntax);
            DicomFile ours = DicomReader.read(file, ReadLimits.DEFAULT);
            Dcm4che.Read theirs = Dcm4che.read(file);
            byte[] whole = Files.readAllBytes(file);
            byte[] dataSet = Arrays.copyOfRange(whole, (int) ours.dataSetPosition(), whole.length);

            byte[] byUs = DicomWriter.dataSetBytes(ours.dataSet(), syntax.uid());
            byte[] byThem = Dcm4che.write(theirs.dataSet(), syntax.uid(), options(seed));

            assertThat(byUs).as("ours, seed %d", seed).isEqualTo(dataSet);
            assertThat(byThem).as("dcm4che, seed %d", seed).isEqualTo(dataSet);
        }
    }

    @ParameterizedTest
    @EnumSource
    void both_edit_to_the_same_bytes(Syntax syntax) throws IOException {
        for (long seed = 0; seed < SEEDS; seed++) {
            Path file = file(seed, syntax);
            DataSet ours = DicomReader.read(file, ReadLimits.DEFAULT).dataSet();
            Attributes theirs = Dcm4che.read(file).dataSet();

            edit(ours, seed % 2 == 1);
            edit(theirs);

            assertThat(DicomWriter.dataSetBytes(ours, syntax.uid()))
                    .as("seed %d", seed)
                    .isEqualTo(Dcm4che.write(theirs, syntax.uid(), options(seed)));
        }
    }

    private static void edit(DataSet dataSet, boolean undefinedLengths) {
        dataSet.putString(Tag.PatientName, VR.PN, "Å^Ø");
        dataSet.putString(Tag.PatientID, VR.LO, "ID 1");
        dataSet.putString(Tag.ImageType, VR.CS, "DERIVED", "PRIMARY", "AXIAL");
        dataSet.putInt(Tag.Rows, VR.US, 512);
        dataSet.putInt(Tag.SeriesNumber, VR.IS, 7);
        dataSet.putInt(Tag.FrameIncrementPointer, VR.AT, Tag.FrameTime);
        dataSet.remove(Tag.SOPClassUID);
        DataSet item = new DataSet(dataSet.bigEndian()).undefinedLength(undefinedLengths);
        Element.Coding coding =
                undefinedLengths ? Element.Coding.UNDEFINED_LENGTH : Element.Coding.PLAIN;
        dataSet.put(new Element.Sequence(Tag.ReferencedImageSequence, List.of(item), coding));
        item.putString(Tag.ReferencedSOPInstanceUID, VR.UI, "1.2.3");
        for (var element : dataSet) {
            if (Tag.isPrivate(element.tag())) {
                dataSet.remove(element.tag());
            }
        }
    }

    private static void edit(Attributes dataSet) {
        dataSet.setString(Tag.PatientName, org.dcm4che3.data.VR.PN, "Å^Ø");
        dataSet.setString(Tag.PatientID, org.dcm4che3.data.VR.LO, "ID 1");
        dataSet.setString(Tag.ImageType, org.dcm4che3.data.VR.CS, "DERIVED", "PRIMARY", "AXIAL");
        dataSet.setInt(Tag.Rows, org.dcm4che3.data.VR.US, 512);
        dataSet.setInt(Tag.SeriesNumber, org.dcm4che3.data.VR.IS, 7);
        dataSet.setInt(Tag.FrameIncrementPointer, org.dcm4che3.data.VR.AT, Tag.FrameTime);
        dataSet.remove(Tag.SOPClassUID);
        var item = new Attributes(dataSet.bigEndian());
        dataSet.newSequence(Tag.ReferencedImageSequence, 1).add(item);
        item.setString(Tag.ReferencedSOPInstanceUID, org.dcm4che3.data.VR.UI, "1.2.3");
        dataSet.removePrivateAttributes();
    }

    @ParameterizedTest
    @EnumSource(names = {"IMPLICIT", "EXPLICIT", "BIG_ENDIAN", "DEFLATED"})
    void each_reads_what_the_other_encodes_in_another_syntax(Syntax syntax) throws IOException {
        for (Syntax other : List.of(Syntax.IMPLICIT, Syntax.EXPLICIT, Syntax.BIG_ENDIAN)) {
            for (long seed = 0; seed < SEEDS / 10; seed++) {
                Path file = file(seed, syntax);
                byte[] byUs =
                        DicomWriter.dataSetBytes(
                                DicomReader.read(file, ReadLimits.DEFAULT).dataSet(), other.uid());
                byte[] byThem =
                        Dcm4che.write(Dcm4che.read(file).dataSet(), other.uid(), options(seed));

                assertThat(byUs).as("%s, seed %d", other, seed).isEqualTo(byThem);
                Path written =
                        Files.write(folder.resolve("o.dcm"), RawDicom.file(other.uid(), byUs));
                var comparison =
                        Comparison.of(
                                DicomReader.read(written, ReadLimits.DEFAULT).dataSet(),
                                Dcm4che.read(written).dataSet());
                assertThat(comparison.differences())
                        .allMatch(difference -> difference.kind() == Kind.SPACES);
            }
        }
    }
}
