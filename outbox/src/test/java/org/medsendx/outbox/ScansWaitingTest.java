package org.medsendx.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.journal.JournalReader.Position;

class ScansWaitingTest {

    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final ScansWaiting.For NOTHING = ScansWaiting.For.NOTHING;

    @TempDir Path folder;

    @Test
    void says_what_waits_for_what_and_since_when() {
        var waiting =
                new ScansWaiting(
                        NOW,
                        new ScansWaiting.For(2, 0, NOW.minus(Duration.ofMinutes(26))),
                        NOTHING,
                        new ScansWaiting.For(1, 1, NOW.minus(Duration.ofDays(9))),
                        3,
                        1,
                        null);

        assertThat(ScansWaiting.line(waiting, NOW))
                .isEqualTo(
                        "Scans waiting: 2 for a decision (oldest 26 min)"
                                + " · 2 for their upload (oldest 9 days)"
                                + " · 3 refused by the store, a person has to look"
                                + " · 1 cannot be worked on, a person has to look");
    }

    @Test
    void says_none_and_says_when_it_does_not_know() {
        var none = new ScansWaiting(NOW, NOTHING, NOTHING, NOTHING, 0, 0, null);

        assertThat(ScansWaiting.line(none, NOW)).isEqualTo("Scans waiting: none");
        assertThat(ScansWaiting.line(none, NOW.plus(Duration.ofMinutes(4))))
                .isEqualTo(
                        "Scans waiting: none (as of 2026-03-02 08:00 UTC;"
                                + " anonymizer-service is silent since)");
        assertThat(ScansWaiting.line(null, NOW)).isEqualTo("Scans waiting: not known yet");
    }

    @Test
    void travels_by_a_file_that_holds_counts_and_times_only() throws Exception {
        var waiting =
                new ScansWaiting(
                        NOW, new ScansWaiting.For(2, 0, NOW), NOTHING, NOTHING, 0, 0, null);
        Path file = folder.resolve("waiting.json");

        waiting.write(file);

        assertThat(ScansWaiting.read(file)).isEqualTo(waiting);
        assertThat(Files.readString(file))
                .matches("[-{}\\[\\]\"a-zA-Z0-9:,. TZ]*")
                .doesNotContainPattern("[0-9a-f]{8}-");
        Files.writeString(file, "{\"asOf\":");
        assertThat(ScansWaiting.read(file)).isNull();
        assertThat(ScansWaiting.read(folder.resolve("none"))).isNull();
    }

    @Test
    void says_since_when_the_uplink_is_silent() throws Exception {
        Path file = folder.resolve("uplink.json");
        assertThat(WaitingAtUplink.silentSince(WaitingAtUplink.read(file), NOW))
                .isEqualTo(Instant.EPOCH);
        var said = new WaitingAtUplink(NOW, "e", 7, Position.START, NOTHING, NOTHING, 0, 0);
        said.write(file);

        assertThat(WaitingAtUplink.read(file)).isEqualTo(said);
        assertThat(WaitingAtUplink.silentSince(said, NOW.plusSeconds(179))).isNull();
        var silent = WaitingAtUplink.silentSince(said, NOW.plusSeconds(181));
        assertThat(silent).isEqualTo(NOW);
        assertThat(line(silent))
                .isEqualTo(
                        "Scans waiting: 2 for their upload (oldest under a minute);"
                                + " uplink-service is silent since 2026-03-02 08:00 UTC");
        assertThat(line(Instant.EPOCH)).endsWith("; uplink-service has not been heard of yet");
    }

    private static String line(@Nullable Instant silentSince) {
        var two = new ScansWaiting.For(2, 0, NOW);
        return ScansWaiting.line(
                new ScansWaiting(NOW, NOTHING, NOTHING, two, 0, 0, silentSince), NOW);
    }

    @Test
    void adds_up_what_waits_in_two_places() {
        var here = new ScansWaiting.For(1, 2, NOW);
        var there = new ScansWaiting.For(3, 4, NOW.minusSeconds(5));

        assertThat(here.and(there)).isEqualTo(new ScansWaiting.For(4, 6, NOW.minusSeconds(5)));
        assertThat(there.and(here)).isEqualTo(here.and(there));
        assertThat(here.and(NOTHING)).isEqualTo(here);
        assertThat(NOTHING.and(here)).isEqualTo(here);
    }

    @Test
    void counts_by_age() {
        var counted =
                ScansWaiting.For.of(
                        List.of(NOW.minusSeconds(60), NOW.minus(Duration.ofDays(8))),
                        NOW,
                        Duration.ofDays(7));

        assertThat(counted).isEqualTo(new ScansWaiting.For(1, 1, NOW.minus(Duration.ofDays(8))));
        assertThat(counted.seconds(NOW)).isEqualTo(8 * 86_400.0);
        assertThat(NOTHING.seconds(NOW)).isZero();
    }
}
