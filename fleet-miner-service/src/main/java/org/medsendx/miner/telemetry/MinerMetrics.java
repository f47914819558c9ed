package org.medsendx.miner.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.medsendx.contracts.deidentified.FleetFinding;
import org.medsendx.contracts.deidentified.FleetSummary.Received;
import org.medsendx.contracts.deidentified.ScannerStatus.Status;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.board.ViewForm;
import org.medsendx.miner.daily.Taken;
import org.medsendx.miner.intake.Believable;
import org.medsendx.miner.reviews.ReviewTaken;
import org.medsendx.miner.statistics.Answer;
import org.medsendx.miner.statistics.FleetView;

/** Counters and timers of mining; labels are outcomes, trucks and scanners. */
@ApplicationScoped
public class MinerMetrics {

    /** Bounds what a truck that invents names can do to whoever keeps the metrics. */
    private static final int MOST = 500;

    private final Tracer tracer;
    private final List<FleetFinding> found = new ArrayList<>();
    private final MultiGauge missing;
    private final MultiGauge flagged;
    private final Map<String, Counter> passedBy = new TreeMap<>();
    private final Map<String, Counter> reviews = new TreeMap<>();
    private final Counter mined;
    private final Counter unreadableActions;
    private final Counter failed;
    private final Timer toMined;
    private final Timer analysis;

    public MinerMetrics(MeterRegistry registry, FleetBoard board, Tracer tracer) {
        this.tracer = tracer;
        mined = scans(registry, "mined");
        for (var outcome : outcomes()) {
            passedBy.put(outcome, scans(registry, outcome));
        }
        for (var outcome : reviewOutcomes()) {
            reviews.put(
                    outcome,
                    Counter.builder("medsendx.miner.reviews")
                            .description("records of scans.outcomes.v1 by outcome")
                            .tag("outcome", outcome)
                            .register(registry));
        }
        unreadableActions =
                Counter.builder("medsendx.miner.actions.unreadable")
                        .description("records of fleet.actions.v1 that are no actions")
                        .register(registry);
        failed =
                Counter.builder("medsendx.miner.analysis.failures")
                        .description("analyses that could not be made")
                        .register(registry);
        toMined =
                Timer.builder("medsendx.miner.delay")
                        .description("from the record's timestamp to an analysis with it")
                        .publishPercentileHistogram()
                        .register(registry);
        analysis =
                Timer.builder("medsendx.miner.analysis")
                        .description("one analysis of the fleet")
                        .register(registry);
        missing =
                MultiGauge.builder("medsendx.miner.missing.events")
                        .description("events of a truck that have not arrived, by their numbers")
                        .register(registry);
        flagged =
                MultiGauge.builder("medsendx.miner.scanner.flagged")
                        .description("1 while a scanner differs from what is usual")
                        .register(registry);
        Gauge.builder("medsendx.miner.board.age", board, MinerMetrics::age)
                .description("since the fleet was analysed last, by what this instance read")
                .baseUnit("seconds")
                .register(registry);
        for (var status : Status.values()) {
            registry.gauge(
                    "medsendx.miner.scanners",
                    Tags.of("status", ViewForm.code(status)),
                    board,
                    b ->
                            b.view().scanners().stream()
                                    .filter(scanner -> ViewForm.status(scanner.answer()) == status)
                                    .count());
        }
    }

    private static double age(FleetBoard board) {
        var now = Instant.now();
        var asOf = board.freshness(now).asOf();
        return asOf == null ? Double.NaN : Duration.between(asOf, now).toMillis() / 1000.0;
    }

