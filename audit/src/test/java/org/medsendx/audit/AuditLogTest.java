package org.medsendx.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.audit.AuditEvent.Kind;
import org.medsendx.audit.AuditEvent.ObjectOf;
import org.medsendx.audit.AuditEvent.Outcome;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Sha256;
import org.medsendx.journal.FileSizeLimit;

class AuditLogTest {

    private static final Clock NOW =
            Clock.fixed(Instant.parse("2026-05-04T10:00:00Z"), ZoneOffset.UTC);

    @TempDir Path folder;

    @Test
    void says_who_did_what_with_what_and_when() throws IOException {
        try (var log = open()) {
            log.add(
                    new AuditEvent(
                            Kind.REIDENTIFIED_BY_CLAIM,
                            Outcome.SUCCESS,
                            "Dr. Weber",
                            "127.0.0.1",
                            List.of(new ObjectOf("pseudonym", "P-0123456789ABCDEF")),
                            "request 17"));
        }

        var line = EventCodec.JSON.readTree(lines().getFirst());
        assertThat(line.at("/EventIdentification/EventID/code").asText()).isEqualTo("110110");
        assertThat(line.at("/EventIdentification/EventActionCode").asText()).isEqualTo("R");
        assertThat(line.at("/EventIdentification/EventDateTime").asText())
                .isEqualTo("2026-05-04T10:00:00Z");
        assertThat(line.at("/EventIdentification/EventOutcomeIndicator").asInt()).isZero();
        assertThat(line.at("/ActiveParticipant/0/UserID").asText()).isEqualTo("Dr. Weber");
        assertThat(line.at("/ActiveParticipant/0/NetworkAccessPointID").asText())
                .isEqualTo("127.0.0.1");
        assertThat(line.at("/ParticipantObjectIdentification/0/ParticipantObjectID").asText())
                .isEqualTo("P-0123456789ABCDEF");
        assertThat(line.at("/Reason").asText()).isEqualTo("request 17");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve(AuditLog.NAME))))
                .isEqualTo("rw-------");
    }

    @Test
    void goes_on_after_a_restart_in_one_chain() throws IOException {
        write(3);
        write(2);

        AuditChain.State state = state();
        assertThat(state.problem()).isNull();
        assertThat(state.lines()).isEqualTo(5);
    }

    @Test
    void shows_when_a_line_was_changed_removed_or_put_in() throws IOException {
        write(4);
        List<String> good = lines();

        var changed = new ArrayList<>(good);
        changed.set(1, good.get(1).replace("SUCCESS", "success").replace("\"R\"", "\"D\""));
        assertThat(problem(changed)).contains("line 3 does not follow");

        var removed = new ArrayList<>(good);
        removed.remove(2);
        assertThat(problem(removed)).contains("line 3");

        var added = new ArrayList<>(good);
        added.add(2, good.get(2));
        assertThat(problem(added)).contains("line 4");

        var lastChanged = new ArrayList<>(good);
        lastChanged.set(3, good.get(3).replace("\"R\"", "\"D\""));
        assertThat(problem(lastChanged)).contains("line 4 is not the one that was written");
    }

    @Test
    void shows_when_lines_were_cut_off_at_the_end_or_all_were_removed() throws IOException {
        write(4);
        List<String> good = lines();

        assertThat(problem(good.subList(0, 2))).contains("2 lines and once had 4");
        Files.delete(folder.resolve(AuditLog.NAME));
        assertThat(state().problem()).contains("0 lines and once had 4");
    }

    @Test
    void goes_on_from_a_broken_chain_with_a_line_that_says_so() throws IOException {
        write(4);
        problem(lines().subList(0, 2));

        write(1);

        assertThat(lines()).hasSize(4);
        assertThat(lines().get(2)).contains("CHAIN_BROKEN", "2 lines and once had 4");
    }

    @Test
    void counts_how_often_it_was_found_broken_now_and_after_a_restart() throws IOException {
        write(4);
        try (var whole = open()) {
            assertThat(whole.breaks()).isZero();
        }
        problem(lines().subList(0, 2));

        try (var broken = open()) {
            assertThat(broken.breaks()).isEqualTo(1);
        }
        try (var later = open()) {
            assertThat(later.breaks()).isEqualTo(1);
        }
    }

    @Test
    void forgets_a_torn_last_line_that_was_promised_to_nobody() throws IOException {
        write(2);
        Files.writeString(
                folder.resolve(AuditLog.NAME),
                "{\"seq\":3,\"pre",
                StandardCharsets.US_ASCII,
                java.nio.file.StandardOpenOption.APPEND);

        write(1);

        assertThat(state())
                .satisfies(state -> {
                    assertThat(state.problem()).isNull();
                    assertThat(state.lines()).isEqualTo(3);
                });
    }

    @Test
    void keeps_a_log_of_before_the_chain_and_names_its_digest_in_the_first_line()
            throws IOException {
        String before =
                """
                {"at":"2026-05-03T09:00:00Z","who":"127.0.0.1","what":"GET /instances"}
                {"at":"2026-05-03T09:00:01Z","who":"127.0.0.1","what":"POST /inspect"}
                """;
        Files.writeString(folder.resolve(AuditLog.NAME), before);

        write(1);
        write(1);

        assertThat(folder.resolve(AuditLog.BEFORE)).hasContent(before);
        assertThat(lines()).hasSize(3);
        assertThat(lines().getFirst())
                .contains("TAKEN_OVER", AuditLog.BEFORE, Sha256.of(before), "\"seq\":1");
        assertThat(state().problem()).isNull();
    }

    @Test
    void shows_when_a_log_of_before_the_chain_was_changed_or_removed() throws IOException {
        Files.writeString(
                folder.resolve(AuditLog.NAME), "{\"at\":\"x\",\"who\":\"y\",\"what\":\"z\"}\n");
        write(1);

        Files.writeString(
                folder.resolve(AuditLog.BEFORE), "{\"at\":\"x\",\"who\":\"me\",\"what\":\"z\"}\n");
        assertThat(state().problem()).contains("is not what line 1 took over");
        Files.delete(folder.resolve(AuditLog.BEFORE));
        assertThat(state().problem()).contains("is gone");
    }

    @Test
    void takes_over_a_log_of_before_also_when_the_power_failed_meanwhile() throws IOException {
        Files.writeString(
                folder.resolve(AuditLog.BEFORE), "{\"at\":\"x\",\"who\":\"y\",\"what\":\"z\"}\n");

        write(1);

        assertThat(lines().getFirst()).contains("TAKEN_OVER");
        assertThat(state().problem()).isNull();
    }

    @Test
    void takes_no_chain_for_a_log_of_before() throws IOException {
        write(2);
        Files.delete(folder.resolve(AuditLog.HEAD));

        write(1);

        assertThat(folder.resolve(AuditLog.BEFORE)).doesNotExist();
        assertThat(state().problem()).isNull();
        assertThat(state().lines()).isEqualTo(3);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "sets a Linux resource limit")
    void fails_when_the_disk_is_full_and_goes_on_in_one_chain_when_it_is_not() throws IOException {
        try (var log = open()) {
            log.add(event());
            long size = Files.size(folder.resolve(AuditLog.NAME));
            try (var limit = new FileSizeLimit(size + 100)) {
                assertThat(limit).isNotNull();
                assertThatThrownBy(() -> log.add(event())).isInstanceOf(IOException.class);
                assertThatThrownBy(() -> log.add(event())).isInstanceOf(IOException.class);
            }

            log.add(AuditEvent.pageRead("http", "127.0.0.1", "GET", "/instances"));
        }

        assertThat(state().problem()).isNull();
        assertThat(lines()).hasSize(2);
        assertThat(lines().getLast()).contains("GET /instances");
    }

    @Test
    void keeps_one_chain_when_many_write_at_once() throws Exception {
        try (var log = open();
                var pool = Executors.newFixedThreadPool(8)) {
            Callable<Boolean> adds =
                    () -> {
                        for (int i = 0; i < 25; i++) {
                            log.add(event());
                        }
                        return true;
                    };
            for (var future : pool.invokeAll(java.util.Collections.nCopies(8, adds))) {
                assertThat(future.get()).isTrue();
            }
        }

        assertThat(state().problem()).isNull();
        assertThat(state().lines()).isEqualTo(200);
    }

    private String problem(List<String> lines) throws IOException {
        Files.writeString(folder.resolve(AuditLog.NAME), String.join("\n", lines) + "\n");
        return String.valueOf(state().problem());
    }

    private AuditChain.State state() throws IOException {
        return AuditChain.read(folder);
    }

    private void write(int lines) throws IOException {
        try (var log = open()) {
            for (int i = 0; i < lines; i++) {
                log.add(event());
            }
        }
    }

    private static AuditEvent event() {
        return AuditEvent.ofService(
                Kind.RELEASED, Outcome.SUCCESS, List.of(new ObjectOf("instance", "x")), null);
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(folder.resolve(AuditLog.NAME));
    }

    private AuditLog open() throws IOException {
        return AuditLog.open(folder, "anonymizer-service", NOW);
    }
}
