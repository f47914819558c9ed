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
import org.medsendx.miner.earlier.AnalysisOptions;
import org.medsendx.miner.earlier.Retention;
import org.medsendx.miner.telemetry.MinerMetrics;
import org.medsendx.servicehealth.CannotStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the stream together. */
@ApplicationScoped
public class Streams {

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    /** Before the stream: what it keeps between two starts is read by no earlier version. */
    void openState(
            @Observes @Priority(1) StartupEvent event,
            @ConfigProperty(name = "kafka-streams.state.dir") Path folder) {
        try {
            DataFolder.open(folder, "fleet-miner-service");
        } catch (DataVersionException e) {
            throw CannotStart.because("fleet-miner-service", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            // What is known lies in memory and in topics, so a full disk is no reason not to work.
            LOG.warn(
                    "kafka-streams.state.dir takes no files ({}); the version of its data is not"
                            + " noted",
                    e.getClass().getSimpleName());
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
