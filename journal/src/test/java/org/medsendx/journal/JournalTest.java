package org.medsendx.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir Path folder;

    @Test
    void gives_back_every_record_after_opening_again() throws IOException {
        try (var journal = Journal.open(folder)) {
            assertThat(journal.append(bytes("one"))).isEqualTo(0);
            assertThat(journal.append(bytes(""))).isEqualTo(1);
            assertThat(journal.append(bytes("three"))).isEqualTo(2);
        }

        try (var journal = Journal.open(folder)) {
            assertThat(journal.size()).isEqualTo(3);
            assertThat(all(journal)).containsExactly("one", "", "three");
            assertThat(text(journal.read(2))).isEqualTo("three");
            assertThat(journal.append(bytes("four"))).isEqualTo(3);
        }
    }

    @Test
    void replays_from_the_middle_and_over_segments() throws IOException {
        try (var journal = Journal.open(folder, 500)) {
            for (int i = 0; i < 300; i++) {
                journal.append(bytes("record " + i));
            }
        }

        try (var journal = Journal.open(folder, 500)) {
            assertThat(segments()).hasSizeGreaterThan(10);
            assertThat(all(journal)).hasSize(300);
            for (int from = 0; from < 300; from += 7) {
                assertThat(text(journal.read(from))).isEqualTo("record " + from);
                assertThat(journal.read(from, 5, 1 << 20).stream().map(JournalTest::text).toList())
                        .isEqualTo(expected(from, Math.min(300, from + 5)));
            }
        }
    }

    @Test
    void reads_at_least_one_record_however_few_bytes_are_asked_for() throws IOException {
        try (var journal = Journal.open(folder)) {
            journal.append(bytes("a long record"));
            journal.append(bytes("another"));

            assertThat(journal.read(0, 10, 1)).hasSize(1);
        }
    }

    @Test
    void cuts_a_torn_record_off_wherever_it_was_torn() throws IOException {
        try (var journal = Journal.open(folder)) {
            journal.append(bytes("kept"));
            journal.append(bytes("torn by a power cut"));
        }
        byte[] whole = Files.readAllBytes(segments().getFirst());
        int start = whole.length - Frame.HEADER - "torn by a power cut".length();

        for (int length = start; length < whole.length; length++) {
            Files.write(segments().getFirst(), Arrays.copyOf(whole, length));

            try (var journal = Journal.open(folder)) {
                assertThat(all(journal)).as("cut at %d", length).containsExactly("kept");
                journal.append(bytes("next"));
                assertThat(all(journal)).containsExactly("kept", "next");
            }
        }
    }

    @Test
    void starts_anew_when_the_power_was_cut_while_the_file_was_made() throws IOException {
        Journal.open(folder).close();
        byte[] whole = Files.readAllBytes(segments().getFirst());

        for (int length = 0; length < whole.length; length++) {
            Files.write(segments().getFirst(), Arrays.copyOf(whole, length));

            try (var journal = Journal.open(folder)) {
                assertThat(journal.size()).isZero();
            }
        }
    }

    @Test
    void takes_zeros_behind_the_last_record_for_a_torn_tail() throws IOException {
        try (var journal = Journal.open(folder)) {
            journal.append(bytes("kept"));
        }
        byte[] whole = Files.readAllBytes(segments().getFirst());
        Files.write(segments().getFirst(), Arrays.copyOf(whole, whole.length + 4096));

        try (var journal = Journal.open(folder)) {
            assertThat(all(journal)).containsExactly("kept");
        }
    }

    @Test
    void refuses_a_journal_with_a_flipped_bit_before_its_last_record() throws IOException {
        try (var journal = Journal.open(folder)) {
            journal.append(bytes("first"));
            journal.append(bytes("second"));
            journal.append(bytes("third"));
        }
        byte[] whole = Files.readAllBytes(segments().getFirst());
        int lastRecord = whole.length - Frame.HEADER - "third".length();

        for (int at = 0; at < lastRecord; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(segments().getFirst(), damaged);

            assertThatThrownBy(() -> Journal.open(folder))
                    .as("byte %d", at)
                    .isInstanceOf(CorruptJournalException.class)
                    .hasMessageContaining("damaged at byte");
            assertThat(Files.readAllBytes(segments().getFirst())).isEqualTo(damaged);
        }
    }

    @Test
    void refuses_a_journal_whose_earlier_segment_is_cut_or_gone() throws IOException {
        try (var journal = Journal.open(folder, 100)) {
            for (int i = 0; i < 20; i++) {
                journal.append(bytes("record " + i));
            }
        }
        var second = segments().get(1);
        byte[] whole = Files.readAllBytes(second);

        Files.write(second, Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> Journal.open(folder, 100))
                .isInstanceOf(CorruptJournalException.class);
        Files.delete(second);
        assertThatThrownBy(() -> Journal.open(folder, 100)).hasMessageContaining("missing");
    }

    @Test
    void belongs_to_one_owner_at_a_time() throws IOException {
        try (var journal = Journal.open(folder)) {
            assertThat(journal.size()).isZero();

            assertThatThrownBy(() -> Journal.open(folder)).hasMessageContaining("in use");
        }

        Journal.open(folder).close();
    }

    @Test
    void refuses_a_record_over_its_bound_and_goes_on() throws IOException {
        try (var journal = Journal.open(folder)) {
            assertThatThrownBy(() -> journal.append(new byte[Journal.MAX_RECORD_BYTES + 1]))
                    .isInstanceOf(IllegalArgumentException.class);

            assertThat(journal.append(new byte[Journal.MAX_RECORD_BYTES])).isZero();
        }
    }

    @Test
    void keeps_the_records_of_concurrent_appenders_while_they_are_read() throws Exception {
        int threads = 8;
        int each = 500;
        var indexes = new ArrayList<Long>();
        try (var journal = Journal.open(folder, 20_000);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var work = new ArrayList<Callable<List<Long>>>();
            for (int t = 0; t < threads; t++) {
                String name = "thread " + t + " record ";
                work.add(() -> {
                    var mine = new ArrayList<Long>();
                    for (int i = 0; i < each; i++) {
                        long index = journal.append(bytes(name + i));
                        assertThat(text(journal.read(index))).isEqualTo(name + i);
                        mine.add(index);
                    }
                    return mine;
                });
            }
            for (var done : executor.invokeAll(work)) {
                var mine = done.get();
                assertThat(mine).isSorted();
                indexes.addAll(mine);
            }
        }

        try (var journal = Journal.open(folder, 20_000)) {
            assertThat(new HashSet<>(indexes)).hasSize(threads * each);
            assertThat(new HashSet<>(all(journal))).hasSize(threads * each);
        }
    }

    @Test
    void survives_an_interrupt_of_an_appender() throws IOException {
        try (var journal = Journal.open(folder)) {
            Thread.currentThread().interrupt();
            journal.append(bytes("interrupted"));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(journal.append(bytes("next"))).isEqualTo(1);
        }
    }

    @Test
    void wakes_a_waiting_reader_at_append_and_at_close() throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var journal = Journal.open(folder);
            var appended = executor.submit(() -> journal.await(0));
            var never = executor.submit(() -> journal.await(1));

            journal.append(bytes("one"));
            assertThat(appended.get()).isTrue();

            journal.close();
            assertThat(never.get()).isFalse();
        }
    }

    @Test
    void writes_files_that_only_the_owner_may_read() throws IOException {
        Journal.open(folder).close();

        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(segments().getFirst())))
                .isEqualTo("rw-------");
    }

    private List<Path> segments() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(Segment.SUFFIX)).sorted().toList();
        }
    }

    private static List<String> all(Journal journal) throws IOException {
        var records = new ArrayList<String>();
        journal.replay(0, (record, index) -> records.add(text(record)));
        return records;
    }

    private static List<String> expected(int from, int to) {
        var records = new ArrayList<String>();
        for (int i = from; i < to; i++) {
            records.add("record " + i);
        }
        return records;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
