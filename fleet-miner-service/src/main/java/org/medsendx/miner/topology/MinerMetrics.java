package org.medsendx.miner.topology;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.medsendx.contracts.deidentified.ScannerStatus.Status;

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

    MinerMetrics(MeterRegistry registry, FleetBoard board) {
        mined = scans(registry, "mined");
        duplicates = scans(registry, "duplicate");
        unreadable = scans(registry, "unreadable");
        implausible = scans(registry, "implausible-day");
        failed =
                Counter.builder("medsendx_mine_analysis_failures")
                        .description("analyses that could not be made")
                        .register(registry);
        toMined =
                Timer.builder("medsendx_mine_delay")
                        .description("from the record's timestamp to an analysis with it")
                        .publishPercentileHistogram()
                        .register(registry);
        analysis =
                Timer.builder("medsendx_mine_analysis")
                        .description("one analysis of the fleet")
                        .register(registry);
        registry.gauge("medsendx_mine_missing_events", board, FleetBoard::missing);
        for (var status : Status.values()) {
            registry.gauge(
                    "medsendx_mine_scanners",
                    Tags.of("status", FleetBoard.code(status)),
                    board,
                    b ->
                            b.view().scanners().stream()
                                    .filter(scanner -> scanner.status() == status)
                                    .count());
        }
    }

    private static Counter scans(MeterRegistry registry, String outcome) {
        return Counter.builder("medsendx_mine_scans")
                .description("feature records by outcome")
                .tag("outcome", outcome)
                .register(registry);
    }

    void mined(Duration delay) {
        mined.increment();
        toMined.record(delay);
    }

    void duplicate() {
        duplicates.increment();
    }

    void unreadable() {
        unreadable.increment();
    }

    void implausibleDay() {
        implausible.increment();
    }

    void analysisFailed() {
        failed.increment();
    }

    void analysed(Duration took) {
        analysis.record(took);
    }
}
