package org.medsendx.uplink.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.uplink.bandwidth.Bandwidth;
import org.medsendx.uplink.bandwidth.Limits;
import org.medsendx.uplink.bandwidth.LinkState;
import org.medsendx.uplink.telemetry.UplinkStatus;
import org.medsendx.uplink.telemetry.UplinkStatus.Destination;
import org.medsendx.uplink.telemetry.UplinkStatus.Parked;

class LinkViewTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    @Test
    void says_of_each_other_destination_what_waits_what_is_unconfirmed_and_why() {
        var parked = List.of(new Parked(UUID.randomUUID(), UploadedKind.INSTANCE, "c-store-0122"));
        var view =
                view(
                        List.of(
                                new Destination("hospital", "DIMSE", 12, 3, parked, "no-answer"),
                                new Destination("research", "STOW", 0, 0, List.of(), null)),
                        Map.of("old", 7));

        assertThat(view.others())
                .extracting(one -> one.name() + ": " + one.state())
                .containsExactly(
                        "hospital: 12 wait, 3 sent and not confirmed yet, 1 refused, all wait for"
                                + " it: no-answer",
                        "research: nothing waits",
                        "old: configured no more; 7 wait for it");
    }

    @Test
    void says_nothing_of_destinations_where_there_is_the_bucket_alone() {
        assertThat(view(List.of(), Map.of()).others()).isEmpty();
    }

    @Test
    void says_both_that_the_store_is_away_and_what_the_limits_let_wait(@TempDir Path folder)
            throws IOException {
        var plan = new Limits(null, List.of(), new Limits.DataPlan(2_000_000, 1), true, "UTC");
        try (var bandwidth = Bandwidth.open(folder, plan, InstantSource.fixed(NOW))) {
            var waiting = new LinkState.Waiting(3, 5_000_000, 0, 0, NOW);
            assertThat(view(List.of(), Map.of(), "no-answer", bandwidth, waiting).notices())
                    .containsExactly(
                            "All wait for the store: no-answer.",
                            "More waits than the data plan has left: 3.0 MB will go when its"
                                    + " month begins anew. Urgent objects still go.");
        }
        assertThat(view(List.of(), Map.of()).notices()).isEmpty();
    }

    private static LinkView view(List<Destination> destinations, Map<String, Integer> removed) {
        try (var bandwidth = Bandwidth.unlimited()) {
            return view(destinations, removed, null, bandwidth, LinkState.Waiting.NOTHING);
        }
    }

    private static LinkView view(
            List<Destination> destinations,
            Map<String, Integer> removed,
            @Nullable String fault,
            Bandwidth bandwidth,
            LinkState.Waiting waiting) {
        return new LinkView(
                new UplinkStatus(
                        0,
                        0,
                        List.of(),
                        fault,
                        true,
                        "CLOSED",
                        null,
                        new UplinkStatus.Stage(0, 0, 0),
                        destinations,
                        removed,
                        0,
                        LinkState.of(bandwidth, waiting, NOW),
                        ""),
                new Bandwidth.Decision(Limits.NONE, null, null),
                NOW);
    }
}
