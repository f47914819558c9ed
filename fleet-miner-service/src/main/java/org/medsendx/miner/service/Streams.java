package org.medsendx.miner.service;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.kafka.streams.Topology;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.medsendx.journal.DataFolder;
import org.medsendx.journal.DataVersionException;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.config.MinerConfig;
import org.medsendx.miner.messaging.FleetTopology;
import org.medsendx.miner.messaging.Mining;
import org.medsendx.miner.statistics.AnalysisOptions;
import org.medsendx.miner.statistics.Retention;
import org.medsendx.miner.telemetry.MinerMetrics;
import org.medsendx.servicehealth.CannotStart;

/** Puts the stream together. */
@ApplicationScoped
public class Streams {

    /** Before the stream: what it keeps between two starts is read by no earlier version. */
    void openState(
            @Observes @Priority(1) StartupEvent event,
            @ConfigProperty(name = "kafka-streams.state.dir") Path folder) {
        try {
            DataFolder.open(folder, "fleet-miner-service");
        } catch (IOException e) {
            throw CannotStart.because(
                    "fleet-miner-service",
                    e instanceof DataVersionException
                            ? String.valueOf(e.getMessage())
                            : "kafka-streams.state.dir cannot be used: "
                                    + e.getClass().getSimpleName());
        }
    }

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
