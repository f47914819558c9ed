package org.medsendx.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.medsendx.journal.Journal.CompactionStep;

class JournalCompactionTest {

    private static final int SEGMENT = 400;

    @TempDir Path folder;

    private static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void keeps_the_table_and_lets_go_of_its_history() throws IOException {
        try (var journal = Journal.open(folder, SEGMENT)) {
            for (int round = 0; round < 20; round++) {
                change(journal);
                long before = journal.size();
                journal.compact(live(table(journal)));
                assertThat(journal.first()).isEqualTo(before);
                assertThat(table(journal)).isEqualTo(expected());
            }
            assertThat(bytes()).isLessThan(4L * SEGMENT);
            assertThatThrownBy(() -> journal.read(0)).isInstanceOf(IllegalArgumentException.class);
            assertThat(journal.append(record("k9", "after"))).isGreaterThan(1000);
        }

        try (var journal = Journal.open(folder, SEGMENT)) {
            assertThat(table(journal))
                    .containsAllEntriesOf(expected())
                    .containsEntry("k9", "after");
            assertThat(journal.read(journal.size() - 1)).isEqualTo(record("k9", "after"));
        }
    }

    @Test
    void an_empty_table_leaves_an_empty_journal() throws IOException {
        try (var journal = Journal.open(folder, SEGMENT)) {
            change(journal);
            journal.compact(List.of());
            journal.compact(List.of());
        }
        try (var journal = Journal.open(folder, SEGMENT)) {
            assertThat(table(journal)).isEmpty();
            assertThat(journal.first()).isEqualTo(journal.size()).isPositive();
            assertThat(journal.append(record("a", "b"))).isEqualTo(journal.first());
        }
    }

    @ParameterizedTest
    @EnumSource(CompactionStep.class)
    void keeps_the_table_when_the_power_is_cut_at_any_step(CompactionStep step) throws IOException {
        for (int nth = 1; nth <= 3; nth++) {
            var journal = Journal.open(folder, SEGMENT);
            change(journal);
            int[] left = {nth};
            try {
                journal.compact(
                        live(table(journal)),
                        at -> {
                            if (at == step && --left[0] == 0) {
                                throw new PowerCut();
                            }
                        });
            } catch (PowerCut e) {
                // As a kill: nothing more is done, and what was begun is on disk.
            }
            journal.close();

            try (var again = Journal.open(folder, SEGMENT)) {
                assertThat(table(again)).as("cut %d", nth).isEqualTo(expected());
                again.compact(live(table(again)));
                assertThat(table(again)).isEqualTo(expected());
            }
            assertThat(bytes()).isLessThan(4L * SEGMENT);
        }
    }

    @Test
    void misses_a_segment_that_a_compaction_made() throws IOException {
        try (var journal = Journal.open(folder, SEGMENT)) {
            change(journal);
            journal.compact(live(table(journal)));
        }
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".journal")).toList()) {
                Files.delete(file);
            }
        }

        assertThatThrownBy(() -> Journal.open(folder, SEGMENT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void a_reader_of_another_process_goes_on_after_what_was_let_go() throws IOException {
        try (var journal = Journal.open(folder, SEGMENT)) {
            var reader = new JournalReader(folder);
            change(journal);
            var first = reader.read(JournalReader.Position.START, 10);
            assertThat(first).hasSize(10);
            var rest = reader.read(first.getLast().next(), 1000);
            assertThat(10 + rest.size()).isEqualTo((int) journal.size());
            assertThat(reader.read(rest.getLast().next(), 10)).isEmpty();

            journal.compact(live(table(journal)));
            journal.append(record("new", "1"));

            var later = reader.read(first.getLast().next(), 1000);
            assertThat(later.getFirst().at().index()).isEqualTo(journal.first());
            assertThat(later.getLast().data()).isEqualTo(record("new", "1"));
            assertThat(reader.read(rest.getLast().next(), 1000)).hasSameSizeAs(later);
        }
    }

    @Test
    void a_reader_waits_for_a_record_that_is_half_there_and_finds_its_way_after_a_rewrite()
            throws IOException {
        try (var journal = Journal.open(folder)) {
            journal.append(record("a", "1"));
            journal.append(record("b", "a longer one"));
        }
        Path file = folder.resolve("%020d.journal".formatted(0));
        byte[] whole = Files.readAllBytes(file);
        var reader = new JournalReader(folder);
        var both = reader.read(JournalReader.Position.START, 10);

        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 1));
        assertThat(reader.read(JournalReader.Position.START, 10)).hasSize(1);

        // The second was never on disk: its writer took it back and wrote two others.
        try (var journal = Journal.open(folder)) {
            journal.append(record("c", "2"));
            journal.append(record("d", "3"));
        }
        var after = reader.read(both.getLast().next(), 10);
        assertThat(after).hasSize(1);
        assertThat(after.getFirst().data()).isEqualTo(record("d", "3"));
    }

    // Keys come and go; at the end of each change the table is the same.
    private static void change(Journal journal) throws IOException {
        for (int i = 0; i < 30; i++) {
            journal.write(record("gone" + i, "x"));
            journal.write(record("k" + i % 5, "" + i));
            journal.force(journal.write(record("gone" + i, "")));
        }
    }

    private static Map<String, String> expected() {
        var table = new TreeMap<String, String>();
        for (int k = 0; k < 5; k++) {
            table.put("k" + k, "" + (25 + k));
        }
        return table;
    }

    private static Map<String, String> table(Journal journal) throws IOException {
        var table = new TreeMap<String, String>();
        journal.replay(
                0,
                (record, _) -> {
                    String[] pair = new String(record, StandardCharsets.UTF_8).split("=", 2);
                    if (pair[1].isEmpty()) {
                        table.remove(pair[0]);
                    } else {
                        table.put(pair[0], pair[1]);
                    }
                });
        return table;
    }

    private static List<byte[]> live(Map<String, String> table) {
        var records = new ArrayList<byte[]>();
        table.forEach((key, value) -> records.add(record(key, value)));
        return records;
    }

    private static byte[] record(String key, String value) {
        return (key + "=" + value).getBytes(StandardCharsets.UTF_8);
    }

    private long bytes() throws IOException {
        long sum = 0;
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                sum += Files.size(file);
            }
        }
        return sum;
    }
}
