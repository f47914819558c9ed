package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Principal;
import org.medsendx.localstack.follow.Tracker;
import org.medsendx.outbox.ScansWaiting;

/** Events that are thrown away between two stages: what waits is counted, and does not stay. */
@ExtendWith(RunningStack.class)
class WaitingScansIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    // One of each truck: the demo fleet has five, and sends as many of each.
    private static final int SCANS = 5;

    @AfterEach
    void everything_runs_again() throws Exception {
        var stack = RunningStack.get();
        for (var process : stack.processes()) {
            if (!process.alive()) {
                stack.restart(process.name());
                stack.awaitReady(process.name());
            }
        }
    }

    @Test
    void every_scan_reaches_its_end_once_when_kafka_lost_the_events_between_all_stages()
            throws Exception {
        var stack = RunningStack.get();
        Set<String> before = inCloud("scans.assessed.v1").keySet();
        stack.takeDown("anonymizer-service");
        RunningStack.send(RunningStack.scans(SCANS), new Tracker(SCANS));
        throwAway("instances.received.v1", SCANS);

        stack.takeDown("segmenter-service");
        stack.restart("anonymizer-service");
        stack.awaitReady("anonymizer-service");
        await().atMost(PATIENCE).until(() -> waiting().assessment().count() >= SCANS);
        assertThat(waiting().decision().count()).isZero();
        assertThat(text(stack.addresses().ingest() + "/status"))
                .containsPattern("Scans waiting: [0-9]+ for an assessment");
        throwAway("instances.deidentified.v1", SCANS);

        stack.restart("segmenter-service");
        stack.awaitReady("segmenter-service");
        // The truck's topics cannot tell any more which scan became which object: counted in cloud.
        await().atMost(PATIENCE)
                .until(() -> inCloud("scans.assessed.v1").size() >= before.size() + SCANS);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(text(stack.addresses().segmenter() + "/"))
                                .contains("Scans waiting: none"));

        assertThat(text(stack.addresses().anonymizer() + "/q/metrics"))
                .containsPattern("medsendx_scans_waiting\\{.*for=\"decision\".*} 0\\.0")
                .containsPattern("medsendx_scans_waiting\\{.*for=\"assessment\".*} 0\\.0")
                .containsPattern("medsendx_scans_waiting\\{.*for=\"upload\".*} 0\\.0");
        var assessed = inCloud("scans.assessed.v1");
        assessed.keySet().removeAll(before);
        assertThat(assessed).hasSize(SCANS);
        assertThat(assessed.values()).allSatisfy(ids -> assertThat(ids).hasSize(1));
        assertThat(inCloud("instances.uploaded.v1").keySet()).containsAll(assessed.keySet());
    }

    @Test
    void what_is_released_while_the_uplink_is_away_is_counted_and_reaches_the_cloud_once()
            throws Exception {
        var stack = RunningStack.get();
        Set<String> before = inCloud("scans.assessed.v1").keySet();
        stack.takeDown("uplink-service");
        RunningStack.send(RunningStack.scans(SCANS), new Tracker(SCANS));
        await().atMost(PATIENCE)
                .until(() ->
                        waiting().upload().count() >= SCANS
                                && waiting().assessment().count() >= SCANS);
        assertThat(text(stack.addresses().ingest() + "/status"))
                .containsPattern("Scans waiting: .*[0-9]+ for their upload");
        // Nor do the events about them wait for it.
        for (var topic :
                List.of(
                        "instances.deidentified.v1",
                        "scans.assessed.v1",
                        "derived.created.v1",
                        "scans.features.v1")) {
            throwAway(topic, SCANS);
        }

        stack.restart("uplink-service");
        stack.awaitReady("uplink-service");
        await().atMost(PATIENCE)
                .until(() -> inCloud("scans.assessed.v1").size() >= before.size() + SCANS);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(text(stack.addresses().segmenter() + "/"))
                                .contains("Scans waiting: none"));
        var assessed = inCloud("scans.assessed.v1");
        assessed.keySet().removeAll(before);
        assertThat(assessed).hasSize(SCANS);
        assertThat(assessed.values()).allSatisfy(ids -> assertThat(ids).hasSize(1));
        assertThat(inCloud("instances.uploaded.v1").keySet()).containsAll(assessed.keySet());
    }

    private static ScansWaiting waiting() {
        var waiting =
                ScansWaiting.read(
                        RunningStack.get().folders().deidentified().resolve("waiting.json"));
        var nothing = ScansWaiting.For.NOTHING;
        return waiting == null
                ? new ScansWaiting(java.time.Instant.EPOCH, nothing, nothing, nothing, 0, 0, null)
                : waiting;
    }

    // All that is in a topic, once so many of it are there that nobody has read.
    private static void throwAway(String topic, int least) throws Exception {
        try (var admin = Admin.create(RunningStack.get().kafka(Broker.TRUCK, Principal.OPERATOR))) {
            var partition = new TopicPartition(topic, 0);
            await().atMost(PATIENCE).until(() -> unread(admin, partition) >= least);
            long end = end(admin, partition);
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(end))).all().get();
        }
    }

    private static long unread(Admin admin, TopicPartition partition)
            throws InterruptedException, ExecutionException {
        // The slowest of those who read it: the one that this test has taken down.
        String group =
                switch (partition.topic()) {
                    case "instances.received.v1" -> "anonymizer-service";
                    case "instances.deidentified.v1" ->
                            RunningStack.get().process("segmenter-service").alive()
                                    ? "uplink-service-deidentified"
                                    : "segmenter-service";
                    case "derived.created.v1" -> "uplink-service-derived";
                    case "scans.assessed.v1" -> "uplink-service-assessed";
                    default -> "uplink-service-features";
                };
        var committed =
                admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(partition);
        return end(admin, partition) - (committed == null ? 0 : committed.offset());
    }

    private static long end(Admin admin, TopicPartition partition)
            throws InterruptedException, ExecutionException {
        return admin.listOffsets(
                        Map.of(partition, org.apache.kafka.clients.admin.OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    /** The ids of the events about each object in a topic of the cloud. */
    private static Map<String, Set<String>> inCloud(String topic) {
        var ids = new HashMap<String, Set<String>>();
        for (var record : TopicRecords.all(Broker.CLOUD)) {
            if (record.topic().equals(topic)) {
                ids.computeIfAbsent(
                                header(record.headers().lastHeader("ce_subject").value()),
                                _ -> new HashSet<>())
                        .add(header(record.headers().lastHeader("ce_id").value()));
            }
        }
        return ids;
    }

    private static String header(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }

    private static String text(String address) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(address)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
