package org.medsendx.miner.config;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jboss.logging.Logger;
import org.medsendx.miner.statistics.AnalysisOptions;
import org.medsendx.miner.statistics.Retention;
import org.medsendx.miner.topology.FleetBoard;
import org.medsendx.miner.topology.FleetTopology;
import org.medsendx.miner.topology.MinerMetrics;
import org.medsendx.miner.topology.Mining;

/** Puts the stream together. */
@ApplicationScoped
public class Streams {

    private static final Logger LOG = Logger.getLogger(Streams.class);

    @Produces
    @Singleton
    Topology topology(MinerConfig config, FleetBoard board, MinerMetrics metrics) {
        return FleetTopology.of(mining(config), board, metrics);
    }

    /** A stream thread that fails is replaced: its tasks are restored and go on. */
    @Produces
    @Singleton
    StreamsUncaughtExceptionHandler replaceThread(MeterRegistry registry) {
        var replaced = registry.counter("medsendx_mine_threads_replaced");
        return failure -> {
            replaced.increment();
            LOG.errorf(failure, "a stream thread failed and is replaced");
            return StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
        };
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
