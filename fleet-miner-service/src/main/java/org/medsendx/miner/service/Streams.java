package org.medsendx.miner.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.apache.kafka.streams.Topology;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.config.MinerConfig;
import org.medsendx.miner.messaging.FleetTopology;
import org.medsendx.miner.messaging.Mining;
import org.medsendx.miner.statistics.AnalysisOptions;
import org.medsendx.miner.statistics.Retention;
import org.medsendx.miner.telemetry.MinerMetrics;

/** Puts the stream together. */
@ApplicationScoped
public class Streams {

    @Produces
    @Singleton
    FleetBoard board() {
        return new FleetBoard();
    }

    @Produces
    @Singleton
    Topology topology(MinerConfig config, FleetBoard board, MinerMetrics metrics) {
        return FleetTopology.of(mining(config), board, metrics);
    }

    static Mining mining(MinerConfig config) {
        return new Mining(
                new AnalysisOptions(
                        config.baselineDays(),
                        config.recentDays(),
                        config.minimumWindowScans(),
                        config.falseAlarmRate(),
                        Math.log1p(config.minimumShift()),
                        Math.log1p(config.minimumCohortDeviation()),
                        config.chartRunLength()),
                new Retention(config.scansPerScanner(), config.keepDays()),
                config.analyseEvery(),
                config.findingsShown());
    }
}
