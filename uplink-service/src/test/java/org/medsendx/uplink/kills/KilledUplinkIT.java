package org.medsendx.uplink.kills;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.BrokerConfig;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.outbox.Outbox;
import org.medsendx.uplink.kills.WatchedLink.Moment;
import org.medsendx.uplink.storage.S3Server;
import org.medsendx.uplink.upload.Jobs;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * uplink-service is killed at each of its steps, with {@value #OBJECTS} objects on their way, and
 * started again: every object is in the bucket once and whole, of its parts one begin at most is
 * left, and of each there is one event by id. The table is printed.
 */
@ExtendWith(KafkaClusterExtension.class)
class KilledUplinkIT {

    private static final int OBJECTS = 50;
    private static final int IN_PARTS = 4;
    private static final int SMALL = 40_000;
    private static final int LARGE = 11 << 20;
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final List<String> TABLE = new ArrayList<>();

    @TempDir Path folder;

    /** When it is killed: called with what it runs on. */
    record Kill(String step, Arrange arrange) {
        @Override
        public String toString() {
            return step;
        }
    }

    /** Sees to it that it is killed once. */
    interface Arrange {
        void on(KilledUplinkIT at, WatchedLink link, UplinkProcess uplink);
    }

    /** Two of them, unless all are asked for. */
    static Stream<Kill> kills() {
        var usual = Set.of("completion, answered", "event line");
        return all().filter(kill ->
                Boolean.getBoolean("medsendx.kills") || usual.contains(kill.step()));
    }

    private static Stream<Kill> all() {
        return Stream.of(
                new Kill("job line", (at, _, uplink) -> at.atLine("jobs", "\"added\"", uplink)),
                request("object", line -> line.startsWith("PUT") && !line.contains("uploadId")),
                answer("object", line -> line.startsWith("PUT") && !line.contains("uploadId")),
                request(
                        "begin of parts",
                        line -> line.startsWith("POST") && line.contains("?uploads")),
                answer(
                        "begin of parts",
                        line -> line.startsWith("POST") && line.contains("?uploads")),
                request("second part", line -> line.startsWith("PUT") && isPart(line)),
                answer("second part", line -> line.startsWith("PUT") && isPart(line)),
                request(
                        "completion",
                        line -> line.startsWith("POST") && line.contains("uploadId=")),
                answer("completion", line -> line.startsWith("POST") && line.contains("uploadId=")),
                answer("verification", line -> line.startsWith("HEAD")),
                new Kill(
                        "event line",
                        (at, _, uplink) -> at.atLine("outbox", "instances.uploaded", uplink)),
                new Kill("done line", (at, _, uplink) -> at.atLine("jobs", "\"done\"", uplink)));
    }

    private static boolean isPart(String line) {
        return line.contains("partNumber=2");
    }

    private static Kill request(String step, Predicate<String> line) {
        return new Kill(
                step + ", asked",
                (_, link, uplink) -> link.once(keyed(line), Moment.REQUEST, uplink::kill));
    }

    private static Kill answer(String step, Predicate<String> line) {
        return new Kill(
                step + ", answered",
                (_, link, uplink) -> link.once(keyed(line), Moment.ANSWER, uplink::kill));
    }

    // Not the trial of the store at the start.
    private static Predicate<String> keyed(Predicate<String> line) {
        return text -> text.contains("/TRUCK1/") && !text.contains("probe") && line.test(text);
    }

    @ParameterizedTest
    @MethodSource("kills")
    void every_object_and_every_event_is_there_once(
            Kill kill,
            @BrokerConfig(name = "auto.create.topics.enable", value = "true") KafkaCluster cluster)
            throws Exception {
        var wanted = release();
        try (var store = S3Server.started(folder.resolve("s3"));
                var s3 = S3Server.client(store.endpoint());
                var link = new WatchedLink(store.endpoint())) {
            var settings = settings(cluster.getBootstrapServers(), link);
            long begun = System.nanoTime();
            try (var first = UplinkProcess.start(folder, settings)) {
                kill.arrange().on(this, link, first);
                await("killed at " + kill).atMost(LONG).until(() -> !first.isAlive());
            }
            int before = there(s3).size();
            try (var second = UplinkProcess.start(folder, settings)) {
                await().atMost(LONG)
                        .pollInterval(Duration.ofMillis(500))
                        .ignoreExceptions()
                        .until(() ->
                                Set.copyOf(events(cluster.getBootstrapServers())).size()
                                        == OBJECTS);
                assertThat(second.status()).contains("\"backlogObjects\":0,", "\"parked\":[]");
            }
            var kept = there(s3);
            var events = events(cluster.getBootstrapServers());
            TABLE.add(
                    "%-28s %7d %7d %7d %7d %6.1f s"
                            .formatted(
                                    kill,
                                    before,
                                    kept.size(),
                                    new HashSet<>(events).size(),
                                    events.size(),
                                    (System.nanoTime() - begun) / 1e9));
            assertThat(kept).isEqualTo(wanted);
            assertThat(new HashSet<>(events)).hasSize(OBJECTS);
            // A begin that the store got to after the new start has a name that nobody knows: it is
            // for the bucket's rule that ends unfinished uploads.
            assertThat(s3.listMultipartUploads(list -> list.bucket(S3Server.BUCKET)).uploads())
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @AfterAll
    static void table() {
        System.out.println(
                "uplink-service is killed at     before    kept  events     sent   time");
        TABLE.forEach(System.out::println);
    }

    /** What the border released, in its outbox; as digests. */
    private Set<String> release() throws IOException {
        var wanted = new HashSet<String>();
        var random = new Random(7);
        Path volume = Files.createDirectories(folder.resolve("deidentified"));
        for (String name : new String[] {"derived", "features", "uplink"}) {
            Files.createDirectories(folder.resolve(name));
        }
        try (var outbox = Outbox.open(volume.resolve("anonymizer/outbox"), "anonymizer")) {
            for (int i = 0; i < OBJECTS; i++) {
                byte[] content = new byte[i % (OBJECTS / IN_PARTS) == 0 ? LARGE : SMALL];
                random.nextBytes(content);
                InstanceDeidentified released =
                        Jobs.released(volume, "2.25." + (1 + i / 10), content);
                outbox.append(released, released.copy().content().sha256(), null);
                wanted.add(Jobs.sha256(content));
            }
        }
        return wanted;
    }

    private Map<String, String> settings(String broker, WatchedLink link) {
        var settings = new HashMap<String, String>();
        settings.put("kafka.bootstrap.servers", broker);
        settings.put("medsendx.uplink.cloud-bootstrap-servers", broker);
        for (String volume : new String[] {"deidentified", "derived", "features", "uplink"}) {
            settings.put("medsendx.uplink." + volume + "-dir", folder.resolve(volume).toString());
        }
        settings.put("medsendx.uplink.catch-up.grace", "1s");
        settings.put("medsendx.uplink.catch-up.every", "1s");
        settings.put("medsendx.uplink.priority-wait", "0s");
        settings.put("medsendx.uplink.bucket", S3Server.BUCKET);
        settings.put("quarkus.s3.endpoint-override", link.endpoint().toString());
        settings.put("quarkus.s3.path-style-access", "true");
        settings.put("quarkus.s3.aws.region", "eu-central-1");
        settings.put("quarkus.s3.aws.credentials.type", "static");
        settings.put("quarkus.s3.aws.credentials.static-provider.access-key-id", S3Server.KEY_ID);
        settings.put(
                "quarkus.s3.aws.credentials.static-provider.secret-access-key", S3Server.SECRET);
        return settings;
    }

    /** Kills it as soon as a journal has such a line. */
    private void atLine(String journal, String words, UplinkProcess uplink) {
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    while (uplink.isAlive() && !has(folder.resolve("uplink/" + journal), words)) {
                        Thread.onSpinWait();
                    }
                    uplink.kill();
                });
    }

    private static boolean has(Path journal, String words) {
        if (!Files.isDirectory(journal)) {
            return false;
        }
        try (var files = Files.walk(journal)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), UTF_8).contains(words)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /** The digests of what is in the bucket, each once. */
    private static Set<String> there(S3Client s3) {
        var there = new HashSet<String>();
        for (var object :
                s3.listObjectsV2(list -> list.bucket(S3Server.BUCKET).prefix("TRUCK1/"))
                        .contents()) {
            byte[] content =
                    s3.getObjectAsBytes(get -> get.bucket(S3Server.BUCKET).key(object.key()))
                            .asByteArray();
            assertThat(there.add(Jobs.sha256(content))).as("twice there").isTrue();
        }
        return there;
    }

    private static List<String> events(String broker) {
        var partition = new TopicPartition(DeidentifiedTopic.INSTANCES_UPLOADED.topicName(), 0);
        var ids = new ArrayList<String>();
        try (var consumer =
                new KafkaConsumer<>(
                        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    ids.add(new String(record.headers().lastHeader("ce_id").value(), UTF_8));
                }
            }
        }
        return ids;
    }
}
