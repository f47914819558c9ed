package org.medsendx.anonymizer.waiting;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.anonymizer.ledger.Decisions;
import org.medsendx.anonymizer.ledger.Ledger;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.journal.JournalReader.Position;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.OutboxReader;
import org.medsendx.outbox.ScansWaiting.For;
import org.medsendx.outbox.WaitingAtUplink;

class NotTakenUpTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);

    @TempDir Path folder;
    private Ledger ledger;
    private Outbox outbox;
    private NotTakenUp notTakenUp;

    @BeforeEach
    void open() throws IOException {
        ledger = Ledger.open(folder.resolve("ledger"));
        outbox = Outbox.open(folder.resolve("outbox"), "anonymizer");
        notTakenUp = new NotTakenUp(outbox, folder.resolve("outbox"), ledger);
    }

    @AfterEach
    void close() throws IOException {
        outbox.close();
        ledger.close();
    }

    @Test
    void counts_everything_that_was_released_when_the_uplink_never_spoke() throws Exception {
        assertThat(count(null)).isEqualTo(For.NOTHING);

        release(NOON.minus(Duration.ofDays(9)));
        release(NOON.minusSeconds(60));

        assertThat(count(null)).isEqualTo(new For(1, 1, NOON.minus(Duration.ofDays(9))));
    }

    @Test
    void counts_what_was_released_after_the_uplinks_last_word() throws Exception {
        release(NOON.minusSeconds(90));
        release(NOON.minusSeconds(60));
        var said = said(outbox.epoch(), 2, end());

        assertThat(count(said)).isEqualTo(For.NOTHING);
        release(NOON.minusSeconds(30));

        assertThat(count(said)).isEqualTo(new For(1, 0, NOON.minusSeconds(30)));
    }

    @Test
    void counts_from_the_first_that_the_uplink_passed_over() throws Exception {
        release(NOON.minusSeconds(90));
        var passedOver = end();
        release(NOON.minusSeconds(60));
        release(NOON.minusSeconds(30));

        assertThat(count(said(outbox.epoch(), 2, passedOver)))
                .isEqualTo(new For(1, 0, NOON.minusSeconds(60)));
    }

    @Test
    void believes_no_word_about_an_outbox_of_before() throws Exception {
        release(NOON.minusSeconds(90));

        assertThat(count(said("0123456789abcdef", 1, end())).count()).isOne();
    }

    private For count(@Nullable WaitingAtUplink said) throws IOException {
        return notTakenUp.count(said, NOON, WEEK);
    }

    private static WaitingAtUplink said(String epoch, long known, Position from) {
        return new WaitingAtUplink(NOON, epoch, known, from, For.NOTHING, For.NOTHING, 0, 0);
    }

    private Position end() throws IOException {
        return requireNonNull(
                new OutboxReader(folder.resolve("outbox"))
                        .read(Position.START, 10)
                        .getLast()
                        .next());
    }

    private void release(Instant at) throws IOException {
        var decision = Decisions.released("2.25.1", at);
        ledger.add(decision);
        var scan = Decisions.instance(decision);
        outbox.append(
                new InstanceDeidentified(scan.copy(), "1.2.840.10008.1.2.1"),
                scan.copy().content().sha256(),
                null);
    }
}
