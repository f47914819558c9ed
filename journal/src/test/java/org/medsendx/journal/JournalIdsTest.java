package org.medsendx.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalIdsTest {

    private static final int SEGMENT = 4000;

    @TempDir Path folder;
    private int readRecords;

    private final JournalIds.Reader reader =
            (record, index, into) -> {
                readRecords++;
                String[] words = new String(record, StandardCharsets.UTF_8).split(" ");
                into.put(words[0], index);
                into.putNumber("highest", Long.parseLong(words[1]), index);
            };

    @Test
    void finds_the_latest_record_of_every_id_over_many_segments_and_restarts() throws IOException {
        var random = new Random(11);
        var expected = new HashMap<String, Long>();
        for (int life = 0; life < 5; life++) {
            try (var journal = Journal.open(folder, SEGMENT)) {
                var ids = JournalIds.open(journal, reader);
                assertAll(ids, expected);
                for (int i = 0; i < 1000; i++) {
                    String id = id(random.nextInt(3000));
                    long number = random.nextInt(1_000_000);
                    var ticket = journal.write(record(id, number));
                    long at = ticket.index();
                    ids.put(id, at);
                    ids.putNumber("highest", number, at);
                    expected.put(id, at);
                    expected.merge("highest", number, Math::max);
                    if (i % 100 == 0) {
                        assertThat(ids.get(id)).isEqualTo(at);
                        journal.force(ticket);
                    }
                }
                assertAll(ids, expected);
            }
        }
    }

    @Test
    void what_cannot_be_read_anew_stays_as_it_was() throws IOException {
        try (var journal = Journal.open(folder, SEGMENT)) {
            var unreadable = new AtomicBoolean();
            var ids =
                    JournalIds.open(
                            journal,
                            (record, index, into) -> {
                                if (unreadable.get()) {
                                    throw new IOException("no file can be opened");
                                }
                                reader.read(record, index, into);
                            });
            long at = journal.append(record("a", 7));
            ids.put("a", at);
            ids.putNumber("highest", 7, at);

            unreadable.set(true);
            assertThatThrownBy(ids::reload).isInstanceOf(IOException.class);
            assertThat(ids.get("a")).isEqualTo(at);
            assertThat(ids.number("highest")).isEqualTo(7);

            unreadable.set(false);
            ids.reload();
            assertThat(ids.get("a")).isEqualTo(at);
        }
    }

    @Test
    void reads_the_last_segment_only_at_a_start() throws IOException {
        fill(3000);
        readRecords = 0;

        try (var journal = Journal.open(folder, SEGMENT)) {
            JournalIds.open(journal, reader);
            int first = readRecords;
            JournalIds.open(journal, reader);

            assertThat(files(".ids")).hasSizeGreaterThan(20);
            assertThat(files(".seal")).hasSizeGreaterThan(20);
            assertThat(readRecords - first).isLessThan(200);
        }
    }

    @Test
    void makes_again_what_is_absent_torn_or_of_another_range() throws IOException {
        fill(3000);
        try (var journal = Journal.open(folder, SEGMENT)) {
            JournalIds.open(journal, reader);
        }
        var ids = files(".ids");
        var seals = files(".seal");
        Files.delete(ids.get(0));
        byte[] whole = Files.readAllBytes(ids.get(1));
        Files.write(ids.get(1), Arrays.copyOf(whole, whole.length - 24));
        byte[] damaged = Files.readAllBytes(ids.get(2));
        damaged[10] ^= 1;
        Files.write(ids.get(2), damaged);
        Files.write(ids.get(3), new byte[3]);
        Files.copy(ids.get(5), ids.get(4), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.delete(seals.get(0));
        Files.write(seals.get(1), new byte[0]);
        byte[] seal = Files.readAllBytes(seals.get(2));
        seal[9] ^= 1;
        Files.write(seals.get(2), seal);

        try (var journal = Journal.open(folder, SEGMENT)) {
            var again = JournalIds.open(journal, reader);
            for (int i = 0; i < 3000; i++) {
                assertThat(again.get(id(i))).isEqualTo(i);
                assertThat(journal.read(i)).isEqualTo(record(id(i), i));
            }
            assertThat(again.number("highest")).isEqualTo(2999);
        }
    }

    @Test
    void finds_ids_that_are_not_spread_evenly() throws IOException {
        var part = new JournalIds.Open(0);
        for (int i = 0; i < 5000; i++) {
            part.ids().put("%032x".formatted(i), i);
        }
        part.ids().put("f".repeat(32), 5000);
        var sealed = SealedIds.write(folder.resolve("x.ids"), part, 5001);

        for (int i = 0; i < 5000; i++) {
            assertThat(sealed.get(IdIndex.Key.of("%032x".formatted(i)))).isEqualTo(i);
        }
        assertThat(sealed.get(IdIndex.Key.of("f".repeat(32)))).isEqualTo(5000);
        assertThat(sealed.get(IdIndex.Key.of("e".repeat(32)))).isEqualTo(-1);
        assertThat(sealed.get(IdIndex.Key.of("0".repeat(31) + "g"))).isEqualTo(-1);
    }

    @Test
    void an_appender_that_is_late_by_a_segment_is_found_after_a_restart_too() throws IOException {
        try (var journal = Journal.open(folder, SEGMENT)) {
            var ids = JournalIds.open(journal, reader);
            long late = journal.append(record("late", 1));
            for (int i = 0; journal.segments().length < 2; i++) {
                ids.put(id(i), journal.append(record(id(i), i)));
            }
            ids.put("late", late);
            for (int i = 0; journal.segments().length < 5; i++) {
                ids.put(id(i), journal.append(record(id(i), i)));
            }
            assertThat(ids.get("late")).isEqualTo(late);
        }
        try (var journal = Journal.open(folder, SEGMENT)) {
            assertThat(JournalIds.open(journal, reader).get("late")).isZero();
        }
    }

    private void fill(int records) throws IOException {
        try (var journal = Journal.open(folder, SEGMENT)) {
            var ids = JournalIds.open(journal, reader);
            for (int i = 0; i < records; i++) {
                var ticket = journal.write(record(id(i), i));
                ids.put(id(i), ticket.index());
                ids.putNumber("highest", i, i);
                if (i == records - 1) {
                    journal.force(ticket);
                }
            }
        }
    }

    private static void assertAll(JournalIds ids, Map<String, Long> expected) {
        for (int i = 0; i < 3000; i++) {
            assertThat(ids.get(id(i))).isEqualTo(expected.getOrDefault(id(i), -1L));
        }
        assertThat(ids.number("highest")).isEqualTo(expected.get("highest"));
        assertThat(ids.number("other")).isNull();
    }

    private List<Path> files(String suffix) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(suffix)).sorted().toList();
        }
    }

    private static String id(int i) {
        return i % 2 == 0
                ? "object-" + i
                : "%08x".formatted(i * 2_654_435_761L & 0xffffffffL).repeat(4);
    }

    private static byte[] record(String id, long number) {
        return (id + " " + number).getBytes(StandardCharsets.UTF_8);
    }
}
