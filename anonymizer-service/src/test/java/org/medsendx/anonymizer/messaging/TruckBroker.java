package org.medsendx.anonymizer.messaging;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.KafkaClusterConfig;
import io.kroxylicious.testing.kafka.common.KafkaClusterFactory;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A truck's broker and volumes. */
public final class TruckBroker implements QuarkusTestResourceLifecycleManager {

    private @Nullable KafkaCluster cluster;
    private @Nullable Path folder;

    @Override
    public Map<String, String> start() {
        try {
            var volumes = Files.createTempDirectory("anonymizer-it");
            folder = volumes;
            var broker =
                    KafkaClusterFactory.create(
                            KafkaClusterConfig.builder()
                                    .brokerConfigs(Map.of("auto.create.topics.enable", "true"))
                                    .build());
            cluster = broker;
            broker.start();
            var settings = new HashMap<String, String>();
            settings.put("kafka.bootstrap.servers", broker.getBootstrapServers());
            settings.put("medsendx.anonymizer.create-key", "true");
            for (String volume :
                    new String[] {"identified", "deidentified", "derived", "features", "uplink"}) {
                settings.put(
                        "medsendx.anonymizer." + volume + "-dir",
                        Files.createDirectory(volumes.resolve(volume)).toString());
            }
            return settings;
        } catch (IOException e) {
            throw new IllegalStateException("the volumes could not be made", e);
        }
    }

    @Override
    public void stop() {
        try {
            if (cluster != null) {
                cluster.close();
            }
            if (folder != null) {
                try (var files = Files.walk(folder)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("the broker or its folder stayed", e);
        }
    }
}
