package org.medsendx.miner.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.FleetCase;
import org.medsendx.contracts.deidentified.FleetEffect;
import org.medsendx.contracts.deidentified.FleetSince;
import org.medsendx.miner.board.FleetBoard;

class FiringAlertsTest {

    private static final Instant NOW = Instant.parse("2026-03-10T10:00:00Z");
    private static final String ID = "5f2b8c0e9d7a41638f1e2d3c4b5a6978";

    private final FiringAlerts firing =
            new FiringAlerts(Duration.ofMinutes(1), URI.create("https://fleet.example.org/"));

    @ParameterizedTest
    @ValueSource(strings = {"open", "reopened"})
    void a_finding_that_nobody_looks_into_is_told_again_and_again(String state) throws Exception {
        var alerts = firing.round(List.of(one(state)), NOW);

        assertThat(alerts).hasSize(1);
        var alert = alerts.getFirst();
        assertThat(alert.labels())
                .containsEntry("alertname", "ScannerDiffers")
                .containsEntry("scanner", "CT-2")
                .containsEntry("truck", "TRUCK2")
                .containsEntry("cause", "gain")
                .containsEntry("finding", ID);
        assertThat(alert.annotations().get("description"))
                .startsWith("gain +4.10 % (95 %: +2.90 to +5.30) since 2026-03-02")
                .contains("not about patients");
        assertThat(alert.startsAt()).isEqualTo("2026-03-02T00:00:00Z");
        assertThat(alert.endsAt()).isEqualTo(NOW.plusSeconds(240));
        assertThat(alert.generatorURL())
                .isEqualTo("https://fleet.example.org/fleet/findings/" + ID);
        assertThat(EventCodec.JSON.writeValueAsString(alert))
                .contains("\"startsAt\":\"2026-03-02T00:00:00Z\"");

        assertThat(firing.round(List.of(one(state)), NOW.plusSeconds(60)).getFirst().labels())
                .isEqualTo(alert.labels());
    }

    @ParameterizedTest
    @ValueSource(strings = {"acknowledged", "in-service", "resolved"})
    void one_that_somebody_looks_into_ends_once(String state) {
        firing.round(List.of(one("open")), NOW);

        var ended = firing.round(List.of(one(state)), NOW.plusSeconds(60));

        assertThat(ended)
                .singleElement()
                .satisfies(alert -> assertThat(alert.endsAt()).isEqualTo(NOW.plusSeconds(60)));
        assertThat(firing.round(List.of(one(state)), NOW.plusSeconds(120))).isEmpty();
    }

    @Test
    void one_that_was_never_told_is_not_ended() {
        assertThat(firing.round(List.of(one("resolved")), NOW)).isEmpty();
    }

    private static FleetBoard.Case one(String state) {
        var day = LocalDate.of(2026, 3, 9);
        return new FleetBoard.Case(
                "CT-2",
                "TRUCK2",
                new FleetCase(
                        ID,
                        "gain",
                        "gain",
                        state,
                        day,
                        day,
                        new FleetEffect(4.1, 2.9, 5.3),
                        "%",
                        new FleetSince(day.minusDays(7), day.minusDays(10), day.minusDays(5)),
                        List.of(new FleetCase.Step(day, state, null))));
    }
}
