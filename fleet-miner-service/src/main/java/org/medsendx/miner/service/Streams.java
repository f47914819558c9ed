package org.medsendx.miner.service;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.medsendx.journal.DataFolder;
import org.medsendx.journal.DataVersionException;
import org.medsendx.miner.board.FleetBoard;
import org.medsendx.miner.config.MinerConfig;
import org.medsendx.miner.messaging.ActionWriter;
import org.medsendx.miner.messaging.BoardReader;
import org.medsendx.miner.messaging.FleetTopology;
import org.medsendx.miner.messaging.Mining;
import org.medsendx.miner.statistics.AnalysisOptions;
import org.medsendx.miner.telemetry.MinerMetrics;
import org.medsendx.outbox.Backoff;
import org.medsendx.servicehealth.CannotStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the stream together. */
@ApplicationScoped
public class Streams {

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    /** How long a person waits to hear that what they did is kept. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

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
    FleetBoard board(MinerConfig config) {
        return new FleetBoard(config.staleAfter(), config.findingsShown());
    }

    @Produces
    @Singleton
    Topology topology(MinerConfig config, FleetBoard board, MinerMetrics metrics) {
        return FleetTopology.of(mining(config), board, metrics);
    }

    @Produces
    @Singleton
    ActionWriter actions(StreamsConfig stream) {
        return new ActionWriter(
                () ->
                        new KafkaProducer<>(
                                stream.getProducerConfigs("fleet-miner-service-actions"),
                                new ByteArraySerializer(),
                                new ByteArraySerializer()),
                PATIENCE);
    }

    @Produces
    @Singleton
    BoardReader reader(StreamsConfig stream, FleetBoard board) {
        return new BoardReader(
                () ->
                        new KafkaConsumer<>(
                                stream.getGlobalConsumerConfigs("fleet-miner-service-board"),
                                new ByteArrayDeserializer(),
                                new ByteArrayDeserializer()),
                board,
                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random()));
    }

    void read(@Observes StartupEvent event, BoardReader reader) {
        Thread.ofPlatform().name("fleet-board").daemon().start(reader);
    }

    void stop(@Observes ShutdownEvent event, BoardReader reader, ActionWriter actions) {
        reader.stop();
        actions.close();
    }

    static Mining mining(MinerConfig config) {
        return new Mining(
                new AnalysisOptions(
                        config.falseFindingsPerFleetYear(),
                        config.leastEffects(),
                        config.baselineDays(),
                        config.baselineExams(),
                        config.silentAfterDays()),
                config.analyseEvery(),
                config.sayEvery(),
                config.keepDays(),
                config.missingAfter(),
                config.reopenDays());
    }
}
