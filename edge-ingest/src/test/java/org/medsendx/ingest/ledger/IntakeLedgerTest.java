package org.medsendx.ingest.ledger;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.identified.Intake;
import org.medsendx.ingest.ledger.IntakeEntry.Duplicate;
import org.medsendx.ingest.ledger.IntakeEntry.Quarantined;
import org.medsendx.ingest.ledger.IntakeEntry.Received;
import org.medsendx.ingest.source.Sender;
import org.medsendx.journal.Journal;

/** A ledger whose lines were written by the version before entries were a sealed type. */
class IntakeLedgerTest {

    @TempDir Path folder;
    private List<String> lines;

    @BeforeEach
    void write() throws IOException {
        try (var in =
                requireNonNull(
                        IntakeLedgerTest.class.getResourceAsStream("lines-of-before.jsonl"))) {
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
        try (var journal = Journal.open(folder)) {
            for (String line : lines) {
                journal.append(line.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static IntakeEntry entry(IntakeLedger ledger, int index) throws IOException {
        return ledger.list(index, 1, e -> true).getFirst().entry();
    }

    @Test
    void every_line_is_read() throws IOException {
        try (var ledger = IntakeLedger.open(folder)) {
            var received = (Received) entry(ledger, 0);
            assertThat(received.uidKey()).isEqualTo(IntakeLedger.keyOf("2.25.6739509077044075020"));
            assertThat(received.content().sopClassUid()).isEqualTo("1.2.840.10008.5.1.4.1.1.2");
            assertThat(received.input().digest()).isEqualTo(received.content().dataSetSha256());
            assertThat(received.input().sender()).isEqualTo(new Sender("T1", "ct-1"));
            assertThat(received.input().traceparent()).isNull();
            var duplicate = (Duplicate) entry(ledger, 1);
            assertThat(duplicate.duplicateOf()).isEqualTo(received.input().objectId());
            var conflict = (Quarantined) entry(ledger, 2);
            assertThat(conflict.reason())
                    .isEqualTo(new IntakeEntry.Reason("uid-conflict", null, null));
            assertThat(conflict.content()).isNotNull();
            var truncated = (Quarantined) entry(ledger, 3);
            assertThat(truncated.reason())
                    .isEqualTo(new IntakeEntry.Reason("truncated", "7fe00010", 504L));
            assertThat(truncated.content()).isNull();
            var traced = (Received) entry(ledger, 5);
            assertThat(traced.input().traceparent()).startsWith("00-0af7651916cd43dd");
            assertThat(traced.input().sender().scanner()).isNull();
            assertThat(entry(ledger, 7).input().via()).isEqualTo(Intake.HOT_FOLDER);
            assertThat(ledger.size()).isEqualTo(lines.size());
        }
    }

    @Test
    void what_was_received_is_found_by_its_uid() throws IOException {
        try (var ledger = IntakeLedger.open(folder)) {
            var found = requireNonNull(ledger.find(IntakeLedger.keyOf("2.25.6739509077044075020")));

            assertThat(found.index()).isZero();
            assertThat(found.entry().input().objectId())
                    .isEqualTo(UUID.fromString("afe0247c-0f18-492c-bbad-e78a12305998"));
        }
    }

    @Test
    void an_entry_is_written_as_it_always_was() throws IOException {
        try (var ledger = IntakeLedger.open(folder)) {
            for (var numbered : ledger.list(0, 100, e -> true)) {
                ledger.append(numbered.entry());
            }
        }

        try (var journal = Journal.open(folder)) {
            assertThat(journal.read(lines.size(), 100, 1 << 20))
                    .extracting(line -> new String(line, StandardCharsets.UTF_8))
                    .isEqualTo(lines);
        }
    }

    @Test
    void a_line_without_what_its_decision_needs_is_refused_and_not_quoted() throws IOException {
        for (String field : List.of("uidKey", "sopClassUid", "dataSetSha256")) {
            var line = EventCodec.JSON.readTree(lines.getFirst());
            ((com.fasterxml.jackson.databind.node.ObjectNode) line).remove(field);
            Path other = folder.resolve(field);
            try (var journal = Journal.open(other)) {
                journal.append(EventCodec.JSON.writeValueAsBytes(line));
            }

            assertThatThrownBy(() -> IntakeLedger.open(other).close())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a ledger entry of an unknown form");
        }
    }
}
