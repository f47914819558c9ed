package org.medsendx.readinglist;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.api.TerminationStyle;
import io.kroxylicious.testing.kafka.common.KafkaClusterConfig;
import io.kroxylicious.testing.kafka.common.KafkaClusterFactory;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.StudyEvent;
import org.medsendx.readinglist.intake.Intake;
import org.medsendx.readinglist.intake.RawRecord;
import org.medsendx.webguard.Keycloak;

/** A real broker with the topics and a real object store with a bucket. */
public final class CloudParts implements QuarkusTestResourceLifecycleManager {

    private static final String KEY_ID = "reader";
    private static final String SECRET = "not-a-secret";

    private @Nullable KafkaCluster cluster;
    private @Nullable S3Proxy store;
    private @Nullable Path folder;
    private URI endpoint = URI.create("http://127.0.0.1");

    @Override
    public Map<String, String> start() {
        try {
            var disk = Files.createTempDirectory("reading-it");
            folder = disk;
            Files.createDirectory(disk.resolve(Scans.BUCKET));
            endpoint = URI.create("http://127.0.0.1:" + Keycloak.freePort());
            startStore();
            var broker =
                    KafkaClusterFactory.create(
                            KafkaClusterConfig.builder()
                                    .brokerConfigs(Map.of("auto.create.topics.enable", "false"))
                                    .build());
            cluster = broker;
            broker.start();
            topics(broker);
            var settings = new HashMap<String, String>();
            settings.put("kafka.bootstrap.servers", broker.getBootstrapServers());
            settings.put("medsendx.reading.buckets", Scans.BUCKET);
            settings.put("medsendx.reading.ask-every", "300ms");
            settings.put("medsendx.reading.stale-after", "8s");
            settings.put("quarkus.s3.endpoint-override", endpoint.toString());
            settings.put("quarkus.s3.path-style-access", "true");
            settings.put("quarkus.s3.aws.region", "eu-central-1");
            settings.put("quarkus.s3.aws.credentials.type", "static");
            settings.put("quarkus.s3.aws.credentials.static-provider.access-key-id", KEY_ID);
            settings.put("quarkus.s3.aws.credentials.static-provider.secret-access-key", SECRET);
            return settings;
        } catch (Exception e) {
            throw new IllegalStateException("the broker or the store did not start", e);
        }
    }

    private static void topics(KafkaCluster broker) throws Exception {
        try (var admin = Admin.create(broker.getKafkaClientConfiguration())) {
            admin.createTopics(
                            Intake.TOPICS.stream()
                                    .map(topic -> new NewTopic(topic.topicName(), 3, (short) 1))
                                    .toList())
                    .all()
                    .get();
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(CloudParts.class));
    }

    private KafkaCluster broker() {
        if (cluster == null) {
            throw new IllegalStateException("no broker");
        }
        return cluster;
    }

    Map<String, Object> kafka() {
        return broker().getKafkaClientConfiguration();
    }

    void stopBroker() {
        broker().stopNodes(node -> true, TerminationStyle.GRACEFUL);
    }

    void startBroker() {
        broker().startNodes(node -> true);
    }

    /** Its address stays. */
    void startStore() throws Exception {
        var properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", folder().toString());
        var started =
                S3Proxy.builder()
                        .endpoint(endpoint)
                        .blobStore(BlobStores.create("filesystem-nio2", properties))
                        .awsAuthentication(AuthenticationType.AWS_V4, KEY_ID, SECRET)
                        .build();
        started.start();
        store = started;
    }

    void stopStore() throws Exception {
        if (store != null) {
            store.stop();
            store = null;
        }
    }

    /** The store answers, and has not the bucket; or has it again as it was. */
    void hideBucket(boolean hidden) throws IOException {
        var there = folder().resolve(Scans.BUCKET);
        var away = folder().resolve(Scans.BUCKET + "-away");
        Files.move(hidden ? there : away, hidden ? away : there);
    }

    int storePort() {
        return endpoint.getPort();
    }

    /**
     * Lets whoever reads have so many bytes a second, on the average of some seconds; without a
     * number, all that they want.
     */
    void slow(@Nullable Double bytesASecond) throws Exception {
        var everybody = new HashMap<String, @Nullable String>();
        everybody.put(ClientQuotaEntity.CLIENT_ID, null);
        try (var admin = Admin.create(kafka())) {
            admin.alterClientQuotas(
                            List.of(
                                    new ClientQuotaAlteration(
                                            new ClientQuotaEntity(everybody),
                                            List.of(
                                                    new ClientQuotaAlteration.Op(
                                                            "consumer_byte_rate", bytesASecond)))))
                    .all()
                    .get();
        }
    }

    /** What the trucks tell, each with the next number. */
    void tell(List<? extends StudyEvent> events) {
        var records =
                IntStream.range(0, events.size())
                        .mapToObj(i -> Scans.record(events.get(i), 1 + i, Instant.now()))
                        .toList();
        send(records);
    }

    void send(List<RawRecord> records) {
        var settings = new HashMap<>(kafka());
        settings.put("max.in.flight.requests.per.connection", 1);
        settings.put("batch.size", 1 << 18);
        try (var producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (var record : records) {
                var headers = new RecordHeaders();
                record.headers()
                        .forEach((name, value) ->
                                headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
                producer.send(
                        new ProducerRecord<>(
                                record.topic(),
                                null,
                                record.writtenAt().toEpochMilli(),
                                record.key(),
                                record.value(),
                                headers));
            }
            producer.flush();
        }
    }

    /** Puts bytes where the key says, as they lie on the disk of the store. */
    void store(String key, byte[] bytes) throws IOException {
        var file = folder().resolve(Scans.BUCKET).resolve(key);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    void delete(String key) throws IOException {
        Files.delete(folder().resolve(Scans.BUCKET).resolve(key));
    }

    private Path folder() {
        if (folder == null) {
            throw new IllegalStateException("no store");
        }
        return folder;
    }

    @Override
    public void stop() {
        try {
            if (cluster != null) {
                cluster.close();
            }
            if (store != null) {
                store.stop();
            }
            if (folder != null) {
                try (var files = Files.walk(folder)) {
                    for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("the broker or the store stayed", e);
        }
    }
}
