package org.medsendx.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.medsendx.ingest.Instances.ct;
import static org.medsendx.ingest.Instances.file;
import static org.medsendx.ingest.Instances.uid;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.BrokerConfig;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.identified.IdentifiedTopic;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.ingest.Intakes;

/**
 * The running edge-ingest is ended by kill -9 before each call by which it puts an image onto the
 * disk, answers its sender and tells the broker; what is before one call is after the one before
 * it. After each end it is started anew on the same volume: every image that was answered with
 * success is there once, and every other one can be sent again and is there once then. The table is
 * printed.
 */
@EnabledIfSystemProperty(named = "medsendx.kills", matches = "true")
@ExtendWith(KafkaClusterExtension.class)
class KilledIngestIT {

    private static final String TOPIC = IdentifiedTopic.INSTANCES_RECEIVED.topicName();

    /** As the kernel has it, which keeps fifteen letters. */
    private static final String ASSOCIATION = "dicom-associati";

    private static final String FORCE = "incoming-force-";
    private static final String ANNOUNCE = "intake-announce";
    private static final String RELAY = "relay-";
    private static final String PRODUCER = "kafka-producer-";

    @TempDir Path folder;
    @TempDir Path made;
    private KafkaCluster cluster;
    private int images;

    /** Records of the topic beyond one for each image. */
    private int repeated;

    @BeforeEach
    void open(
            @BrokerConfig(name = "auto.create.topics.enable", value = "false")
                    KafkaCluster broker) {
        cluster = broker;
    }

    private ServiceProcess start() throws IOException {
        return ServiceProcess.start(
                folder, Map.of("kafka.bootstrap.servers", cluster.getBootstrapServers()));
    }

    /** Who watches a process while an image is sent. */
    private interface Watch {
        void begin() throws Exception;
    }

    /** Whether its sender heard success. */
    private static boolean heard(ServiceProcess service, Path file, String uid, Watch watch)
            throws Exception {
        boolean heard = false;
        try (var scu = service.associate("MEDSENDX")) {
            // The association has a thread of its own from here on.
            watch.begin();
            heard = ServiceProcess.store(scu, file, uid).equals(StoreStatus.SUCCESS);
        } catch (IOException e) {
            // The process was killed, before the answer or after it.
        }
        return heard;
    }

    private static boolean heard(ServiceProcess service, Path file, String uid) throws Exception {
        return heard(service, file, uid, () -> {});
    }

