package org.medsendx.miner.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.medsendx.contracts.deidentified.ScannerStatus.Status;
import org.medsendx.miner.board.FleetBoard;

/** Counters and timers of mining; labels are outcomes, never ids. */
@ApplicationScoped
public class MinerMetrics {

    private final Counter mined;
    private final Counter duplicates;
    private final Counter unreadable;
    private final Counter implausible;
    private final Counter failed;
    private final Timer toMined;
    private final Timer analysis;

    public MinerMetrics(MeterRegistry registry, FleetBoard board) {
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
        registry.gauge("medsendx.miner.missing.events", board, FleetBoard::missing);
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

    public void analysed(Duration took) {
        analysis.record(took);
    }
}
