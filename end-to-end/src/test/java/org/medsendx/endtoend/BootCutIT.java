package org.medsendx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.medsendx.contracts.EventCodec;
import org.medsendx.localstack.phantom.DemoFleet;
import org.medsendx.localstack.result.OutFolder;
import org.medsendx.localstack.send.InputFile;
import org.medsendx.localstack.send.Sender;

/**
 * The power goes while services start, again and again, from the first start on an empty disk; and
 * every small file that is read at a start is found empty or cut in half, as a disk leaves it that
 * did not do what it said.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BootCutIT {

    private static final List<String> VOLUMES =
            List.of("identified", "deidentified", "derived", "features", "uplink");

    private static final int SCANS = 5;
    private static final int CUTS = 3;

    private final Random random = new Random(20260601);
    private Path root;
    private List<InputFile> scans;

    @BeforeAll
    void make(@TempDir Path folder) throws IOException {
        root = folder;
        scans = new DemoFleet(77, SCANS).write(folder.resolve("scans")).subList(0, SCANS);
    }

    @AfterAll
    void end() throws IOException {
        OutFolder.delete(root.resolve("scans"));
    }

    private static Map<String, String> settings(String service, Path disk) {
        var settings = new HashMap<String, String>();
        if (service.equals("edge-ingest")) {
            settings.put("medsendx.ingest.identified-dir", disk.resolve("identified").toString());
            settings.put("medsendx.ingest.dicom-port", "0");
            return settings;
        }
        String prefix = "medsendx." + service.replace("-service", "") + ".";
        // What each mounts.
        var volumes =
                switch (service) {
                    case "anonymizer-service" -> VOLUMES;
                    case "uplink-service" -> VOLUMES.subList(1, VOLUMES.size());
                    default -> VOLUMES.subList(1, 3);
                };
        for (var volume : volumes) {
            settings.put(prefix + volume + "-dir", disk.resolve(volume).toString());
        }
        settings.put(prefix + "catch-up.grace", "100ms");
        settings.put(prefix + "catch-up.every", "100ms");
        if (service.startsWith("anonymizer")) {
            settings.put(prefix + "create-key", "true");
        }
        if (service.startsWith("uplink")) {
            settings.put(prefix + "cloud-bootstrap-servers", "127.0.0.1:1");
            settings.put(prefix + "bucket", "scans");
            settings.put("quarkus.s3.endpoint-override", "http://127.0.0.1:1");
            settings.put("quarkus.s3.aws.region", "us-east-1");
            settings.put("quarkus.s3.aws.credentials.type", "static");
            settings.put("quarkus.s3.aws.credentials.static-provider.access-key-id", "x");
            settings.put("quarkus.s3.aws.credentials.static-provider.secret-access-key", "x");
        }
        return settings;
    }

    private LoneService start(String service, Path disk) throws IOException {
        for (var volume : VOLUMES) {
            Files.createDirectories(disk.resolve(volume));
        }
        return LoneService.start(service, root, settings(service, disk));
    }

    private Path disk() {
        return root.resolve("disk");
    }

    private void cutAtBoot(String service) throws IOException, InterruptedException {
        for (int i = 0; i < CUTS; i++) {
            try (var booting = start(service, disk())) {
                // A start takes some three seconds here; the later ones end in its work.
                booting.killAfter(Duration.ofMillis(400 + random.nextInt(3_000)));
            }
        }
    }

    private static JsonNode json(LoneService service, String path)
            throws IOException, InterruptedException {
        return EventCodec.JSON.readTree(service.get(path).body());
    }

    private void send(LoneService ingest) throws IOException, InterruptedException {
        var status = json(ingest, "/status");
        new Sender(
                        new InetSocketAddress("127.0.0.1", status.get("dicomPort").asInt()),
                        status.get("aeTitle").asText(),
                        root.resolve("hot"))
                .send(scans, _ -> {});
    }

    private static List<String> received(LoneService ingest)
            throws IOException, InterruptedException {
        var objects = new ArrayList<String>();
        for (var entry : json(ingest, "/instances?limit=500&after=-1")) {
            if (entry.path("outcome").asText().equals("received")) {
                objects.add(entry.path("objectId").asText());
            }
        }
        return objects;
    }

    @Test
    @Order(1)
    void what_edge_ingest_confirmed_is_there_whenever_the_power_goes() throws Exception {
        cutAtBoot("edge-ingest");
        List<String> before;
        try (var ingest = start("edge-ingest", disk())) {
            ingest.awaitStatus("/q/health/ready", 200);
            send(ingest);
            before = received(ingest);
            ingest.killAfter(Duration.ZERO);
        }
        assertThat(before).hasSize(SCANS);

        cutAtBoot("edge-ingest");

        try (var ingest = start("edge-ingest", disk())) {
            ingest.awaitStatus("/q/health/ready", 200);
            assertThat(received(ingest)).isEqualTo(before);
            send(ingest);
            assertThat(received(ingest)).isEqualTo(before);
        }
    }

    @Test
    @Order(2)
    void the_border_releases_each_once_whenever_the_power_goes() throws Exception {
        cutAtBoot("anonymizer-service");

        try (var border = start("anonymizer-service", disk())) {
            border.awaitStatus("/q/health/ready", 200);
            await().atMost(Duration.ofMinutes(1)).until(() -> released() >= SCANS);
            var objects = new ArrayList<String>();
            for (var entry : json(border, "/instances?limit=500&after=-1")) {
                objects.add(entry.path("objectId").asText());
            }
            assertThat(objects).hasSize(SCANS).doesNotHaveDuplicates();
        }
        assertThat(released()).isEqualTo(SCANS);
    }

    private long released() throws IOException {
        try (Stream<Path> files = Files.walk(disk().resolve("deidentified/objects"))) {
            return files.filter(file -> file.toString().endsWith(".dcm")).count();
        } catch (java.io.UncheckedIOException e) {
            return -1;
        }
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            strings = {"segmenter-service", "uplink-service"})
    @Order(3)
    void the_others_start_after_any_cut(String service) throws Exception {
        cutAtBoot(service);

        try (var last = start(service, disk())) {
            last.awaitStatus("/q/health/live", 200);
            assertThat(last.log()).doesNotContain("CorruptJournal");
        }
    }

    /** Files that a service does without, or makes anew: all of them damaged at once. */
    static List<Arguments> heals() {
        return List.of(
                Arguments.of(
                        "edge-ingest",
                        List.of(
                                "identified/ingest/outbox.cursor",
                                "identified/ingest/outbox/epoch",
                                "identified/ingest/audit.head")),
                Arguments.of(
                        "anonymizer-service",
                        List.of(
                                "identified/anonymizer/active-key",
                                "identified/anonymizer/ingest-cursor",
                                "identified/anonymizer/outbox/epoch",
                                "identified/anonymizer/audit.jsonl",
                                "deidentified/anonymizer/outbox/epoch",
                                "deidentified/report-signing.pub.pem",
                                "deidentified/waiting.json",
                                "features/outbox/epoch")),
                Arguments.of(
                        "uplink-service",
                        List.of(
                                "uplink/outbox/epoch",
                                "uplink/released-cursor",
                                "uplink/segmenter-cursor",
                                "uplink/features-cursor",
                                "uplink/waiting.json")),
                Arguments.of(
                        "segmenter-service",
                        List.of(
                                "derived/segmenter/outbox/epoch",
                                "derived/segmenter/anonymizer-cursor")));
    }

    private Path copy(String name) throws IOException {
        Path copy = root.resolve(name);
        if (Files.exists(copy)) {
            OutFolder.delete(copy);
        }
        try (Stream<Path> all = Files.walk(disk())) {
            for (Path path : all.toList()) {
                Files.copy(path, copy.resolve(disk().relativize(path).toString()));
            }
        }
        return copy;
    }

    private static void damage(Path file, boolean empty) throws IOException {
        byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        Files.write(file, empty ? new byte[0] : java.util.Arrays.copyOf(bytes, bytes.length / 2));
    }

    @ParameterizedTest
    @MethodSource("heals")
    @Order(4)
    void what_can_be_made_anew_keeps_no_service_from_starting(String service, List<String> files)
            throws Exception {
        for (boolean empty : new boolean[] {true, false}) {
            Path disk = copy("healed");
            for (String file : files) {
                damage(disk.resolve(file), empty);
            }
            try (var healed = start(service, disk)) {
                healed.awaitStatus("/q/health/ready", 200);
                if (service.equals("edge-ingest")) {
                    assertThat(received(healed)).hasSize(SCANS);
                }
            }
        }
    }

    /** Files without which nothing may go on, and what the service says of them. */
    static List<Arguments> refuses() {
        return List.of(
                Arguments.of("edge-ingest", "identified/ingest/data-version", "empty or damaged"),
                Arguments.of("edge-ingest", "identified/ingest/journal/base", "base of a journal"),
                Arguments.of("uplink-service", "uplink/data-version", "empty or damaged"),
                Arguments.of(
                        "segmenter-service", "derived/segmenter/data-version", "empty or damaged"),
                Arguments.of(
                        "anonymizer-service",
                        "identified/anonymizer/data-version",
                        "empty or damaged"),
                Arguments.of(
                        "anonymizer-service",
                        "identified/anonymizer/keys/pseudonym.key",
                        "pseudonym.key"),
                Arguments.of(
                        "anonymizer-service", "identified/anonymizer/keys/vault.key", "vault.key"),
                Arguments.of(
                        "anonymizer-service",
                        "identified/anonymizer/keys/report-signing.pem",
                        "report-signing.pem"));
    }

    @ParameterizedTest
    @MethodSource("refuses")
    @Order(5)
    void what_cannot_be_made_anew_is_refused_in_words(String service, String file, String says)
            throws Exception {
        Path disk = copy("refused");
        assertThat(disk.resolve(file).getParent()).isDirectory();
        damage(disk.resolve(file), false);
        byte[] damaged = Files.readAllBytes(disk.resolve(file));
        try (var refusing = start(service, disk)) {
            assertThat(refusing.exitStatus()).isNotZero();

            assertThat(refusing.log()).contains("cannot").contains(says).doesNotContain("\tat ");
        }
        assertThat(disk.resolve(file)).hasBinaryContent(damaged);
    }
}