    private static Counter scans(MeterRegistry registry, String outcome) {
        return Counter.builder("medsendx.miner.scans")
                .description("feature records by outcome")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** Why a scan may not count, as codes. */
    private static List<String> outcomes() {
        var codes =
                new ArrayList<>(
                        List.of(
                                "duplicate",
                                "unreadable",
                                "implausible-writer",
                                "implausible-number",
                                Believable.DAY,
                                Believable.VALUES));
        for (var taken : Taken.values()) {
            if (!taken.changes() && !codes.contains(taken.code())) {
                codes.add(taken.code());
            }
        }
        return codes;
    }

    private static List<String> reviewOutcomes() {
        var codes =
                new ArrayList<>(
                        List.of(
                                "unreadable",
                                "implausible-writer",
                                "implausible-number",
                                Believable.DAY));
        for (var taken : ReviewTaken.values()) {
            codes.add(taken.code());
        }
        return codes;
    }

    /**
     * A decision about a scan came.
     *
     * @param outcome what became of it, a code that is known beforehand
     */
    public void review(String outcome) {
        count(reviews, outcome);
    }

    /** How many decisions this process has read, by what became of them. */
    public Map<String, Long> reviews() {
        return counts(reviews);
    }

    /** So many scans are part of an analysis. */
    public void mined(long scans) {
        mined.increment((double) scans);
    }

    /** How long one scan took from its record to an analysis with it. */
    public void delay(Duration delay) {
        toMined.record(delay);
    }

    /**
     * A scan does not count.
     *
     * @param outcome why, a code that is known beforehand
     */
    public void passedBy(String outcome) {
        count(passedBy, outcome);
    }

    /** How many records this process has read that do not count, by the reason's code. */
    public Map<String, Long> passedBy() {
        return counts(passedBy);
    }

    private static void count(Map<String, Counter> counters, String outcome) {
        var counter = counters.get(outcome);
        if (counter == null) {
            throw new IllegalArgumentException("an outcome that nobody announced");
        }
        counter.increment();
    }

    private static Map<String, Long> counts(Map<String, Counter> counters) {
        var counts = new TreeMap<String, Long>();
        counters.forEach((code, counter) -> {
            if (counter.count() > 0) {
                counts.put(code, (long) counter.count());
            }
        });
        return counts;
    }

    public void unreadableAction() {
        unreadableActions.increment();
    }

    public void analysisFailed() {
        failed.increment();
    }

    /** A finding is part of the analysis under way. */
    public void found(FleetFinding finding) {
        found.add(finding);
    }

    /** An analysis is over, and what was {@link #found} in it. */
    public void analysed(Duration took, FleetView view, List<Received> streams) {
        analysis.record(took);
        showFleet(view, streams);
        trace(took);
        found.clear();
    }

    // A trace of its own: that of the scans would have real times beside their studies.
    private void trace(Duration took) {
        var end = Instant.now();
        var root =
                tracer.spanBuilder("analysis")
                        .setNoParent()
                        .setStartTimestamp(end.minus(took))
                        .startSpan();
        for (var finding : found) {
            tracer.spanBuilder("finding")
                    .setParent(Context.root().with(root))
                    .setAttribute("medsendx.scanner", finding.scanner())
                    .setAttribute("medsendx.outcome", ViewForm.code(finding.to()))
                    .setStartTimestamp(end)
                    .startSpan()
                    .end(end);
        }
        root.end(end);
    }

    /** The fleet is analysed by another instance: what this one showed would stay for ever. */
    public void left() {
        missing.register(List.of(), true);
        flagged.register(List.of(), true);
    }

    /** The fleet by truck and scanner; only the first {@value #MOST} of each. */
    private void showFleet(FleetView view, List<Received> streams) {
        var byTruck = new TreeMap<String, Long>();
        for (var stream : streams) {
            var truck = stream.truck();
            byTruck.merge(truck == null ? "unknown" : truck, stream.missing(), Long::sum);
        }
        missing.register(
                byTruck.entrySet().stream()
                        .limit(MOST)
                        .map(truck -> Row.of(Tags.of("truck", truck.getKey()), truck.getValue()))
                        .collect(Collectors.toList()),
                true);
        flagged.register(
                view.scanners().stream()
                        .limit(MOST)
                        .map(scanner ->
                                Row.of(
                                        Tags.of("truck", scanner.truck(), "scanner", scanner.id()),
                                        scanner.answer() == Answer.OUTLIER ? 1 : 0))
                        .collect(Collectors.toList()),
                true);
    }
}
