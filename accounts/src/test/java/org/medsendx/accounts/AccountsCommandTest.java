package org.medsendx.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsCommandTest {

    private static final String PASSWORD = "vier Wörter sind gut";

    @TempDir Path folder;
    private final InputStream in = System.in;
    private final StringWriter out = new StringWriter();

    @AfterEach
    void restore() {
        System.setIn(in);
    }

    private Path file() {
        return folder.resolve("accounts.json");
    }

    private int run(String input, String... arguments) {
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        var line = AccountsCommand.line();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(out, true));
        var all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--file";
        all[arguments.length + 1] = file().toString();
        return line.execute(all);
    }

    private Account account(String name) throws Exception {
        return Accounts.read(file()).named(name).orElseThrow();
    }

    @Test
    void makes_the_first_account_in_a_file_of_the_owner_alone() throws Exception {
        assertThat(run(PASSWORD + "\n", "add", "anna", "--role", "officer")).isZero();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(account("anna").role()).isEqualTo(Role.OFFICER);
        assertThat(account("anna").password().matches(PASSWORD.toCharArray())).isTrue();
        assertThat(account("anna").password().matches("another password".toCharArray())).isFalse();
        assertThat(Files.readString(file())).doesNotContain(PASSWORD, "Wörter");
        assertThat(out.toString()).doesNotContain(PASSWORD);
    }

    @Test
    void lists_removes_resets_and_unlocks() throws Exception {
        run(PASSWORD, "add", "anna", "--role", "officer");
        run(PASSWORD, "add", "ben", "--role", "crew");
        var before = account("ben");

        assertThat(run("", "list")).isZero();
        assertThat(out.toString()).containsPattern("anna +officer\\R(?s:.*)ben +crew");
        assertThat(run("", "unlock", "ben")).isZero();
        assertThat(account("ben").unlocks()).isNotEqualTo(before.unlocks());
        assertThat(account("ben").stamp()).isEqualTo(before.stamp());
        assertThat(run("another good password", "reset", "ben", "--role", "admin")).isZero();
        assertThat(account("ben").stamp()).isNotEqualTo(before.stamp());
        assertThat(account("ben").role()).isEqualTo(Role.ADMIN);
        assertThat(account("ben").password().matches(PASSWORD.toCharArray())).isFalse();
        assertThat(run("", "remove", "anna")).isZero();
        assertThat(Accounts.read(file()).all()).hasSize(1);
    }

    @Test
    void takes_no_weak_password_and_changes_nothing_then() throws Exception {
        run(PASSWORD, "add", "ben", "--role", "crew");
        byte[] before = Files.readAllBytes(file());

        for (String weak :
                new String[] {
                    "", "short", "aaaaaaaaaaaaaaaaaaaaaa", "my name is anna today", "x".repeat(129)
                }) {
            assertThat(run(weak, "add", "anna", "--role", "crew")).isEqualTo(1);
        }
        assertThat(run(PASSWORD, "add", "ben", "--role", "crew")).isEqualTo(1);
        assertThat(run(PASSWORD, "add", "Anna B", "--role", "crew")).isEqualTo(2);
        assertThat(run(PASSWORD, "add", "anna", "--role", "root")).isEqualTo(2);
        assertThat(run(PASSWORD, "add", "anna")).isEqualTo(2);
        assertThat(run("", "remove", "anna")).isEqualTo(1);
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void a_password_is_no_argument() {
        assertThat(run("", "add", "anna", "--role", "crew", "--password", PASSWORD)).isEqualTo(2);
        assertThat(run("", "add", "anna", PASSWORD, "--role", "crew")).isEqualTo(2);
    }

    private String token(String... arguments) {
        out.getBuffer().setLength(0);
        assertThat(run("", arguments)).as(out.toString()).isZero();
        return out.toString().strip();
    }

    @Test
    void prints_the_token_of_a_machine_once_and_keeps_only_its_digest() throws Exception {
        run(PASSWORD, "add", "anna", "--role", "officer");
        String first = token("machine", "pacs", "--days", "30");

        assertThat(first).matches("medsendx_[A-Za-z0-9_-]{43}");
        assertThat(Files.readString(file())).doesNotContain(first, first.substring(9));
        var kept = Accounts.read(file()).machines().getFirst();
        assertThat(kept.proof()).isEqualTo(Machine.proofOf(first));
        assertThat(Duration.between(Instant.now(), kept.until()))
                .isBetween(Duration.ofDays(29), Duration.ofDays(30));
        assertThat(account("anna").role()).isEqualTo(Role.OFFICER);

        String second = token("machine", "pacs");
        assertThat(second).isNotEqualTo(first);
        assertThat(Accounts.read(file()).machines())
                .singleElement()
                .extracting(Machine::proof)
                .isEqualTo(Machine.proofOf(second));
        out.getBuffer().setLength(0);
        assertThat(run("", "list")).isZero();
        assertThat(out.toString()).containsPattern("anna +officer\\R(?s:.*)pacs +machine until 20");
        assertThat(run("", "remove", "pacs")).isZero();
        assertThat(Accounts.read(file()).machines()).isEmpty();
    }

    @Test
    void a_machine_and_somebody_cannot_have_one_name() throws Exception {
        run(PASSWORD, "add", "anna", "--role", "officer");
        token("machine", "pacs");

        assertThat(run("", "machine", "anna")).isEqualTo(1);
        assertThat(run(PASSWORD, "add", "pacs", "--role", "crew")).isEqualTo(1);
        assertThat(run("", "machine", "PACS")).isEqualTo(2);
        assertThat(run("", "machine", "ct", "--days", "0")).isEqualTo(2);
        assertThat(run("", "unlock", "pacs")).isEqualTo(1);
        assertThat(Accounts.read(file()).all()).hasSize(1);
        assertThat(Accounts.read(file()).machines()).hasSize(1);
    }

    @Test
    void a_machine_with_a_certificate_may_send_until_that_ends() throws Exception {
        var keys = folder.resolve("keys.p12");
        var pem = folder.resolve("ct.pem");
        for (var command :
                List.of(
                        List.of(
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=ct",
                                "-validity",
                                "9"),
                        List.of("-exportcert", "-rfc", "-file", pem.toString()))) {
            var all = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/keytool"));
            all.addAll(command);
            all.addAll(List.of("-keystore", keys.toString(), "-storepass", "changeit"));
            assertThat(new ProcessBuilder(all).inheritIO().start().waitFor()).isZero();
        }

        assertThat(run("", "machine", "ct-7", "--certificate", pem.toString())).isZero();

        var kept = Accounts.read(file()).machines().getFirst();
        var shown =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(Files.newInputStream(pem));
        assertThat(kept)
                .isEqualTo(
                        new Machine(
                                "ct-7", Machine.proofOf(shown), shown.getNotAfter().toInstant()));
        assertThat(out.toString()).doesNotContain("medsendx_");
        Files.writeString(pem, "no certificate");
        assertThat(run("", "machine", "ct-8", "--certificate", pem.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("is no certificate");
    }

    @Test
    void a_file_with_a_machine_that_is_none_lets_nobody_in() throws Exception {
        token("machine", "pacs");
        String good = Files.readString(file());
        for (var bad :
                List.of(
                        good.replace("\"token\"", "\"word\""),
                        good.replaceAll("\"sha256\" : \"..", "\"sha256\" : \""),
                        good.replaceAll("\"until\" : \"[^\"]*", "\"until\" : \"soon"),
                        good.replace("\"pacs\"", "\"P A\""))) {
            assertThat(bad).isNotEqualTo(good);
            Files.writeString(file(), bad);
            assertThatThrownBy(() -> Accounts.read(file()))
                    .isInstanceOf(Accounts.UnusableFileException.class)
                    .hasMessageStartingWith("the file of accounts");
        }
    }
}
