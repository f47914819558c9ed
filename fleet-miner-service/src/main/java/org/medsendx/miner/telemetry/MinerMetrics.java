package org.medsendx.miner.telemetry;

import io.micrometer.core.instrument.Counter;
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
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.medsendx.contracts.deidentified.FleetFinding;
import org.medsendx.contracts.deidentified.ScannerStatus.Status;
import org.medsendx.miner.board.FleetBoard;

/** Counters and timers of mining; labels are outcomes, trucks and scanners. */
@ApplicationScoped
public class MinerMetrics {

    /** Bounds what a truck that invents names can do to whoever keeps the metrics. */
    private static final int MOST = 500;

    private final FleetBoard board;
    private final Tracer tracer;
    private final List<FleetFinding> found = new ArrayList<>();
    private final MultiGauge missing;
    private final MultiGauge flagged;
    private final Counter mined;
    private final Counter duplicates;
    private final Counter unreadable;
    private final Counter implausible;
    private final Counter failed;
    private final Timer toMined;
    private final Timer analysis;

    public MinerMetrics(MeterRegistry registry, FleetBoard board, Tracer tracer) {
        this.tracer = tracer;
        mined = scans(registry, "mined");
        duplicates = scans(registry, "duplicate");
        unreadable = scans(registry, "unreadable");
        implausible = scans(registry, "implausible-day");
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
        this.board = board;
        missing =
                MultiGauge.builder("medsendx.miner.missing.events")
                        .description("events of a truck that have not arrived, by their numbers")
                        .register(registry);
        flagged =
                MultiGauge.builder("medsendx.miner.scanner.flagged")
                        .description("1 while a scanner differs from what is usual")
                        .register(registry);
        for (var status : Status.values()) {
            registry.gauge(
                    "medsendx.miner.scanners",
                    Tags.of("status", FleetBoard.code(status)),
                    board,
                    b ->
                            b.view().scanners().stream()
                                    .filter(scanner -> scanner.status() == status)
                                    .count());
        }
    }

    private static Counter scans(MeterRegistry registry, String outcome) {
        return Counter.builder("medsendx.miner.scans")
                .description("feature records by outcome")
                .tag("outcome", outcome)
                .register(registry);
    }

    public void mined(Duration delay) {
        mined.increment();
        toMined.record(delay);
    }

    public void duplicate() {
        duplicates.increment();
    }

    public void unreadable() {
        unreadable.increment();
    }

    public void implausibleDay() {
        implausible.increment();
    }

    public void analysisFailed() {
        failed.increment();
    }

    /** A finding is part of the analysis under way. */
    public void found(FleetFinding finding) {
        found.add(finding);
    }

    /** An analysis is over, and what was {@link #found} in it. */
    public void analysed(Duration took) {
        analysis.record(took);
        showFleet();
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
                    .setAttribute("medsendx.outcome", FleetBoard.code(finding.to()))
                    .setStartTimestamp(end)
                    .startSpan()
                    .end(end);
        }
        root.end(end);
    }

    /** What is on the board by truck and scanner; only the first {@value #MOST} of each. */
    private void showFleet() {
        var byTruck = new TreeMap<String, Long>();
        for (var stream : board.streams()) {
            byTruck.merge(truck(stream.source()), stream.missing(), Long::sum);
        }
        missing.register(
                byTruck.entrySet().stream()
                        .limit(MOST)
                        .map(truck -> Row.of(Tags.of("truck", truck.getKey()), truck.getValue()))
                        .collect(Collectors.toList()),
                true);
        flagged.register(
                board.view().scanners().stream()
                        .limit(MOST)
                        .map(scanner ->
                                Row.of(
                                        Tags.of("truck", scanner.truck(), "scanner", scanner.id()),
                                        scanner.status() == Status.OUTLIER ? 1 : 0))
                        .collect(Collectors.toList()),
                true);
    }

    // Such as /trucks/T1/uplink.
    private static String truck(String source) {
        var parts = source.split("/", -1);
        return parts.length > 2 && parts[1].equals("trucks") ? parts[2] : "unknown";
    }
}
