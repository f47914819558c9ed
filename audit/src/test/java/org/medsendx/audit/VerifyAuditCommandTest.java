package org.medsendx.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VerifyAuditCommandTest {

    @TempDir Path identified;

    private record Answer(int status, String text) {}

    private Answer verify() {
        var text = new StringWriter();
        int status =
                new CommandLine(new VerifyAuditCommand())
                        .setOut(new PrintWriter(text))
                        .setErr(new PrintWriter(text))
                        .execute("--identified", identified.toString());
        return new Answer(status, text.toString());
    }

    private Path write(String service, int lines) throws IOException {
        Path folder = identified.resolve(service);
        try (var log = AuditLog.open(folder, service, InstantSource.system())) {
            for (int i = 0; i < lines; i++) {
                log.add(AuditEvent.pageRead("http", "127.0.0.1", "GET", "/instances"));
            }
        }
        return folder.resolve(AuditLog.NAME);
    }

    @Test
    void reads_the_log_of_every_service_of_the_volume() throws IOException {
        write("ingest", 2);
        write("anonymizer", 3);
        Files.createDirectories(identified.resolve("objects"));

        assertThat(verify().status()).isZero();
        assertThat(verify().text())
                .contains("ingest: whole; 2 lines", "anonymizer: whole; 3 lines")
                .doesNotContain("objects");
    }

    @Test
    void says_which_log_is_broken_and_where() throws IOException {
        write("ingest", 2);
        Path log = write("anonymizer", 3);
        Files.writeString(log, Files.readString(log).replaceFirst("127.0.0.1", "127.0.0.2"));

        assertThat(verify().status()).isEqualTo(1);
        assertThat(verify().text())
                .contains("ingest: whole", "anonymizer: BROKEN, line 2 does not follow");
    }

    @Test
    void misses_a_log_that_was_removed_and_remembers_that_one_was_broken() throws IOException {
        Path log = write("ingest", 2);
        Files.delete(log);
        assertThat(verify().text()).contains("ingest: BROKEN, it has 0 lines and once had 2");

        write("ingest", 1);

        assertThat(verify().status()).isEqualTo(1);
        assertThat(verify().text()).contains("ingest: whole now, and was BROKEN");
    }

    @Test
    void has_nothing_to_say_of_a_folder_without_logs() {
        assertThat(verify().status()).isEqualTo(2);
    }
}
