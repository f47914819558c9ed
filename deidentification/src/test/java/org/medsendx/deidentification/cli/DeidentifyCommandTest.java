package org.medsendx.deidentification.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.dicom.dictionary.Tag.BurnedInAnnotation;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.deidentification.Instances;
import org.medsendx.deidentification.pseudonym.KeyFile;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.VR;

class DeidentifyCommandTest {

    @TempDir Path folder;
    private final StringWriter output = new StringWriter();

    @BeforeEach
    void inputs() throws IOException {
        Files.createDirectories(folder.resolve("in/deep"));
        Instances.write(Instances.ct(), folder.resolve("in/deep/Brandtmueller.dcm"));
        DataSet annotated = Instances.ct();
        annotated.putString(BurnedInAnnotation, VR.CS, "YES");
        Instances.write(annotated, folder.resolve("in/annotated.dcm"));
        Files.writeString(folder.resolve("in/notes.txt"), "no DICOM");
        assertThat(KeyFile.create(folder.resolve("key"))).isTrue();
    }

    @Test
    void accounts_for_every_input_and_names_copies_by_their_new_uid() throws IOException {
        int status = run("in", "out");

        assertThat(status).isZero();
        List<String> mapping = Files.readAllLines(folder.resolve("out/mapping.tsv"));
        assertThat(mapping).hasSize(3).contains("notes.txt\tWITHHELD:unreadable");
        assertThat(mapping.get(0))
                .isEqualTo("annotated.dcm\tWITHHELD:PIXELS-nothing-found 00280301");
        assertThat(mapping.get(1)).matches("deep/Brandtmueller.dcm\t2\\.25\\.\\d+\\.dcm");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("out/mapping.tsv"))))
                .isEqualTo("rw-------");
        assertThat(output.toString()).contains("3 inputs: 1 released, 2 withheld");
    }

    @Test
    void writes_a_report_of_every_input_that_verifies_and_is_of_its_copy() throws IOException {
        assertThat(run("in", "out", "--report", folder.resolve("reports").toString())).isZero();

        List<Path> reports = files("reports", ".report.json");
        assertThat(reports).hasSize(3);
        Path copy = files("out", ".dcm").getFirst();
        String name = copy.getFileName().toString().replace(".dcm", ".report.json");
        Path ofCopy = folder.resolve("reports").resolve(name);
        for (Path report : reports) {
            assertThat(verify(report)).isZero();
        }
        assertThat(verify(ofCopy, "--of", copy.toString())).isZero();
        assertThat(verify(ofCopy, "--of", folder.resolve("in/annotated.dcm").toString()))
                .isEqualTo(1);
        // "H4sI" is what every gzip begins with.
        String signed = Files.readString(ofCopy);
        assertThat(signed).contains("\"payload\":\"H4sI");
        Files.writeString(ofCopy, signed.replace("\"payload\":\"H", "\"payload\":\"I"));
        assertThat(verify(ofCopy)).isEqualTo(1);
        assertThat(output.toString())
                .contains("\"verdict\" : \"RELEASED\"", "another file", "was changed");
    }

    private int verify(Path report, String... more) {
        var arguments = new ArrayList<String>();
        arguments.add(report.toString());
        arguments.add("--public-key");
        arguments.add(folder.resolve("reports").resolve(ReportFolder.PUBLIC_KEY).toString());
        arguments.addAll(List.of(more));
        return VerifyReportCommand.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(output, true))
                .execute(arguments.toArray(String[]::new));
    }

    private List<Path> files(String name, String suffix) throws IOException {
        try (var files = Files.list(folder.resolve(name))) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    @Test
    void refuses_what_it_has_released_before() throws IOException {
        assertThat(run("in", "out")).isZero();

        assertThat(run("out", "again")).isZero();

        assertThat(Files.readAllLines(folder.resolve("again/mapping.tsv")))
                .singleElement()
                .asString()
                .endsWith("\tWITHHELD:ALREADY-deidentified");
    }

    @Test
    void writes_into_no_folder_that_holds_something() {
        assertThat(run("in", "in")).isEqualTo(2);
        assertThat(output.toString()).contains("not empty");
    }

    @Test
    void says_when_there_is_no_such_key() {
        int status =
                DeidentifyCommand.commandLine()
                        .setErr(new PrintWriter(output, true))
                        .execute(
                                folder.resolve("in").toString(),
                                folder.resolve("out").toString(),
                                "--key",
                                folder.resolve("nokey").toString());

        assertThat(status).isEqualTo(2);
        assertThat(output.toString()).contains("does not exist");
    }

    private int run(String in, String out, String... more) {
        var arguments = new ArrayList<String>();
        arguments.add(folder.resolve(in).toString());
        arguments.add(folder.resolve(out).toString());
        arguments.addAll(List.of("--key", folder.resolve("key").toString(), "--mapping"));
        arguments.addAll(List.of(more));
        return DeidentifyCommand.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(output, true))
                .execute(arguments.toArray(String[]::new));
    }
}
