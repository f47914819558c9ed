package org.medsendx.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.api.TerminationStyle;
import io.kroxylicious.testing.kafka.common.BrokerConfig;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.Topic.Reach;
import org.medsendx.contracts.UnreadableEventException;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.FleetFinding;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.ScannerStatus;
import org.medsendx.contracts.deidentified.ScannerStatus.Status;
import org.medsendx.miner.messaging.DriftingFleet;
import org.medsendx.webguard.WebSurface;

/** The built service against a real broker. */
@ExtendWith(KafkaClusterExtension.class)
class MinerIT {

    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir Path folder;

    @Test
    void waits_for_broker_and_topics_mines_each_scan_once_and_remembers_after_a_crash(
            @BrokerConfig(name = "auto.create.topics.enable", value = "false") KafkaCluster cluster)
            throws Exception {
        cluster.stopNodes(node -> true, TerminationStyle.GRACEFUL);
        var events = DriftingFleet.events();

        try (var miner = MinerProcess.start(folder, cluster.getBootstrapServers())) {
            // Neither broker nor topics: up, ready and empty.
            assertThat(miner.get("/q/health/live").statusCode()).isEqualTo(200);
            assertThat(miner.get("/q/health/ready").statusCode()).isEqualTo(200);
            assertThat(text(miner, "/q/health/ready")).contains("\"stream\": \"waiting\"");
            assertThat(json(miner, "/scanners")).isEmpty();
            assertThat(picture(miner)).isTrue();
            new WebSurface(miner.port()).isGuarded("/scanners", "/scanners");
            new WebSurface(miner.port()).isGuarded("/", "/");
            cluster.startNodes(node -> true);
            createTopics(cluster);

            send(cluster, events);
            send(cluster, events.subList(0, 20));
            sendUnreadable(cluster);

            await().ignoreExceptions()
                    .atMost(LONG)
                    .until(() -> json(miner, "/stage").path("count").asInt() == events.size());
            assertThat(statuses(miner)).isEqualTo("S1 ok, S2 outlier, S3 ok, S4 ok");
            assertThat(json(miner, "/findings").get(0).path("scanner").asText()).isEqualTo("S2");
            assertThat(json(miner, "/streams").get(0).path("missing").asInt()).isZero();
            assertThat(picture(miner)).isTrue();
            assertThat(text(miner, "/")).contains("S2", "badge outlier", "no diagnosis");
            assertThat(json(miner, "/stage").path("p50Ms").asDouble()).isPositive();
            // Two partitions: either count may be the last one to come.
            await().ignoreExceptions()
                    .atMost(LONG)
                    .untilAsserted(() ->
                            assertThat(text(miner, "/q/metrics"))
                                    .contains(
                                            "medsendx_miner_scans_total{outcome=\"unreadable\"}"
                                                    + " 1.0",
                                            "medsendx_miner_scans_total{outcome=\"duplicate\"}"
                                                    + " 20.0"));
            assertThat(miner.log())
                    .contains("topic=scans.features.v1 partition=", "code=not-of-the-schema")
                    .doesNotContain("Doe^Jane");
            await().ignoreExceptions()
                    .atMost(LONG)
                    .until(() -> latestStatus(cluster, "S2").data().status() == Status.OUTLIER);
            assertThat(text(miner, "/q/health/ready")).contains("\"stream\": \"working\"");
            assertThat(text(miner, "/q/metrics"))
                    .contains("medsendx_work_well{part=\"stream\"} 1.0");
            miner.kill();
        }

        try (var miner = MinerProcess.start(folder, cluster.getBootstrapServers())) {
            await().atMost(LONG).until(() -> !json(miner, "/scanners").isEmpty());
            assertThat(statuses(miner)).isEqualTo("S1 ok, S2 outlier, S3 ok, S4 ok");
            assertThat(json(miner, "/findings")).hasSize(1);
            var before = latestStatus(cluster, "S1");

            send(cluster, events.subList(0, 20));
            send(cluster, DriftingFleet.afterRepair());

            await().ignoreExceptions()
                    .atMost(LONG)
                    .until(() -> "S1 ok, S2 ok, S3 ok, S4 ok".equals(statuses(miner)));
            await().ignoreExceptions()
                    .atMost(LONG)
                    .until(() -> latestStatus(cluster, "S1").data().scans() == 60);
            assertThat(latestStatus(cluster, "S1").id()).isNotEqualTo(before.id());
            await().atMost(LONG)
                    .untilAsserted(() ->
                            assertThat(
                                            read(cluster, DeidentifiedTopic.FLEET_FINDINGS).stream()
                                                    .map(record ->
                                                            event(FleetFinding.class, record)
                                                                    .data()
                                                                    .to()))
                                    .containsExactly(Status.OUTLIER, Status.OK));
        }
    }

