package org.medsendx.deidentification.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.deidentification.Instances;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.VR;

/** The validator of dicom3tools finds no error in a copy that it does not find in the original. */
class DciodvfyIT {

    private static final Path VALIDATOR = Path.of("/usr/bin/dciodvfy");

    private static final Path SAMPLES = Path.of("..", "..", "shared", "samples");
    private static final long LARGEST = 60_000;

    /** The validator did not read the file to its end, or not as the object that it is. */
    private static final Pattern UNREAD =
            Pattern.compile(
                    "Information Object Not found|Dicom dataset read failed|Tags out of order");

    private static final Pattern ITEM = Pattern.compile("\\[\\d+]");
    private static final Pattern VALUE = Pattern.compile("= <[^>]*>");

    @TempDir Path folder;

    @BeforeEach
    void needs_the_validator() {
        boolean there = Files.isExecutable(VALIDATOR);
        if ("required".equals(System.getenv("MEDSENDX_PEERS"))) {
            assertThat(there).as("dciodvfy (package dicom3tools) is installed").isTrue();
        }
        assumeTrue(there, "dciodvfy (package dicom3tools) is not installed");
    }

    @Test
    void leaves_a_ct_as_valid_as_it_was() throws Exception {
        assertNoNewErrors(Instances.ct());
    }

    @Test
    void leaves_a_mammogram_as_valid_as_it_was() throws Exception {
        DataSet dataSet = Instances.ct();
        dataSet.putString(SOPClassUID, VR.UI, "1.2.840.10008.5.1.4.1.1.1.2")
                .putString(Modality, VR.CS, "MG")
                .putString(DetectorID, VR.SH, "DET-77-9")
                .putString(DateOfLastDetectorCalibration, VR.DA, "20240301")
                .putString(OrganExposed, VR.CS, "BREAST")
                .putString(AcquisitionDeviceProcessingDescription, VR.LO, "for Elodie");
        dataSet.putSequence(ViewCodeSequence, code("399162004", "SCT", "cranio-caudal"));
        dataSet.putSequence(AnatomicRegionSequence, code("76752008", "SCT", "Breast"));
        dataSet.putSequence(AcquisitionContextSequence);
        assertNoNewErrors(dataSet);
    }

    @Test
    void leaves_a_digital_x_ray_as_valid_as_it_was() throws Exception {
        DataSet dataSet = Instances.ct();
        dataSet.putString(SOPClassUID, VR.UI, "1.2.840.10008.5.1.4.1.1.1.1")
                .putString(Modality, VR.CS, "DX")
                .putString(DetectorID, VR.SH, "DET-77-9")
                .putString(InstitutionalDepartmentName, VR.LO, "Radiology, third floor")
                .putString(OperatorsName, VR.PN, "Huber^Rosa");
        dataSet.putSequence(AnatomicRegionSequence, code("51185008", "SCT", "Chest"));
        assertNoNewErrors(dataSet);
    }

    @Test
    void leaves_small_files_of_other_projects_as_valid_as_they_were() throws Exception {
        assumeTrue(Files.isDirectory(SAMPLES), "../shared/samples is not there");
        List<Path> files = new ArrayList<>();
        try (var walk = Files.walk(SAMPLES)) {
            walk.filter(Files::isRegularFile).sorted().forEach(files::add);
        }
        var releaser = Instances.releaser();
        Path copy = folder.resolve("copy.dcm");
        int compared = 0;
        for (Path file : files) {
            if (Files.size(file) > LARGEST
                    || releaser.release(file, Instances.TRUCK, copy) instanceof Release.Withheld) {
                continue;
            }
            Set<String> before = kinds(file);
            // what stops the validator early hides the errors behind it
            if (before.stream().noneMatch(line -> UNREAD.matcher(line).find())) {
                assertThat(before).as("%s", SAMPLES.relativize(file)).containsAll(kinds(copy));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(30);
    }

    /** The errors of a file without its values, which are others in a copy. */
    private static Set<String> kinds(Path file) throws IOException, InterruptedException {
        return errors(file).stream()
                .map(line -> VALUE.matcher(ITEM.matcher(line).replaceAll("[]")).replaceAll("= #"))
                .collect(Collectors.toSet());
    }

    private void assertNoNewErrors(DataSet dataSet) throws Exception {
        Path original = Instances.write(dataSet, folder.resolve("original.dcm"));
        Path copy = folder.resolve("copy.dcm");

        Release release = Instances.releaser().release(original, Instances.TRUCK, copy);

        assertThat(release).isInstanceOf(Release.Released.class);
        assertThat(errors(original)).containsAll(errors(copy));
    }

    private static DataSet code(String value, String scheme, String meaning) {
        return new DataSet()
                .putString(CodeValue, VR.SH, value)
                .putString(CodingSchemeDesignator, VR.SH, scheme)
                .putString(CodeMeaning, VR.LO, meaning);
    }

    private static List<String> errors(Path file) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(VALIDATOR.toString(), "-new", file.toString())
                        .redirectErrorStream(true)
                        .start();
        String text =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        process.waitFor();
        return text.lines().filter(line -> line.startsWith("Error")).toList();
    }
}
