package org.medsendx.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgettingTest {

    private static final int SEGMENT = 2000;
    private static final JournalIds.Reader READER =
            (record, index, into) -> {
                into.put(text(record), index);
                into.putNumber("highest", index, index);
            };
    private static final JournalIds.Keeper KEEP_IDS =
            (record, index, stays) -> stays.accept(text(record), note(index));

    @TempDir Path folder;

    @Test
    void only_whole_segments_before_the_index_go_and_never_the_last() throws IOException {
        try (var journal = Journal.open(folder, SEGMENT)) {
            fill(journal, 0, 500);
            long[] firsts = journal.segments();
            assertThat(firsts.length).isGreaterThan(4);

            assertThat(journal.forget(firsts[1] - 1)).isZero();
            assertThat(journal.forget(firsts[2] + 1)).isEqualTo(firsts[2]);
            assertThat(journal.first()).isEqualTo(firsts[2]);
            assertThat(journal.size()).isEqualTo(500);
            assertThat(text(journal.read(firsts[2]))).isEqualTo(id(firsts[2]));
            assertThatThrownBy(() -> journal.read(firsts[2] - 1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(journal.forget(500)).isEqualTo(firsts[firsts.length - 1]);
        }
        try (var journal = Journal.open(folder, SEGMENT)) {
            assertThat(journal.size()).isEqualTo(500);
            var entries = journal.entries(0, 3, Long.MAX_VALUE);
            assertThat(entries.getFirst().index()).isEqualTo(journal.first());
            assertThat(journal.append(bytes("more"))).isEqualTo(500);
        }
    }

    @Test
    void what_was_written_before_a_time_is_told_by_the_age_of_the_segments() throws IOException {
        var old = Instant.parse("2026-01-01T00:00:00Z");
        try (var journal = Journal.open(folder, SEGMENT)) {
            fill(journal, 0, 500);
            long[] firsts = journal.segments();
            age(firsts[0], old);
            age(firsts[1], old.plusSeconds(10));

            assertThat(journal.writtenBefore(old)).isZero();
            assertThat(journal.writtenBefore(old.plusSeconds(5))).isEqualTo(firsts[1]);
            assertThat(journal.writtenBefore(old.plusSeconds(11))).isEqualTo(firsts[2]);
            for (long first : firsts) {
                age(first, old);
            }
            // The last segment is still written.
            assertThat(journal.writtenBefore(Instant.now())).isEqualTo(firsts[firsts.length - 1]);
        }
    }

    @Test
    void ids_of_forgotten_records_stay_known_with_their_notes_over_restarts() throws IOException {
        long first;
        try (var journal = Journal.open(folder, SEGMENT)) {
            var ids = JournalIds.open(journal, READER, 8);
            for (long i = 0; i < 1000; i++) {
                long at = journal.append(bytes(id(i)));
                ids.put(id(i), at);
                ids.putNumber("highest", at, at);
                if (i % 150 == 0) {
                    ids.forget(i - 200, KEEP_IDS);
                }
            }
            first = ids.forget(700, KEEP_IDS);
            assertKnown(ids, first, 1000);
        }
        assertThat(first).isBetween(600L, 700L);
        try (var journal = Journal.open(folder, SEGMENT)) {
            assertKnown(JournalIds.open(journal, READER, 8), first, 1000);
        }
        assertThat(Files.size(folder.resolve("forgotten"))).isLessThan(first * 24 + 200);
    }

    private static void assertKnown(JournalIds ids, long first, long size) {
        assertThat(ids.number("highest")).isEqualTo(size - 1);
        assertThat(ids.forgotten()).isEqualTo(first);
        for (long i = 0; i < size; i++) {
            assertThat(ids.get(id(i))).isEqualTo(i < first ? -1 : i);
            byte[] note = ids.forgotten(id(i));
            if (i < first) {
                assertThat(note).isEqualTo(note(i));
            } else {
                assertThat(note).isNull();
            }
        }
        assertThat(ids.forgotten("never seen")).isNull();
    }

    @Test
    void numbers_outlive_all_records_that_carried_them() throws IOException {
        try (var journal = Journal.open(folder, SEGMENT)) {
            var ids =
                    JournalIds.open(
                            journal, (record, index, into) -> into.put(text(record), index), 0);
            ids.putNumber("early", 77, journal.append(bytes("early")));
            fill(journal, 0, 300);
            ids.forget(300, (record, index, stays) -> {});
            assertThat(ids.number("early")).isEqualTo(77);
        }
        try (var journal = Journal.open(folder, SEGMENT)) {
            assertThat(JournalIds.open(journal, READER, 0).number("early")).isEqualTo(77);
        }
    }

    @Test
    void a_count_that_is_made_of_numbers_goes_on_where_it_was() throws IOException {
        // As a ledger numbers the entries of one kind: one more than the highest so far.
        JournalIds.Reader counting =
                (record, index, into) -> {
                    Long latest = into.number("count");
                    into.putNumber("count", latest == null ? 1 : latest + 1, index);
                };
        try (var journal = Journal.open(folder, SEGMENT)) {
            var ids = JournalIds.open(journal, counting, 0);
            for (int i = 0; i < 500; i++) {
                byte[] record = bytes(id(i));
                counting.read(record, journal.append(record), ids);
            }
            ids.forget(300, (record, index, stays) -> {});
            assertThat(ids.number("count")).isEqualTo(500);
        }
        try (var journal = Journal.open(folder, SEGMENT)) {
            assertThat(JournalIds.open(journal, counting, 0).number("count")).isEqualTo(500);
        }
    }

    @Test
    void notes_that_are_wanted_no_more_go_when_others_come() throws IOException {
        try (var journal = Journal.open(folder, SEGMENT)) {
            var ids = JournalIds.open(journal, READER, 8);
            fill(journal, 0, 300);
            long half = ids.forget(150, KEEP_IDS);
            ids.forget(
                    300,
                    new JournalIds.Keeper() {
                        @Override
                        public void keep(
                                byte[] record,
                                long index,
                                java.util.function.BiConsumer<String, byte[]> stays) {
                            stays.accept(text(record), note(index));
                        }

                        @Override
                        public boolean stays(byte[] note) {
                            return ByteBuffer.wrap(note).getLong() >= half;
                        }
                    });
            assertThat(ids.forgotten(id(half - 1))).isNull();
            assertThat(ids.forgotten(id(half))).isNotNull();
        }
    }

    @Test
    void a_cut_between_note_and_deletion_leaves_both_and_the_next_time_ends_it()
            throws IOException {
        try (var journal = Journal.open(folder, SEGMENT)) {
            fill(journal, 0, 300);
            var ids = JournalIds.open(journal, READER, 8);
            long next = journal.segments()[1];
            var some = new TreeMap<IdIndex.Key, byte[]>();
            for (long i = 0; i < next; i++) {
                some.put(IdIndex.Key.of(id(i)), note(i));
            }
            ForgottenIds.open(folder.resolve("forgotten"), 8)
                    .with(some, java.util.Map.of(), note -> true);
            assertThat(ids.get(id(0))).isZero();
        }
        try (var journal = Journal.open(folder, SEGMENT)) {
            var ids = JournalIds.open(journal, READER, 8);
            assertThat(ids.get(id(0))).isZero();
            long first = ids.forget(200, KEEP_IDS);
            assertThat(ids.forgotten()).isEqualTo(first);
            assertThat(ids.forgotten(id(0))).isEqualTo(note(0));
        }
    }

    @Test
    void a_damaged_file_of_forgotten_ids_is_refused_at_start_or_when_it_is_next_written()
            throws IOException {
        Path file = folder.resolve("forgotten");
        try (var journal = Journal.open(folder, SEGMENT)) {
            fill(journal, 0, 400);
            JournalIds.open(journal, READER, 8).forget(200, KEEP_IDS);
        }
        byte[] whole = Files.readAllBytes(file);
        flip(file, whole, 9);
        try (var journal = Journal.open(folder, SEGMENT)) {
            assertThatThrownBy(() -> JournalIds.open(journal, READER, 8))
                    .isInstanceOf(IOException.class);
        }
        flip(file, whole, whole.length - 50);
        try (var journal = Journal.open(folder, SEGMENT)) {
            long first = journal.first();
            var ids = JournalIds.open(journal, READER, 8);
            assertThatThrownBy(() -> ids.forget(400, KEEP_IDS)).isInstanceOf(IOException.class);
            assertThat(journal.first()).isEqualTo(first);
        }
    }

    @Test
    void readers_go_on_while_records_are_forgotten() throws Exception {
        try (var journal = Journal.open(folder, SEGMENT);
                var pool = Executors.newFixedThreadPool(2)) {
            fill(journal, 0, 3000);
            var done = new AtomicBoolean();
            Callable<Integer> reader =
                    () -> {
                        int rounds = 0;
                        while (!done.get() || rounds == 0) {
                            long last = -1;
                            for (var entry : journal.entries(0, 10_000, Long.MAX_VALUE)) {
                                assertThat(entry.index()).isGreaterThan(last);
                                assertThat(text(entry.data())).isEqualTo(id(entry.index()));
                                last = entry.index();
                            }
                            assertThat(last).isEqualTo(2999);
                            rounds++;
                        }
                        return rounds;
                    };
            var rounds = List.of(pool.submit(reader), pool.submit(reader));
            for (long before = 0; before <= 3000; before += 20) {
                journal.forget(before);
            }
            done.set(true);
            for (var one : rounds) {
                assertThat(one.get()).isPositive();
            }
        }
    }

    @Test
    void an_index_knows_keys_that_it_forgot_but_not_their_records() throws IOException {
        record Line(String key, String text) {}
        var kept = new ArrayList<String>();
        try (var index = JournalIndex.open(folder, Line.class, Line::key, (_, _, _) -> {}, 2000)) {
            for (int i = 0; i < 300; i++) {
                index.put(new Line("key" + i, "text" + i));
            }
            long first =
                    index.forget(
                            Instant.now().plusSeconds(60),
                            (line, at, stays) -> {
                                stays.accept(line.key());
                                kept.add(line.text());
                            });
            assertThat(kept).hasSize((int) first).startsWith("text0", "text1");
            assertThat(index.contains("key0")).isTrue();
            assertThat(index.forgot("key0")).isTrue();
            assertThat(index.get("key0")).isNull();
            assertThat(index.forgot("key299")).isFalse();
            assertThat(index.contains("key300")).isFalse();
            assertThat(index.since(0, 1).getFirst().index()).isEqualTo(first);
            index.put(new Line("key0", "again"));
            assertThat(index.forgot("key0")).isFalse();
            assertThat(index.get("key0")).isEqualTo(new Line("key0", "again"));
        }
    }

    private void age(long first, Instant time) throws IOException {
        Files.setLastModifiedTime(
                folder.resolve("%020d.journal".formatted(first)), FileTime.from(time));
    }

    private static void flip(Path file, byte[] whole, int at) throws IOException {
        byte[] damaged = whole.clone();
        damaged[at] ^= 1;
        Files.write(file, damaged);
    }

    private static void fill(Journal journal, long from, long to) throws IOException {
        Journal.Ticket last = null;
        for (long i = from; i < to; i++) {
            last = journal.write(bytes(id(i)));
        }
        if (last != null) {
            journal.force(last);
        }
    }

    private static String id(long i) {
        return "id-%06d".formatted(i);
    }

    private static byte[] note(long index) {
        return ByteBuffer.allocate(8).putLong(index).array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] record) {
        return new String(record, StandardCharsets.UTF_8);
    }
}
