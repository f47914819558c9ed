package org.medsendx.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With a limit of the kernel instead of a full disk: the same error at the same place. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "sets a Linux resource limit")
class JournalOnFullDiskTest {

    @TempDir Path folder;

    @Test
    void tells_the_caller_and_keeps_what_was_on_disk_and_goes_on_when_there_is_space()
            throws IOException {
        try (var journal = Journal.open(folder)) {
            journal.append(record(1, 1000));

            try (var limit = new FileSizeLimit(1500)) {
                assertThat(limit).isNotNull();
                assertThatThrownBy(() -> journal.append(record(2, 1000)))
                        .isInstanceOf(IOException.class);
                assertThat(journal.broken()).isTrue();
                assertThatThrownBy(() -> journal.append(record(3, 1000)))
                        .isInstanceOf(IOException.class);
                assertThat(journal.append(record(4, 100))).isEqualTo(1);
            }
            assertThat(journal.append(record(5, 1000))).isEqualTo(2);
            assertThat(firstBytes(journal)).containsExactly(1, 4, 5);
        }

        try (var journal = Journal.open(folder)) {
            assertThat(firstBytes(journal)).containsExactly(1, 4, 5);
        }
    }

    @Test
    void a_record_that_is_on_disk_is_said_to_be_though_another_failed_meanwhile()
            throws IOException {
        try (var journal = Journal.open(folder)) {
            var onDisk = journal.write(record(1, 100));
            journal.append(record(2, 100));
            var unforced = journal.write(record(3, 100));

            try (var limit = new FileSizeLimit(1000)) {
                assertThat(limit).isNotNull();
                assertThatThrownBy(() -> journal.write(record(4, 1000)))
                        .isInstanceOf(IOException.class);
            }

            journal.force(onDisk);
            assertThatThrownBy(() -> journal.force(unforced)).isInstanceOf(IOException.class);
            assertThat(journal.append(record(5, 100))).isEqualTo(2);
            journal.force(onDisk);
            assertThatThrownBy(() -> journal.force(unforced))
                    .as("another record has its place")
                    .isInstanceOf(IOException.class);
            assertThat(firstBytes(journal)).containsExactly(1, 2, 5);
        }
    }

    @Test
    void leaves_no_half_segment_behind_when_a_new_one_cannot_be_made() throws IOException {
        try (var journal = Journal.open(folder, 600)) {
            journal.append(record(1, 500));
            try (var limit = new FileSizeLimit(4)) {
                assertThat(limit).isNotNull();
                assertThatThrownBy(() -> journal.append(record(2, 500)))
                        .isInstanceOf(IOException.class);
            }
            journal.append(record(3, 10));
            journal.append(record(4, 500));
        }

        try (var journal = Journal.open(folder, 600)) {
            assertThat(firstBytes(journal)).containsExactly(1, 3, 4);
        }
    }

    private static byte[] record(int content, int length) {
        byte[] record = new byte[length];
        Arrays.fill(record, (byte) content);
        return record;
    }

    private static List<Integer> firstBytes(Journal journal) throws IOException {
        var first = new ArrayList<Integer>();
        journal.replay(0, (record, index) -> first.add((int) record[0]));
        return first;
    }
}
