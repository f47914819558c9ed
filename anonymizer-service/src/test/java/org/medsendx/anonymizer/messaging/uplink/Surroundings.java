package org.medsendx.anonymizer.messaging.uplink;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.KafkaClusterConfig;
import io.kroxylicious.testing.kafka.common.KafkaClusterFactory;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.medsendx.anonymizer.storage.s3.S3Server;

/** What a truck has around it: its own broker, the cloud's broker, an S3 server, two volumes. */
public final class Surroundings implements QuarkusTestResourceLifecycleManager {

    private @Nullable KafkaCluster truck;
    private @Nullable KafkaCluster cloud;
    private @Nullable S3Server s3;
    private @Nullable Path folder;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("uplink");
            truck = broker();
            cloud = broker();
            s3 = S3Server.started(folder.resolve("s3"));
            var settings = new HashMap<String, String>();
            settings.put("kafka.bootstrap.servers", truck.getBootstrapServers());
            settings.put("medsendx.anonymizer.create-key", "true");
            for (String volume : new String[] {"identified", "deidentified", "derived"}) {
                settings.put(
                        "medsendx.anonymizer." + volume + "-dir",
                        Files.createDirectory(folder.resolve(volume)).toString());
            }
            settings.put("medsendx.uplink.cloud-bootstrap-servers", cloud.getBootstrapServers());
            settings.put("medsendx.uplink.bucket", S3Server.BUCKET);
            settings.put("medsendx.uplink.priority-wait", "2s");
            settings.put("medsendx.uplink.retry-shortest", "100ms");
            settings.put("medsendx.uplink.retry-longest", "1s");
            settings.put(
                    "quarkus.fault-tolerance.\"org.medsendx.anonymizer.storage.s3.GuardedAttempt/put\""
                            + ".circuit-breaker.delay",
                    "1");
            settings.put("quarkus.s3.endpoint-override", s3.endpoint().toString());
            settings.put("quarkus.s3.path-style-access", "true");
            settings.put("quarkus.s3.aws.region", "eu-central-1");
            settings.put("quarkus.s3.aws.credentials.type", "static");
            settings.put(
                    "quarkus.s3.aws.credentials.static-provider.access-key-id", S3Server.KEY_ID);
            settings.put(
                    "quarkus.s3.aws.credentials.static-provider.secret-access-key",
                    S3Server.SECRET);
            return settings;
        } catch (Exception e) {
            throw new IllegalStateException("the surroundings did not start", e);
        }
    }

    private static KafkaCluster broker() {
        var cluster =
                KafkaClusterFactory.create(
                        KafkaClusterConfig.builder()
                                .brokersNum(1)
                                .brokerConfig("auto.create.topics.enable", "true")
                                .build());
        cluster.start();
        return cluster;
    }

    @Override
    public void stop() {
        try {
            for (var part : new @Nullable AutoCloseable[] {s3, cloud, truck}) {
                if (part != null) {
                    part.close();
                }
            }
            if (folder != null) {
                try (var files = Files.walk(folder)) {
                    files.sorted(Comparator.reverseOrder()).forEach(Surroundings::delete);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("the surroundings did not stop", e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
