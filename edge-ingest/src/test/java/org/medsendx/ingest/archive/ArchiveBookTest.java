package org.medsendx.ingest.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Sha256;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.CommitmentRequest.Instance;
import org.medsendx.dicom.net.StoreStatus;

/** The journal of what is under way stays as long as what is under way, and says the same. */
class ArchiveBookTest {

    private static final Instant NOW = Instant.parse("2026-11-29T22:00:00Z");
    private static final Retry RETRY = new Retry(Duration.ofMinutes(1), Duration.ofHours(1));

    private static final Why ONCE = Why.of(new StoreStatus(0xC000, "cannot understand"));

    @TempDir Path folder;

    private static ArchiveItem item() {
        return new ArchiveItem(UUID.randomUUID(), Sha256.of("file"), 10);
    }

    private static Instance instance(int number) {
        return new Instance(Uid.CTImageStorage, "1.2.3." + number);
    }

    @Test
    void a_compacted_journal_says_what_the_long_one_said() throws Exception {
        var items = new ArrayList<ArchiveItem>();
        for (int i = 0; i < 40; i++) {
            items.add(item());
        }
        ArchiveBook.Counts counts;
        List<ArchiveItem> toSend;
        List<ArchiveBook.Sent> waiting;
        List<Aside> asides;
        try (var book = ArchiveBook.open(folder, 0)) {
            book.take(77, items);
            for (int i = 0; i < 30; i++) {
                book.sent(items.get(i), instance(i), i == 3);
                book.asked("2.25." + (i % 3), NOW, book.toAsk(NOW, Duration.ofMinutes(10), 5));
            }
            for (int i = 0; i < 10; i++) {
                for (int times = 0; times < 20; times++) {
                    book.refused(items.get(i), NOW.plusSeconds(times), ONCE, 99);
                }
            }
            book.sent(items.get(3), instance(3), true);
            for (int i = 20; i < 25; i++) {
                book.committed(new ArchiveBook.Sent(items.get(i), instance(i), false), NOW);
            }
            book.refused(items.get(30), NOW, ONCE, 2);
            book.refused(items.get(30), NOW, ONCE, 2);
            book.refused(items.get(31), NOW, ONCE, 1);
            book.again(List.of(items.get(31).objectId(), items.get(32).objectId()));
            book.withdrawn(items.get(33).objectId());
            asides = book.asides();
            counts = book.counts();
            toSend = book.toSend(NOW, RETRY, 100);
            waiting = book.toAsk(NOW.plusSeconds(3600), Duration.ofMinutes(10), 100);
        }

        try (var book = ArchiveBook.open(folder, 0)) {
            assertThat(counts).isEqualTo(new ArchiveBook.Counts(8, 16, 9));
            assertThat(book.counts()).isEqualTo(counts);
            assertThat(book.next()).isEqualTo(77);
            assertThat(book.toSend(NOW, RETRY, 100)).containsExactlyElementsOf(toSend);
            assertThat(book.toAsk(NOW.plusSeconds(3600), Duration.ofMinutes(10), 100))
                    .containsExactlyElementsOf(waiting);
            assertThat(waiting).filteredOn(ArchiveBook.Sent::stays).hasSize(1);
            assertThat(book.waiting("2.25.9")).isNull();
            assertThat(book.asides()).containsExactlyElementsOf(asides);
            assertThat(asides).containsExactly(new Aside(items.get(30), NOW, 2, "c-store-c000"));
            assertThat(toSend).contains(items.get(31)).doesNotContain(items.get(33));
            // What does not go there is not taken on once more.
            book.take(78, List.of(items.get(33)));
            assertThat(book.counts()).isEqualTo(counts);
            assertThat(book.keeps(items.get(20).objectId())).isTrue();
            assertThat(book.keeps(items.get(19).objectId())).isFalse();
        }
    }

    /** As versions wrote it that put nothing aside. */
    @Test
    void a_line_of_a_refusal_without_a_count_is_read() {
        var line =
                ArchiveLine.read(
                        """
                        {"is":"refused","objectId":"00000000-0000-4000-8000-000000000001",\
                        "at":"2026-11-29T22:00:00Z","failures":7,"code":"c-store-c000"}\
                        """
                                .getBytes(StandardCharsets.UTF_8));

        assertThat(line)
                .isInstanceOfSatisfying(
                        ArchiveLine.Refused.class,
                        refused -> {
                            assertThat(refused.failures()).isEqualTo(7);
                            assertThat(refused.lasting()).isNull();
                        });
    }

    @Test
    void what_is_archived_is_not_taken_on_again_when_the_ledger_is_older_than_the_book()
            throws Exception {
        try (var book = ArchiveBook.open(folder)) {
            var item = item();
            book.take(5, List.of(item));
            book.sent(item, instance(1), false);
            book.committed(new ArchiveBook.Sent(item, instance(1), false), NOW);

            book.take(3, List.of(item));

            assertThat(book.counts().all()).isZero();
            assertThat(book.next()).isEqualTo(5);
        }
    }

    @Test
    void a_clock_that_was_put_back_makes_nothing_wait_for_years() {
        assertThat(RETRY.due(NOW, 1, NOW.minusSeconds(59))).isFalse();
        assertThat(RETRY.due(NOW, 1, NOW.minusSeconds(60))).isTrue();
        assertThat(RETRY.due(NOW, 60, NOW.plusSeconds(3599))).isFalse();
        assertThat(RETRY.due(NOW, 60, NOW.plusSeconds(3600))).isTrue();
    }
}
