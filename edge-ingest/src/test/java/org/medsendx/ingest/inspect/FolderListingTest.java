package org.medsendx.ingest.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.ingest.Instances;
import picocli.CommandLine;

/** {@code medsendx inspect DIR}. */
class FolderListingTest {

    @TempDir private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int inspect(String... options) {
        var words = new ArrayList<String>(List.of(folder.toString()));
        words.addAll(List.of(options));
        return new CommandLine(new InspectCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words.toArray(String[]::new));
    }

    private Path put(String name, DataSet dataSet) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.move(
                Instances.file(file.getParent(), dataSet),
                file,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static DataSet ct() {
        return Instances.ct(Instances.uid(), "Doe^Jane").putString(Tag.PatientID, VR.LO, "4711");
    }

    private List<String> lines() {
        return out.toString().lines().toList();
    }

    @Test
    void has_a_line_for_each_file_and_the_totals_and_names_nobody() throws Exception {
        put("a/slice.dcm", ct());
        put(
                "b.dcm",
                ct().putString(Tag.Modality, VR.CS, "MG").putInt(Tag.NumberOfFrames, VR.IS, 3));

        assertThat(inspect()).isZero();

        assertThat(lines()).hasSize(4);
        assertThat(lines().get(1))
                .matches(
                        "CT +64 x 64 +1 +Explicit VR Little Endian +CT Image Storage"
                                + " +a/slice\\.dcm");
        assertThat(lines().get(2)).matches("MG +64 x 64 +3 .* b\\.dcm");
        assertThat(lines().get(3)).isEqualTo("2 files: 2 DICOM (1 CT, 1 MG), 0 not");
        assertThat(out.toString()).doesNotContain("Doe", "4711");
        assertThat(err.toString()).contains("files a second");
    }

    @Test
    void says_whose_they_are_when_asked() throws Exception {
        put("slice.dcm", ct());

        assertThat(inspect("--patient")).isZero();

        assertThat(lines().get(1)).endsWith("4711  Doe^Jane  slice.dcm");
    }

    @Test
    void says_in_words_what_is_no_dicom_and_ends_with_1() throws Exception {
        Files.writeString(folder.resolve("note.txt"), "hello");
        Files.createFile(folder.resolve("empty.dcm"));
        byte[] whole = Files.readAllBytes(put("whole.dcm", ct()));
        Files.write(folder.resolve("cut.dcm"), Arrays.copyOf(whole, whole.length - 9));

        assertThat(inspect()).isEqualTo(1);

        assertThat(lines().subList(1, 4))
                .satisfiesExactly(
                        cut ->
                                assertThat(cut)
                                        .matches(
                                                "! +cut off in \\(7FE0,0010\\) at byte \\d+:"
                                                        + " cut\\.dcm"),
                        empty -> assertThat(empty).isEqualTo("!     empty: empty.dcm"),
                        note -> assertThat(note).isEqualTo("!     not DICOM: note.txt"));
        assertThat(lines().getLast()).isEqualTo("4 files: 1 DICOM (1 CT), 3 not");
    }

    @Test
    void an_object_without_pixels_has_dashes_in_their_place() throws Exception {
        var report =
                new DataSet()
                        .putString(Tag.SOPClassUID, VR.UI, "1.2.840.10008.5.1.4.1.1.88.11")
                        .putString(Tag.SOPInstanceUID, VR.UI, Instances.uid());
        put("report.dcm", report);

        assertThat(inspect()).isZero();

        assertThat(lines().get(1))
                .matches("- +- +- +Explicit VR Little Endian +Basic Text SR Storage +report\\.dcm");
        assertThat(lines().getLast()).contains("(1 without modality)");
    }

    @Test
    void the_order_is_that_of_the_names_whichever_is_read_first() throws Exception {
        for (int i = 0; i < 600; i++) {
            Path file = folder.resolve("%d/%03d".formatted(i % 3, i));
            Files.createDirectories(file.getParent());
            Files.writeString(file, "x".repeat(i * 50));
        }
        put("1/150a", ct());

        inspect();
        String once = out.toString();
        out.getBuffer().setLength(0);
        inspect();

        assertThat(out).hasToString(once);
        var names =
                lines().subList(1, lines().size() - 1).stream()
                        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                        .toList();
        assertThat(names).hasSize(601).isSorted();
    }

    @Test
    void names_and_values_cannot_move_the_cursor_and_links_are_not_followed() throws Exception {
        put("a\u001b[2J.dcm", ct().putString(Tag.Modality, VR.CS, "C\u001bT"));
        Files.createSymbolicLink(folder.resolve("loop"), folder);

        assertThat(inspect()).isZero();

        assertThat(out.toString()).doesNotContain("\u001b").contains("a?[2J.dcm", "C?T");
        assertThat(lines().getLast()).endsWith("1 links and the like passed by");
    }

    @Test
    void of_an_empty_folder_are_only_the_totals() throws Exception {
        assertThat(inspect()).isZero();

        assertThat(lines().getLast()).isEqualTo("0 files: 0 DICOM, 0 not");
    }

    @Test
    void what_is_for_one_file_is_wrong_use_of_a_folder_and_the_other_way_round() throws Exception {
        assertThat(inspect("--json")).isEqualTo(2);
        assertThat(inspect("--png", folder.resolve("x.png").toString())).isEqualTo(2);
        Path file = put("slice.dcm", ct());

        int status =
                new CommandLine(new InspectCommand())
                        .setErr(new PrintWriter(err))
                        .execute(file.toString(), "--patient");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("for a file", "for a folder");
    }

    @Test
    void the_rehearsal_goes_well_and_leaves_nothing_behind() throws Exception {
        InspectRehearsal.rehearse(folder);

        assertThat(folder).isEmptyDirectory();
    }
}
