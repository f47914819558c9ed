package org.medsendx.segmenter.messaging;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.KafkaClusterConfig;
import io.kroxylicious.testing.kafka.common.KafkaClusterFactory;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/** A real broker with the truck's topics, and the two volumes, for the time of a test class. */
public final class TruckBroker implements QuarkusTestResourceLifecycleManager {

    private static final int ATTEMPTS = 3;

    private @Nullable KafkaCluster cluster;
    private @Nullable Path volumes;

    @Override
    public Map<String, String> start() {
        var broker = started();
        cluster = broker;
        try (var admin = Admin.create(broker.getKafkaClientConfiguration())) {
            admin.createTopics(
                            List.of(
                                    new NewTopic("instances.deidentified.v1", 1, (short) 1),
                                    new NewTopic("derived.created.v1", 1, (short) 1),
                                    new NewTopic("scans.assessed.v1", 1, (short) 1),
                                    new NewTopic("scans.measured.v1", 1, (short) 1),
                                    new NewTopic("scans.reviewed.v1", 1, (short) 1),
                                    new NewTopic("instances.uploaded.v1", 1, (short) 1),
                                    new NewTopic("instances.delivered.v1", 1, (short) 1),
                                    new NewTopic("baselines.received.v1", 1, (short) 1)))
                    .all()
                    .get();
            var folder = Files.createTempDirectory("segmenter-it");
            volumes = folder;
            Files.createDirectory(folder.resolve("deidentified"));
            Files.createDirectory(folder.resolve("derived"));
            return Map.of(
                    "kafka.bootstrap.servers", broker.getBootstrapServers(),
                    "medsendx.segmenter.deidentified-dir",
                            folder.resolve("deidentified").toString(),
                    "medsendx.segmenter.derived-dir", folder.resolve("derived").toString(),
                    "medsendx.segmenter.object-wait", "200ms");
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the topics could not be created", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A machine with much else to do may miss the broker's own limit for its start. */
    private static KafkaCluster started() {
        for (int attempt = 1; ; attempt++) {
            var broker =
                    KafkaClusterFactory.create(
                            KafkaClusterConfig.builder()
                                    .brokerConfigs(Map.of("auto.create.topics.enable", "false"))
                                    .build());
            try {
                broker.start();
                return broker;
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void stop() {
        try {
            if (cluster != null) {
                cluster.close();
            }
            if (volumes != null) {
                try (var files = Files.walk(volumes)) {
                    for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("the broker or its folder stayed", e);
        }
    }
}