    private static void relayed(ServiceProcess service) {
        await().atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> service.json("/status").get("outboxBacklog").asInt() == 0);
    }

    private static long thread(ServiceProcess service, String name) throws IOException {
        // That of an association begins a little after it was accepted.
        await().atMost(Duration.ofSeconds(20))
                .alias(name)
                .until(() -> !TracedThread.ids(service.pid(), name).isEmpty());
        return TracedThread.ids(service.pid(), name).getFirst();
    }

    private Path image(String uid) throws IOException {
        images++;
        return file(made, ct(uid, "Doe^Jane"));
    }

    @Test
    void an_image_that_was_answered_with_success_is_there_once_wherever_the_process_is_killed()
            throws Exception {
        try (var admin = Admin.create(cluster.getKafkaClientConfiguration())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
        var table = new ArrayList<String>();
        var service = start();
        try {
            warm(service);
            var points = record(service);
            assertThat(points).hasSizeGreaterThan(10);
            for (var point : points) {
                relayed(service);
                String uid = uid();
                var file = image(uid);
                var straces = new ArrayList<Process>();
                var target = service;
                boolean heard =
                        heard(
                                service,
                                file,
                                uid,
                                () ->
                                        straces.add(
                                                TracedThread.attach(
                                                        Files.createTempFile(made, "kill", ""),
                                                        thread(target, point.thread()),
                                                        TracedThread.killAt(point))));
                await().atMost(Duration.ofMinutes(1))
                        .alias(point.words())
                        .until(() -> !target.isAlive());
                TracedThread.end(straces.getFirst());

                service = start();
                relayed(service);
                boolean there = received(service).size() == images;
                assertThat(there || !heard).as("%s: answered and not there", point).isTrue();
                assertThat(heard(service, file, uid)).as("%s: sent again", point).isTrue();
                relayed(service);
                int told = isThereOnce(service) - images;
                table.add(
                        "| %s `%s` | %s | %s | %s |"
                                .formatted(
                                        who(point),
                                        point.words(),
                                        heard ? "success" : "nothing",
                                        there ? "there" : "to be sent again",
                                        told > repeated ? "twice, with one id" : "once"));
                repeated = told;
                // The first image of a process makes threads and files that later ones have.
                warm(service);
            }
        } finally {
            service.close();
        }
        System.out.println("| killed before | heard | after the start | in the topic |");
        System.out.println("|---|---|---|---|");
        table.forEach(System.out::println);
    }

    private void warm(ServiceProcess service) throws Exception {
        String uid = uid();
        assertThat(heard(service, image(uid), uid)).isTrue();
        relayed(service);
    }

    /** What one image makes these threads call, in their order. */
    private List<TracedThread.Point> record(ServiceProcess service) throws Exception {
        var recorded = new LinkedHashMap<String, Path>();
        var straces = new ArrayList<Process>();
        String uid = uid();
        Watch all =
                () -> {
                    for (String name : List.of(ASSOCIATION, FORCE, ANNOUNCE, RELAY, PRODUCER)) {
                        var out = made.resolve("recorded-" + recorded.size());
                        straces.add(TracedThread.attach(out, thread(service, name), List.of()));
                        recorded.put(name, out);
                    }
                };
        assertThat(heard(service, image(uid), uid, all)).isTrue();
        relayed(service);
        for (var strace : straces) {
            TracedThread.end(strace);
        }
        var points = new ArrayList<TracedThread.Point>();
        for (var one : recorded.entrySet()) {
            points.addAll(
                    TracedThread.points(
                            one.getValue(),
                            one.getKey(),
                            service.volume.toAbsolutePath().normalize()));
        }
        return points;
    }

    private static String who(TracedThread.Point point) {
        return switch (point.thread()) {
            case ASSOCIATION, FORCE -> "intake";
            case ANNOUNCE -> "announcement";
            case RELAY -> "relay";
            default -> "producer";
        };
    }

    private static List<String> received(ServiceProcess service) throws Exception {
        var ids = new ArrayList<String>();
        service.json("/instances?limit=10000")
                .forEach(entry -> {
                    if (entry.get("outcome").asText().equals("received")) {
                        ids.add(entry.get("objectId").asText());
                    }
                });
        return ids;
    }

    /** Each image on the disk, in the ledger and in the topic. @return how often it was told */
    private int isThereOnce(ServiceProcess service) throws Exception {
        var received = received(service);
        assertThat(received).hasSize(images).doesNotHaveDuplicates();
        try (Stream<Path> all = Files.walk(service.volume.resolve("objects"))) {
            assertThat(
                            all.filter(Files::isRegularFile)
                                    .map(path -> path.getFileName().toString())
                                    .map(name -> name.replace(".dcm", "")))
                    .containsExactlyInAnyOrderElementsOf(received);
        }
        assertThat(Intakes.begun(service.volume)).isEmpty();
        var told = told();
        assertThat(new TreeSet<>(told.values())).isEqualTo(new TreeSet<>(received));
        assertThat(told).as("one event id for each").hasSize(images);
        return times;
    }

    private int times;

    /** Object ids by event id; {@link #times} says how many records there are. */
    private Map<String, String> told() throws Exception {
        var told = new HashMap<String, String>();
        times = 0;
        var partition = new TopicPartition(TOPIC, 0);
        try (var consumer =
                new KafkaConsumer<>(
                        new HashMap<>(cluster.getKafkaClientConfiguration()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end =
                    consumer.endOffsets(List.of(partition)).values().stream()
                            .mapToLong(Long::longValue)
                            .sum();
            while (consumer.position(partition) < end) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    var headers = new HashMap<String, String>();
                    record.headers()
                            .forEach(header ->
                                    headers.put(
                                            header.key(),
                                            new String(header.value(), StandardCharsets.UTF_8)));
                    var event = EventCodec.read(InstanceReceived.class, headers, record.value());
                    told.put(event.id(), event.data().objectId().toString());
                    times++;
                }
            }
        }
        return told;
    }
}
