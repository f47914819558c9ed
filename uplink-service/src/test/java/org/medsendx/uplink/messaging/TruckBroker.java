package org.medsendx.uplink.messaging;

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

/** A truck's broker and volumes; the cloud and its store are not there. */
public final class TruckBroker implements QuarkusTestResourceLifecycleManager {

    private @Nullable KafkaCluster cluster;
    private @Nullable Path folder;

    @Override
    public Map<String, String> start() {
        try {
            var volumes = Files.createTempDirectory("uplink-it");
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
            for (String volume : new String[] {"deidentified", "derived", "features", "uplink"}) {
                settings.put(
                        "medsendx.uplink." + volume + "-dir",
                        Files.createDirectory(volumes.resolve(volume)).toString());
            }
            settings.put("medsendx.uplink.cloud-bootstrap-servers", "127.0.0.1:1");
            settings.put("medsendx.uplink.bucket", "nowhere");
            settings.put("quarkus.s3.endpoint-override", "http://127.0.0.1:1");
            settings.put("quarkus.s3.path-style-access", "true");
            settings.put("quarkus.s3.aws.region", "eu-central-1");
            settings.put("quarkus.s3.aws.credentials.type", "static");
            settings.put("quarkus.s3.aws.credentials.static-provider.access-key-id", "id");
            settings.put("quarkus.s3.aws.credentials.static-provider.secret-access-key", "secret");
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
