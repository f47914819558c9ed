package org.medsendx.anonymizer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.medsendx.journal.TruckDays;

class LedgerForgettingTest {

    /** Several segments. */
    private static final int ENTRIES = 12_000;

    private static final int WITHHELD_EVERY = 1000;
    private static final Instant LATER = Instant.now().plusSeconds(3600);

    // In memory where there is such a place: many calls of fsync.
    private @Nullable TruckDays days;
    private Path folder = Path.of("");

    private final List<UUID> ids = new ArrayList<>();
    private final Set<UUID> unfinished = new HashSet<>();

    @Test
    void what_is_at_its_end_is_known_by_id_and_digest_only_and_the_rest_is_kept_whole()
            throws IOException {
        try (var ledger = open()) {
            fill(ledger);
            unfinished.add(ids.get(5));
            unfinished.add(ids.get(6));

            ledger.forget(LATER, released -> !unfinished.contains(released.objectId()));

            assertKnown(ledger);
        }
        try (var ledger = open()) {
            assertKnown(ledger);
            assertThat(ledger.size()).isEqualTo(ENTRIES - ENTRIES / WITHHELD_EVERY);
        }
    }

    private void assertKnown(Ledger ledger) throws IOException {
        // Forgotten: decided for ever, and its file is still known for one of ours.
        assertThat(ledger.forgot(ids.get(1))).isTrue();
        assertThat(ledger.entry(ids.get(1))).isNull();
        assertThat(ledger.released(NumberedDecisions.digest(1))).isTrue();
        // Neither uploaded nor assessed, and withheld: whole, at their places in the list.
        for (int i : new int[] {5, 6, 0, WITHHELD_EVERY}) {
            assertThat(ledger.forgot(ids.get(i))).isFalse();
            assertThat(ledger.entry(ids.get(i))).isNotNull();
        }
        assertThat(ledger.entries(0, 4).stream().map(Ledger.Numbered::index))
                .containsExactly(0L, 5L, 6L, (long) WITHHELD_EVERY);
        assertThat(ledger.entries(6, 1).getFirst().entry().objectId()).isEqualTo(ids.get(6));
        assertThat(ledger.entry(ids.getLast())).isNotNull();
        assertThat(ledger.forgot(UUID.randomUUID())).isFalse();
    }

    @Test
    void young_decisions_stay() throws IOException {
        try (var ledger = open()) {
            fill(ledger);
            ledger.forget(Instant.now().minusSeconds(3600), released -> true);
            assertThat(ledger.entry(ids.getFirst())).isNotNull();
            assertThat(ledger.entry(ids.get(1))).isNotNull();
        }
    }

    @Test
    void a_list_goes_on_from_the_kept_ones_to_the_others_without_a_gap_or_a_repeat()
            throws IOException {
        try (var ledger = open()) {
            fill(ledger);
            ledger.forget(LATER, released -> true);
            var seen = new ArrayList<Long>();
            for (long from = 0; ; ) {
                var page = ledger.entries(from, 700);
                if (page.isEmpty()) {
                    break;
                }
                page.forEach(one -> seen.add(one.index()));
                from = page.getLast().index() + 1;
            }
            assertThat(seen).isSorted().doesNotHaveDuplicates();
            assertThat(seen).contains(0L, (long) WITHHELD_EVERY, (long) ENTRIES - 1);
            assertThat(seen.size()).isBetween(100, ENTRIES - 3000);
        }
    }

    @BeforeEach
    void begin() throws IOException {
        var begun = TruckDays.begin();
        days = begun;
        folder = begun.folder();
    }

    @AfterEach
    void end() throws IOException {
        if (days != null) {
            days.close();
        }
    }

    private Ledger open() throws IOException {
        return Ledger.open(folder.resolve("ledger"));
    }

    private void fill(Ledger ledger) throws IOException {
        for (int i = 0; i < ENTRIES; i++) {
            var id = new UUID(9, i);
            ids.add(id);
            ledger.add(
                    i % WITHHELD_EVERY == 0
                            ? NumberedDecisions.withheld(id)
                            : NumberedDecisions.released(id, i));
        }
        try (var files = Files.list(folder.resolve("ledger"))) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
            }
        }
    }
}
