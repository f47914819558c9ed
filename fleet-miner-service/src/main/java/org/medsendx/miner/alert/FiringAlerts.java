package org.medsendx.miner.alert;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.FleetCase;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.finding.FindingState;

/**
 * Which findings are alerts: those that nobody looks into. Each is told of again and again, by
 * every instance, and ends by itself a while after the last time; so nothing has to be remembered,
 * and what a restart or a lost message leaves behind ends too. One thread at a time.
 */
public final class FiringAlerts {

    /** An alert outlives so many rounds in which nobody could tell of it. */
    private static final int ROUNDS = 4;

    private final Duration every;
    private final @Nullable URI page;
    private Map<String, Alert> fired = Map.of();

    /**
     * @param every time between two rounds
     * @param page where people reach the fleet page, or null
     */
    public FiringAlerts(Duration every, @Nullable URI page) {
        this.every = every;
        this.page = page;
    }

    /** All that is to be told in this round: what fires, and the end of what has. */
    public List<Alert> round(List<FleetBoard.Case> cases, Instant now) {
        var firing = new LinkedHashMap<String, Alert>();
        for (var one : cases) {
            if (fires(one.finding())) {
                firing.put(one.finding().id(), alert(one, now));
            }
        }
        var all = new ArrayList<>(firing.values());
        fired.forEach((id, alert) -> {
            if (!firing.containsKey(id)) {
                all.add(
                        new Alert(
                                alert.labels(),
                                alert.annotations(),
                                alert.startsAt(),
                                now,
                                alert.generatorURL()));
            }
        });
        fired = Map.copyOf(firing);
        return all;
    }

    private static boolean fires(FleetCase finding) {
        return switch (FindingState.of(finding.state())) {
            case OPEN, REOPENED -> true;
            case ACKNOWLEDGED, IN_SERVICE, RESOLVED -> false;
        };
    }

    private Alert ofTruck(FleetBoard.Case one, Instant now) {
        var finding = one.finding();
        var start = finding.lastDay().atStartOfDay(ZoneOffset.UTC).toInstant();
        return new Alert(
                Map.of(
                        "alertname", "TruckEventsMissing",
                        "severity", "warning",
                        "truck", one.truck(),
                        "cause", finding.cause(),
                        "finding", finding.id()),
                Map.of(
                        "summary",
                        "Events of truck %s did not arrive".formatted(one.truck()),
                        "description",
                        String.format(
                                Locale.ROOT,
                                "%.0f of its events are missing although later ones came.",
                                finding.effect().value())),
                start.isAfter(now) ? now : start,
                now.plus(every.multipliedBy(ROUNDS)),
                page(finding));
    }

    private @Nullable String page(FleetCase finding) {
        return page == null ? null : page.resolve("/fleet/findings/" + finding.id()).toString();
    }

    private Alert alert(FleetBoard.Case one, Instant now) {
        if (one.isOfTruck()) {
            return ofTruck(one, now);
        }
        var finding = one.finding();
        var labels =
                Map.of(
                        "alertname", "ScannerDiffers",
                        "severity", "warning",
                        "scanner", one.scanner(),
                        "truck", one.truck(),
                        "cause", finding.cause(),
                        "finding", finding.id());
        var since = finding.since();
        var effect = finding.effect();
        var annotations =
                Map.of(
                        "summary",
                        "Scanner %s (truck %s) differs: %s"
                                .formatted(one.scanner(), one.truck(), finding.cause()),
                        "description",
                        String.format(
                                Locale.ROOT,
                                "%s %+.3g %s (95 %%: %+.3g to %+.3g)%s. It is about the scanner,"
                                        + " not about patients.",
                                finding.feature(),
                                effect.value(),
                                finding.unit(),
                                effect.low(),
                                effect.high(),
                                since == null
                                        ? ""
                                        : " since "
                                                + since.day()
                                                + " ("
                                                + since.earliest()
                                                + " to "
                                                + since.latest()
                                                + ")"));
        var begun = since == null ? finding.opened() : since.day();
        var start = begun.atStartOfDay(ZoneOffset.UTC).toInstant();
        return new Alert(
                labels,
                annotations,
                start.isAfter(now) ? now : start,
                now.plus(every.multipliedBy(ROUNDS)),
                page(finding));
    }
}
