package org.medsendx.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
}
