package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** With what the processes of the running suite log in to Kafka is nobody else's to see. */
@ExtendWith(RunningStack.class)
class LoginsIT {

    @Test
    void no_password_is_on_a_command_line_in_an_environment_or_in_a_log() throws IOException {
        var passwords = passwords();

        for (var process : RunningStack.get().processes()) {
            for (var place : List.of("cmdline", "environ")) {
                var text = text(Path.of("/proc/" + process.pid() + "/" + place));
                assertThat(passwords).as(process.name()).noneMatch(text::contains);
            }
            assertThat(passwords).as(process.name()).noneMatch(text(process.log())::contains);
        }
    }

    @Test
    void a_file_with_a_password_is_for_its_owner_and_a_service_has_its_own_alone()
            throws IOException {
        var passwords = passwords();
        var work = RunningStack.get().folders().work();
        var holders = new ArrayList<String>();
        for (var file : files(work)) {
            var text = text(file);
            long held = passwords.stream().filter(text::contains).count();
            if (held > 0) {
                holders.add(work.relativize(file) + " " + held);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as("%s", file.getFileName())
                        .isEqualTo("rw-------");
            }
        }
        assertThat(holders)
                .contains(
                        "edge-ingest.properties 1",
                        "segmenter-service.properties 1",
                        "fleet-miner-service.properties 1",
                        "cloud-reader.properties 1",
                        "cloud-reader.conf 1");
    }

    private static List<String> passwords() throws IOException {
        var passwords = new ArrayList<String>();
        for (var broker : List.of("kafka-truck", "kafka-cloud")) {
            var users = new Properties();
            var file = RunningStack.get().folders().work().resolve(broker + "/users.properties");
            try (var in = Files.newInputStream(file)) {
                users.load(in);
            }
            users.values().forEach(password -> passwords.add(password.toString()));
        }
        assertThat(passwords).hasSizeGreaterThan(8).doesNotHaveDuplicates();
        return passwords;
    }

    // Beside the volumes and the brokers' data.
    private static List<Path> files(Path work) throws IOException {
        var found = new ArrayList<Path>();
        for (var folder : List.of(work, work.resolve("kafka-truck"), work.resolve("kafka-cloud"))) {
            try (var files = Files.list(folder)) {
                files.filter(Files::isRegularFile).forEach(found::add);
            }
        }
        return found;
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
}
