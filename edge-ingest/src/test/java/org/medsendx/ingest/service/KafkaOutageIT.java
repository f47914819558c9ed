package org.medsendx.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import com.fasterxml.jackson.databind.JsonNode;
import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.api.TerminationStyle;
import io.kroxylicious.testing.kafka.common.BrokerConfig;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.identified.IdentifiedTopic;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.dicom.net.StoreStatus;

/** The packaged service and a real broker that comes and goes. */
@ExtendWith(KafkaClusterExtension.class)
class KafkaOutageIT {

    private static final String TOPIC = IdentifiedTopic.INSTANCES_RECEIVED.topicName();

    @TempDir Path folder;
    @TempDir Path made;
    private @Nullable ServiceProcess running;

    private KafkaCluster cluster;

    @BeforeEach
    void open(
            @BrokerConfig(name = "auto.create.topics.enable", value = "false")
                    KafkaCluster cluster) {
        this.cluster = cluster;
    }

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
    }

    private ServiceProcess start() throws IOException {
        var service =
                ServiceProcess.start(
                        folder,
                        Map.of(
                                "kafka.bootstrap.servers",
                                cluster.getBootstrapServers(),
                                // A producer then says what it runs with.
                                "quarkus.log.category.\"org.medsendx.outbox.kafka\".level",
                                "DEBUG",
                                "medsendx.ingest.sources.\"CT_1\".truck",
                                "T9",
                                "medsendx.ingest.sources.\"CT_1\".scanner",
                                "ct-1"));
        running = service;
        return service;
    }

    @Test
    void takes_instances_while_kafka_is_away_and_tells_it_of_each_once_it_is_back()
            throws Exception {
        try (var admin = Admin.create(cluster.getKafkaClientConfiguration())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
        cluster.stopNodes(node -> true, TerminationStyle.GRACEFUL);
        var service = start();

        try (var scu = service.associate("MEDSENDX")) {
            for (int i = 0; i < 5; i++) {
                String uid = uid();
                assertThat(ServiceProcess.store(scu, file(made, ct(uid, "Doe^Jane")), uid))
                        .isEqualTo(StoreStatus.SUCCESS);
            }
        }
        assertThat(service.get("/q/health/ready").statusCode()).isEqualTo(200);
        assertThat(service.json("/status").get("outboxBacklog").asInt()).isEqualTo(5);

        // The process dies without a word; what it had acknowledged is there afterwards.
        service.kill();
        cluster.startNodes(node -> true);
        var again = start();
        await().atMost(Duration.ofSeconds(90))
                .until(() -> again.json("/status").get("outboxBacklog").asInt() == 0);

        assertThat(again.log())
                .contains(
                        "bootstrap.servers=[" + cluster.getBootstrapServers() + "]",
                        "acks=-1,",
                        "compression.type=gzip,",
                        "delivery.timeout.ms=30000,",
                        "enable.idempotence=true,",
                        "max.block.ms=10000,",
                        "reconnect.backoff.max.ms=5000,",
                        "request.timeout.ms=10000,");
        assertThat(again.get("/q/health/live").body())
                .contains("\"relay\": \"working\"", "\"hot-folder\": \"working\"");
        assertThat(again.get("/q/metrics").body())
                .contains(
                        "medsendx_work_well{part=\"relay\"} 1.0",
                        "medsendx_work_well{part=\"hot-folder\"} 1.0");
        var received = consume(5);
        var instances = again.json("/instances");
        assertThat(received)
                .extracting(event -> event.objectId().toString())
                .containsExactlyElementsOf(objectIds(instances));
        assertThat(received)
                .allSatisfy(event -> {
                    assertThat(again.volume.resolve(event.file())).exists();
                    assertThat(event.truck()).isEqualTo("T9");
                    assertThat(event.scanner()).isEqualTo("ct-1");
                });
    }

    private static List<String> objectIds(JsonNode instances) {
        var ids = new ArrayList<String>();
        instances.forEach(entry -> ids.add(entry.get("objectId").asText()));
        return ids;
    }

    private List<InstanceReceived> consume(int count) throws Exception {
        var events = new ArrayList<InstanceReceived>();
        Set<String> ids = new LinkedHashSet<>();
        var settings = new HashMap<>(cluster.getKafkaClientConfiguration());
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            var partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> {
                        for (var record : consumer.poll(Duration.ofMillis(200))) {
                            var headers = new HashMap<String, String>();
                            record.headers()
                                    .forEach(h ->
                                            headers.put(
                                                    h.key(),
                                                    new String(h.value(), StandardCharsets.UTF_8)));
                            var event =
                                    EventCodec.read(
                                            InstanceReceived.class, headers, record.value());
                            assertThat(headers).containsKey("traceparent");
                            if (ids.add(event.id())) {
                                events.add(event.data());
                            }
                        }
                        return events.size() >= count;
                    });
        }
        return events;
    }
}