    private static void createTopics(KafkaCluster cluster) throws Exception {
        try (var admin = Admin.create(cluster.getKafkaClientConfiguration())) {
            admin.createTopics(
                            Arrays.stream(DeidentifiedTopic.values())
                                    .filter(topic -> topic.reach() != Reach.TRUCK)
                                    .map(topic -> new NewTopic(topic.topicName(), 2, (short) 1))
                                    .toList())
                    .all()
                    .get();
        }
    }

    private static void send(KafkaCluster cluster, List<Event<ScanFeatures>> events)
            throws Exception {
        try (var producer = producer(cluster)) {
            for (var event : events) {
                var record =
                        new ProducerRecord<>(
                                event.data().topic().topicName(),
                                event.data().key(),
                                EventCodec.value(event.data()));
                EventCodec.headers(event)
                        .forEach((name, value) ->
                                record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
                producer.send(record);
            }
            producer.flush();
        }
    }

    private static void sendUnreadable(KafkaCluster cluster) throws Exception {
        try (var producer = producer(cluster)) {
            producer.send(
                            new ProducerRecord<>(
                                    "scans.features.v1",
                                    "S1",
                                    "{\"PatientName\":\"Doe^Jane\""
                                            .getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    private static KafkaProducer<String, byte[]> producer(KafkaCluster cluster) {
        return new KafkaProducer<>(
                cluster.getKafkaClientConfiguration(),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private static Event<ScannerStatus> latestStatus(KafkaCluster cluster, String scanner) {
        return read(cluster, DeidentifiedTopic.FLEET_SCANNER_STATUS).stream()
                .filter(record -> record.key().equals(scanner))
                .reduce((first, second) -> second)
                .map(record -> event(ScannerStatus.class, record))
                .orElseThrow();
    }

    private static List<ConsumerRecord<String, byte[]>> read(
            KafkaCluster cluster, DeidentifiedTopic topic) {
        var settings = new HashMap<>(cluster.getKafkaClientConfiguration());
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions =
                    consumer.partitionsFor(topic.topicName()).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var records = new ArrayList<ConsumerRecord<String, byte[]>>();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    private static <P extends Payload> Event<P> event(
            Class<P> payload, ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
        try {
            return EventCodec.read(payload, headers, record.value());
        } catch (UnreadableEventException e) {
            throw new AssertionError(e);
        }
    }

    private static String statuses(MinerProcess miner) throws Exception {
        return StreamSupport.stream(json(miner, "/scanners").spliterator(), false)
                .map(node -> node.path("id").asText() + " " + node.path("status").asText())
                .reduce((first, second) -> first + ", " + second)
                .orElse("");
    }

    private static JsonNode json(MinerProcess miner, String path) throws Exception {
        return EventCodec.JSON.readTree(miner.get(path).body());
    }

    private static String text(MinerProcess miner, String path) throws Exception {
        return new String(miner.get(path).body(), StandardCharsets.UTF_8);
    }

    private static boolean picture(MinerProcess miner) throws Exception {
        var image = ImageIO.read(new ByteArrayInputStream(miner.get("/report.png").body()));
        return image != null && image.getWidth() == 1200;
    }
}
