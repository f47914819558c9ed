package org.medsendx.ingest.archive;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The journal of what is under way stays as long as what is under way, and says the same. */
class ArchiveBookTest {

    private static final Instant NOW = Instant.parse("2026-11-29T22:00:00Z");
    private static final Retry RETRY = new Retry(Duration.ofMinutes(1), Duration.ofHours(1));

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
        try (var book = ArchiveBook.open(folder, 0)) {
            book.take(77, items);
            for (int i = 0; i < 30; i++) {
                book.sent(items.get(i), instance(i), i == 3);
                book.asked("2.25." + (i % 3), NOW, book.toAsk(NOW, Duration.ofMinutes(10), 5));
            }
            for (int i = 0; i < 10; i++) {
                for (int times = 0; times < 20; times++) {
                    book.refused(items.get(i), NOW.plusSeconds(times), "c-store-c000");
                }
            }
            book.sent(items.get(3), instance(3), true);
            for (int i = 20; i < 25; i++) {
                book.committed(new ArchiveBook.Sent(items.get(i), instance(i), false), NOW);
            }
            counts = book.counts();
            toSend = book.toSend(NOW, RETRY, 100);
            waiting = book.toAsk(NOW.plusSeconds(3600), Duration.ofMinutes(10), 100);
        }

        try (var book = ArchiveBook.open(folder, 0)) {
            assertThat(counts).isEqualTo(new ArchiveBook.Counts(10, 16, 9));
            assertThat(book.counts()).isEqualTo(counts);
            assertThat(book.next()).isEqualTo(77);
            assertThat(book.toSend(NOW, RETRY, 100)).containsExactlyElementsOf(toSend);
            assertThat(book.toAsk(NOW.plusSeconds(3600), Duration.ofMinutes(10), 100))
                    .containsExactlyElementsOf(waiting);
            assertThat(waiting).filteredOn(ArchiveBook.Sent::stays).hasSize(1);
            assertThat(book.waiting("2.25.9")).isNull();
            assertThat(book.keeps(items.get(20).objectId())).isTrue();
            assertThat(book.keeps(items.get(19).objectId())).isFalse();
        }
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
