package org.medsendx.ingest.web;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.EventCodec;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.journal.Journal;

/**
 * What {@code GET /instances} shows, as the version before entries were a sealed type showed it.
 */
class IntakeViewTest {

    @TempDir Path folder;

    private static List<String> lines(Class<?> beside, String name) throws IOException {
        try (var in = requireNonNull(beside.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void every_entry_is_shown_as_it_always_was() throws IOException {
        try (var journal = Journal.open(folder)) {
            for (String line : lines(IntakeLedger.class, "lines-of-before.jsonl")) {
                journal.append(line.getBytes(StandardCharsets.UTF_8));
            }
        }

        var shown = new ArrayList<String>();
        try (var ledger = IntakeLedger.open(folder)) {
            for (var numbered : ledger.list(0, 100, entry -> true)) {
                shown.add(EventCodec.JSON.writeValueAsString(IntakeView.of(numbered)));
            }
        }

        assertThat(shown).isEqualTo(lines(IntakeView.class, "views-of-before.jsonl"));
    }
}
