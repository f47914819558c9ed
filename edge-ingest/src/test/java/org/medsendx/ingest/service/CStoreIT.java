package org.medsendx.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import com.fasterxml.jackson.databind.JsonNode;
import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.api.TerminationStyle;
import io.kroxylicious.testing.kafka.common.BrokerConfig;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.identified.IdentifiedTopic;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.net.AssociationRejectedException;
import org.medsendx.dicom.net.StorageScu;
import org.medsendx.dicom.net.StoreStatus;

/** The packaged service, our own sender, a foreign one, and a real broker that comes and goes. */
@ExtendWith(KafkaClusterExtension.class)
class CStoreIT {

    private static final String TOPIC = IdentifiedTopic.INSTANCES_RECEIVED.topicName();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir Path folder;
    @TempDir Path made;
    private ServiceProcess service;

    @BrokerConfig(name = "auto.create.topics.enable", value = "false")
    KafkaCluster cluster;

    @AfterEach
    void stop() {
        if (service != null) {
            service.close();
        }
    }

    private void start() throws IOException {
        service =
                ServiceProcess.start(
                        folder,
                        Map.of(
                                "kafka.bootstrap.servers", cluster.getBootstrapServers(),
                                "medsendx.ingest.truck", "T1",
                                "medsendx.ingest.sources.\"CT_1\".truck", "T9",
                                "medsendx.ingest.sources.\"CT_1\".scanner", "ct-1"));
    }

    private StorageScu associate(String called) throws Exception {
        return StorageScu.open(
                service.dicom(),
                called,
                "CT_1",
                List.of(
                        new StorageScu.Proposal(
                                Uid.CTImageStorage, List.of(Uid.ExplicitVRLittleEndian)),
                        new StorageScu.Proposal("1.2.3.4", List.of(Uid.ExplicitVRLittleEndian)),
                        new StorageScu.Proposal(
                                StorageScu.VERIFICATION, List.of(Uid.ImplicitVRLittleEndian))),
                TIMEOUT);
    }

    private StoreStatus store(StorageScu scu, Path file, String uid) throws IOException {
        return scu.store(
                        file,
                        DicomReader.readMeta(file).dataSetPosition(),
                        Uid.CTImageStorage,
                        uid,
                        Uid.ExplicitVRLittleEndian)
                .orElseThrow();
    }

