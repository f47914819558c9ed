package org.medsendx.outbox.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Sha256;
import org.medsendx.outbox.retention.Confirmation.What;
import org.medsendx.outbox.retention.ConfirmedFiles.Deleted;

class ConfirmedFilesTest {

    private static final Duration KEEP = Duration.ofDays(14);
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    @TempDir Path folder;
    private int broken;

    private final ConfirmedFiles.Owner owner =
            (confirmation, others, keep, now) -> {
                if (broken > 0 && --broken == 0) {
                    throw new IOException("the disk fails");
                }
                String sha256 = confirmation.sha256();
                return sha256 == null
                        ? Deleted.NOTHING
                        : DeletedFile.ifConfirmed(file(confirmation.objectId()), sha256);
            };

    @Test
    void a_file_goes_when_its_time_after_the_confirmation_is_over_and_not_before()
            throws IOException {
        try (var files = open()) {
            UUID id = write("a scan");
            files.add(confirmed(id, "a scan", START));

            files.round(START.plus(KEEP).minusSeconds(1));
            assertThat(file(id)).exists();
            assertThat(files.waiting()).isOne();
            assertThat(files.waitingBytes()).isEqualTo(6);

            files.round(START.plus(KEEP));
            assertThat(file(id)).doesNotExist();
            assertThat(files.waiting()).isZero();
            assertThat(files.waitingBytes()).isZero();
            assertThat(files.deletedFiles()).isOne();
            assertThat(files.deletedBytes()).isEqualTo(6);
            assertThat(files.find(id, What.HIGHLIGHT)).isNotNull();
            assertThat(files.find(id, What.INSTANCE)).isNull();
        }
    }

    @Test
    void what_was_not_confirmed_stays_for_ever() throws IOException {
        try (var files = open()) {
            UUID unconfirmed = write("not in the cloud");
            UUID other = write("in the cloud");
            files.add(confirmed(other, "in the cloud", START));
            files.round(START.plus(Duration.ofDays(3650)));
            assertThat(file(unconfirmed)).exists();
            assertThat(file(other)).doesNotExist();
        }
    }

    @Test
    void a_file_that_is_not_the_one_that_was_confirmed_stays_and_is_counted() throws IOException {
        try (var files = open()) {
            UUID id = write("changed");
            files.add(confirmed(id, "as it was", START));
            files.round(START.plus(KEEP));
            assertThat(file(id)).exists();
            assertThat(files.refused()).isOne();
            assertThat(files.deletedFiles()).isZero();
        }
    }

    @Test
    void a_repeat_changes_nothing_and_other_bytes_are_no_repeat() throws IOException {
        try (var files = open()) {
            UUID id = write("second run");
            files.add(confirmed(id, "first run", START));
            files.add(confirmed(id, "first run", START.plusSeconds(60)));
            assertThat(files.waiting()).isOne();
            files.add(confirmed(id, "second run", START.plusSeconds(90)));
            assertThat(files.waiting()).isEqualTo(2);
            files.round(START.plus(KEEP).plusSeconds(90));
            assertThat(file(id)).doesNotExist();
        }
    }

    @Test
    void a_fault_of_the_disk_stops_at_that_file_and_the_next_round_goes_on_there()
            throws IOException {
        try (var files = open()) {
            for (int i = 0; i < 10; i++) {
                files.add(confirmed(write("scan " + i), "scan " + i, START));
            }
            broken = 4;
            assertThatThrownBy(() -> files.round(START.plus(KEEP))).isInstanceOf(IOException.class);
            assertThat(files.deletedFiles()).isEqualTo(3);
        }
        try (var files = open()) {
            assertThat(files.waiting()).isEqualTo(7);
            files.round(START.plus(KEEP));
            assertThat(files.waiting()).isZero();
            assertThat(files.deletedFiles()).isEqualTo(7);
        }
    }

    @Test
    void a_place_that_was_lost_or_is_older_than_the_deletions_does_no_harm() throws IOException {
        for (int i = 0; i < 10; i++) {
            try (var files = open()) {
                UUID id = write("scan " + i);
                files.add(confirmed(id, "scan " + i, START));
                files.round(START.plus(KEEP));
                assertThat(file(id)).doesNotExist();
            }
            if (i % 2 == 0) {
                Files.delete(folder.resolve("confirmed/deleted-before"));
            } else {
                Files.writeString(folder.resolve("confirmed/deleted-before"), "999999999");
            }
        }
    }

    @Test
    void confirmations_are_forgotten_when_they_were_acted_on_and_no_repeat_comes()
            throws IOException {
        var now = Instant.now();
        try (var files = open()) {
            for (int i = 0; i < 60_000; i++) {
                files.add(
                        new Confirmation(
                                new UUID(7, i), What.HIGHLIGHT, Sha256.of("" + i), 1, null, now));
            }
            files.round(now.plus(KEEP));
            files.round(now.plus(KEEP).plus(Duration.ofDays(29)));
            assertThat(files.find(new UUID(7, 0), What.HIGHLIGHT)).isNotNull();
            files.round(now.plus(KEEP).plus(Duration.ofDays(31)));
            assertThat(files.find(new UUID(7, 0), What.HIGHLIGHT)).isNull();
            assertThat(files.find(new UUID(7, 59_999), What.HIGHLIGHT)).isNotNull();
            assertThat(files.waiting()).isZero();
        }
    }

    private ConfirmedFiles open() throws IOException {
        return ConfirmedFiles.open(folder.resolve("confirmed"), owner, KEEP, Duration.ofDays(30));
    }

    private Path file(UUID id) {
        return folder.resolve(id.toString());
    }

    private UUID write(String content) throws IOException {
        var id = UUID.randomUUID();
        Files.writeString(file(id), content);
        return id;
    }

    private static Confirmation confirmed(UUID id, String content, Instant at) {
        return new Confirmation(id, What.HIGHLIGHT, Sha256.of(content), content.length(), null, at);
    }
}
