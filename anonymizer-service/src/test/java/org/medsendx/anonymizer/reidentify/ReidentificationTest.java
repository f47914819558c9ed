package org.medsendx.anonymizer.reidentify;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.audit.AuditLog;
import org.medsendx.deidentification.pseudonym.KeyFile;
import org.medsendx.deidentification.release.Identity;
import org.medsendx.deidentification.vault.VaultException;
import org.medsendx.deidentification.vault.VaultKey;

class ReidentificationTest {

    private static final String PATIENT = "P-0123456789ABCDEF";
    private static final String STUDY = "2.25.1234";
    private static final String ACCESSION = "A0123456789ABCDE";

    @TempDir Path folder;
    private Path own;

    @BeforeEach
    void table() throws Exception {
        own = folder.resolve("anonymizer");
        assertThat(KeyFile.create(keyFile())).isTrue();
        put(identity("1.2.3", "Brandtmueller^Elodie"));
    }

    @Test
    void finds_the_person_by_patient_study_and_accession_pseudonym() throws Exception {
        try (var patients = PatientTable.readOnly(own.resolve(PatientTable.FILE), key())) {
            assertThat(requireNonNull(patients.find(PATIENT)).patientId()).isEqualTo("4711");
            assertThat(requireNonNull(patients.find(PATIENT)).study()).isNull();
            assertThat(requireNonNull(patients.find(STUDY)).study()).isEqualTo("1.2.3");
            assertThat(requireNonNull(patients.find(ACCESSION)).accession()).isEqualTo("ACC-9");
            assertThat(patients.find("P-FFFFFFFFFFFFFFFF")).isNull();
        }
    }

    @Test
    void keeps_one_record_of_what_it_knows_and_tells_the_latest() throws Exception {
        long size = Files.size(own.resolve(PatientTable.FILE));
        put(identity("1.2.3", "Brandtmueller^Elodie"));
        assertThat(Files.size(own.resolve(PatientTable.FILE))).isEqualTo(size);

        put(identity("1.2.3", "Wagenknecht^Elodie"));

        try (var patients = PatientTable.readOnly(own.resolve(PatientTable.FILE), key())) {
            assertThat(requireNonNull(patients.find(PATIENT)).name())
                    .isEqualTo("Wagenknecht^Elodie");
        }
    }

    @Test
    void answers_only_after_the_audit_line_is_written() throws Exception {
        var output = new StringWriter();

        int status = run(output, PATIENT, "--by", "Dr. Weber", "--reason", "request 17");

        assertThat(status).isZero();
        assertThat(output.toString()).contains("Brandtmueller^Elodie", "\"patientId\" : \"4711\"");
        assertThat(audit())
                .contains("REIDENTIFIED", "Dr. Weber", "request 17", PATIENT)
                .doesNotContain("Brandtmueller", "4711");
    }

    @Test
    void gives_no_answer_when_the_audit_line_cannot_be_written() throws Exception {
        try (var patients = PatientTable.readOnly(own.resolve(PatientTable.FILE), key())) {
            var audit = AuditLog.open(own, "anonymizer-service", InstantSource.system());
            audit.close();

            assertThatThrownBy(() ->
                            new Reidentification(patients, audit)
                                    .find(
                                            PATIENT,
                                            new Reidentification.Requester(
                                                    "Dr. Weber", false, null),
                                            "request 17"))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void wants_to_know_who_and_why_and_writes_no_name_into_the_log() throws Exception {
        var output = new StringWriter();

        assertThat(run(output, PATIENT, "--by", "Dr. Weber")).isEqualTo(2);
        assertThat(run(output, PATIENT, "--by", " ", "--reason", "x")).isEqualTo(2);
        assertThat(run(output, "Brandtmueller^Elodie", "--by", "a", "--reason", "b")).isEqualTo(2);
        assertThat(run(output, "P-FFFFFFFFFFFFFFFF", "--by", "a", "--reason", "b")).isEqualTo(1);
        assertThat(audit()).contains("unknown-pseudonym").doesNotContain("Brandtmueller");
    }

    @Test
    void says_that_the_key_is_wrong_or_a_record_was_changed() throws Exception {
        Path table = own.resolve(PatientTable.FILE);
        Path other = folder.resolve("other.key");
        KeyFile.create(other);
        var output = new StringWriter();
        assertThat(
                        run(
                                output,
                                PATIENT,
                                "--by",
                                "a",
                                "--reason",
                                "b",
                                "--vault-key",
                                other.toString()))
                .isEqualTo(2);
        assertThat(output.toString()).contains("not written with this key");

        byte[] bytes = Files.readAllBytes(table);
        bytes[bytes.length - 1] ^= 1;
        Files.write(table, bytes);
        assertThat(run(output, ACCESSION, "--by", "a", "--reason", "b")).isEqualTo(2);
        assertThat(output.toString()).contains("was changed").doesNotContain("Brandt");
        assertThat(audit()).contains("table-unusable");
        try (var patients = PatientTable.open(table, key())) {
            assertThatThrownBy(() -> patients.find(ACCESSION)).isInstanceOf(VaultException.class);
        }
    }

    private void put(Identity identity) throws Exception {
        try (var patients = PatientTable.open(own.resolve(PatientTable.FILE), key())) {
            patients.put(PATIENT, STUDY, ACCESSION, identity);
        }
    }

    private static Identity identity(String study, String name) {
        return new Identity(
                "29de24ea25f6cfd6", "HOSP", "4711", name, "19610412", "F", study, "ACC-9");
    }

    private int run(StringWriter output, String pseudonym, String... more) {
        var arguments = new java.util.ArrayList<String>();
        arguments.add(pseudonym);
        arguments.add("--identified");
        arguments.add(folder.toString());
        arguments.addAll(java.util.List.of(more));
        return ReidentifyCommand.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(output, true))
                .execute(arguments.toArray(String[]::new));
    }

    private String audit() throws IOException {
        return Files.readString(own.resolve(AuditLog.NAME), StandardCharsets.UTF_8);
    }

    private VaultKey key() throws KeyFile.UnusableKeyException {
        return VaultKey.of(KeyFile.secret(keyFile()));
    }

    private Path keyFile() {
        return own.resolve("keys/vault.key");
    }
}