    @Test
    void takes_instances_while_kafka_is_away_and_tells_it_of_each_once_it_is_back()
            throws Exception {
        try (var admin = Admin.create(cluster.getKafkaClientConfiguration())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
        cluster.stopNodes(node -> true, TerminationStyle.GRACEFUL);
        start();

        var uids = new ArrayList<String>();
        try (var scu = associate("MEDSENDX")) {
            assertThat(scu.echo().success()).isTrue();
            for (int i = 0; i < 5; i++) {
                uids.add(uid());
                assertThat(store(scu, file(made, ct(uids.get(i), "Doe^Jane")), uids.get(i)))
                        .isEqualTo(StoreStatus.SUCCESS);
            }
        }
        assertThat(service.get("/q/health/ready").statusCode()).isEqualTo(200);
        assertThat(service.json("/status").get("outboxBacklog").asInt()).isEqualTo(5);

        // The process dies without a word; what it had acknowledged is there afterwards.
        service.kill();
        start();
        cluster.startNodes(node -> true);
        await().atMost(Duration.ofSeconds(90))
                .until(() -> service.json("/status").get("outboxBacklog").asInt() == 0);

        var received = consume(5);
        var instances = service.json("/instances");
        assertThat(received)
                .extracting(event -> event.objectId().toString())
                .containsExactlyElementsOf(objectIds(instances));
        assertThat(received)
                .allSatisfy(event -> {
                    assertThat(service.volume.resolve(event.file())).exists();
                    assertThat(event.truck()).isEqualTo("T9");
                    assertThat(event.scanner()).isEqualTo("ct-1");
                });
    }

    @Test
    void answers_each_input_with_the_status_of_the_standard() throws Exception {
        start();
        String uid = uid();
        var file = file(made, ct(uid, "Doe^Jane"));
        var conflicting = file(made, ct(uid, "Roe^Jane"));
        var truncated = Files.write(made.resolve("t"), cut(Files.readAllBytes(file), 100));

        try (var scu = associate("MEDSENDX")) {
            assertThat(scu.accepts("1.2.3.4", Uid.ExplicitVRLittleEndian)).isFalse();
            assertThat(store(scu, file, uid).code()).isZero();
            assertThat(store(scu, file, uid).code()).isZero();
            assertThat(store(scu, conflicting, uid).code()).isEqualTo(0x0111);
            assertThat(store(scu, file, uid()).code()).isEqualTo(0xA900);
            assertThat(store(scu, truncated, uid()).code()).isEqualTo(0xC000);
        }

        assertThat(service.json("/instances"))
                .extracting(entry -> entry.get("outcome").asText())
                .containsExactly(
                        "received", "duplicate", "quarantined", "quarantined", "quarantined");
        assertThat(service.json("/quarantine?after=2"))
                .extracting(entry -> entry.get("reason").asText())
                .containsExactly("uid-mismatch", "truncated");
        assertThat(service.log()).doesNotContain("Jane", uid);
    }

    @Test
    void rejects_a_call_to_another_ae_title() throws Exception {
        start();

        assertThatThrownBy(() -> associate("SOMEBODY"))
                .isInstanceOf(AssociationRejectedException.class);
    }

    @Test
    void takes_what_dcmtk_sends() throws Exception {
        boolean there = Files.isExecutable(Path.of("/usr/bin/storescu"));
        if ("required".equals(System.getenv("MEDSENDX_PEERS"))) {
            assertThat(there).as("storescu of dcmtk").isTrue();
        }
        assumeTrue(there, "storescu of dcmtk is not installed");
        start();
        String uid = uid();
        var file = file(made, ct(uid, "Doe^Jane"));

        var storescu =
                new ProcessBuilder(
                                "storescu",
                                "-aec",
                                "MEDSENDX",
                                "-aet",
                                "CT_1",
                                "127.0.0.1",
                                "" + service.dicom().getPort(),
                                file.toString())
                        .inheritIO()
                        .start();

        assertThat(storescu.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(storescu.exitValue()).isZero();
        var entry = service.json("/instances").get(0);
        assertThat(entry.get("outcome").asText()).isEqualTo("received");
        assertThat(entry.get("source").asText()).isEqualTo("CT_1");
        assertThat(entry.get("scanner").asText()).isEqualTo("ct-1");
    }

    @Test
    void shows_identified_data_on_loopback_only_and_keeps_an_audit_line_of_each_look()
            throws Exception {
        start();
        var file = file(made, ct(uid(), "Doe^Jane"));

        var text = service.post("/inspect", file);
        var picture = service.post("/inspect?format=png", file);
        var text2 = service.post("/inspect", Files.writeString(made.resolve("x"), "hello"));
        int foreign = statusAs("evil.example");

        assertThat(new String(text.body(), StandardCharsets.UTF_8)).contains("Doe^Jane");
        assertThat(HexFormat.of().formatHex(picture.body(), 0, 4)).isEqualTo("89504e47");
        assertThat(text2.statusCode()).isEqualTo(422);
        assertThat(new String(text2.body(), StandardCharsets.UTF_8)).contains("not-dicom");
        assertThat(foreign).isEqualTo(403);
        assertThat(Files.readAllLines(service.volume.resolve("ingest/audit.jsonl")))
                .hasSize(3)
                .allMatch(line -> line.contains("\"who\":\"127.0.0.1\""))
                .allMatch(line -> line.contains("POST /inspect"))
                .noneMatch(line -> line.contains("Jane"));
        assertThat(service.volume.resolve("incoming")).isEmptyDirectory();
        assertThat(service.get("/q/metrics").body()).contains("medsendx_ingest_outbox_backlog");
    }

    /** The same request under the name of a site that made it point here. */
    private int statusAs(String host) throws Exception {
        try (var socket = new Socket("127.0.0.1", service.uri("/").getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(
                            ("GET /instances HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            byte[] head = socket.getInputStream().readNBytes(12);
            return Integer.parseInt(new String(head, 9, 3, StandardCharsets.US_ASCII));
        }
    }

    private static byte[] cut(byte[] bytes, int last) {
        return Arrays.copyOf(bytes, bytes.length - last);
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
            await().atMost(TIMEOUT)
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
