package org.medsendx.readinglist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.deidentified.InstanceUploaded;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.StudyEvent;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.webguard.WebSurface;

/** The built service as the process it is, with a real broker and a real object store. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KilledReadingListIT {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final int STUDIES = 120;
    private static final int IMAGES = 20;

    @TempDir static Path folder;
    private static final CloudParts CLOUD = new CloudParts();
    private static Map<String, String> settings = Map.of();

    @BeforeAll
    static void start() {
        settings = CLOUD.start();
    }

    @AfterAll
    static void stop() {
        CLOUD.stop();
    }

    /** The first: it counts all that is on the topics. */
    @Test
    @Order(1)
    void waits_for_its_broker_and_after_a_kill_has_the_list_of_one_that_was_never_killed()
            throws Exception {
        CLOUD.stopBroker();
        try (var always = ReadingProcess.start(folder, settings)) {
            saysThatItWaits(always);
            CLOUD.startBroker();
            var scans = scans();
            var told = told(scans);
            CLOUD.tell(told);
            awaitAll(always, scans.size());

            // Half of it is more than a reader may have before it has to wait.
            CLOUD.slow(500_000.0);
            try (var killed = ReadingProcess.start(folder, settings)) {
                var seen =
                        await().atMost(LONG)
                                .pollInterval(Duration.ofMillis(20))
                                .until(
                                        () -> killed.json("/state"),
                                        state -> state.path("images").asInt() > 0);
                assertThat(seen.path("state").asText()).isEqualTo("reading");
                assertThat(seen.path("images").asInt()).isLessThan(scans.size());
                assertThat(killed.text("/")).contains("Not current");
                killed.kill();
            }
            CLOUD.slow(null);
            var later = later(scans);
            CLOUD.tell(later);
            // Trucks that replay, and one that talks nonsense.
            CLOUD.tell(told.subList(0, 500));
            nonsense(scans.getFirst());
            ReadingProcess.start(folder, settings).kill();

            told.addAll(later);
            try (var again = ReadingProcess.start(folder, settings)) {
                awaitAll(again, scans.size());
                var list = list(again);
                assertThat(keys(list)).containsExactlyInAnyOrderElementsOf(named(told));
                assertThat(images(list)).hasSize(scans.size()).doesNotHaveDuplicates();
                assertThat(again.json("/state").path("refused").path("unreadable").asInt())
                        .isEqualTo(3);

                await().atMost(LONG)
                        .untilAsserted(() ->
                                assertThat(always.json("/state").path("refused"))
                                        .isEqualTo(again.json("/state").path("refused")));
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(list(always)).isEqualTo(list(again)));
            }
        }
    }

    private static void saysThatItWaits(ReadingProcess service) throws Exception {
        assertThat(service.status("/q/health/live")).isEqualTo(200);
        assertThat(service.status("/q/health/ready")).isEqualTo(200);
        assertThat(service.text("/q/health/ready")).contains("\"topics\": \"waiting\"");
        assertThat(service.json("/exams").path("state").asText()).isEqualTo("reading");
        assertThat(service.json("/exams").path("asOf").isNull()).isTrue();
        assertThat(service.text("/")).contains("Not current", "role=\"alert\"");
    }

    private static void awaitAll(ReadingProcess service, int images) {
        await().atMost(LONG)
                .untilAsserted(() -> {
                    var state = service.json("/state");
                    assertThat(state.path("state").asText()).isEqualTo("current");
                    assertThat(state.path("images").asInt()).isEqualTo(images);
                });
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(service.text("/q/health/ready"))
                                .contains("\"topics\": \"working\""));
    }

    private static List<ScanAssessed> scans() {
        var random = new Random(53);
        var scans = new ArrayList<ScanAssessed>();
        for (int image = 1; image <= IMAGES; image++) {
            for (int study = 1; study <= STUDIES; study++) {
                scans.add(Scans.scan("TRUCK" + study % 3, study, image, random.nextInt(101)));
            }
        }
        return scans;
    }

    /** Objects are told of before or after their image, as lines are. */
    private static List<StudyEvent> told(List<ScanAssessed> scans) {
        var random = new Random(54);
        var told = new ArrayList<StudyEvent>();
        for (var scan : scans) {
            int at = told.size();
            told.add(scan);
            told.add(at + random.nextInt(2), Scans.upload(scan, UploadedKind.INSTANCE));
            told.add(at + random.nextInt(3), Scans.upload(scan, UploadedKind.THUMBNAIL));
            if (random.nextInt(10) == 0) {
                told.add(Scans.review(scan, random.nextBoolean() ? "positioning" : null, 1));
            }
        }
        return told;
    }

    /** Decisions that change, and further objects. */
    private static List<StudyEvent> later(List<ScanAssessed> scans) {
        var later = new ArrayList<StudyEvent>();
        for (int i = 0; i < scans.size(); i += 40) {
            later.add(Scans.review(scans.get(i), "blurred", 2));
            later.add(Scans.upload(scans.get(i), UploadedKind.HIGHLIGHT));
        }
        return later;
    }

    private static void nonsense(ScanAssessed scan) {
        var good = Scans.record(scan, 1, Instant.now());
        var bad = Scans.with(good, "{\"images\": [".getBytes(StandardCharsets.UTF_8));
        CLOUD.send(List.of(bad, bad, bad));
    }

    /** What the events have named. */
    private static List<String> named(List<StudyEvent> events) {
        var named = new ArrayList<String>();
        for (var event : events) {
            if (event instanceof InstanceUploaded upload) {
                named.add(upload.objectKey());
                var report = upload.report();
                if (report != null) {
                    named.add(report.key());
                }
            }
        }
        return named;
    }

    /** All that a list says, but for the time at which it says so. */
    private static Map<String, JsonNode> list(ReadingProcess service) throws Exception {
        var list = new TreeMap<String, JsonNode>();
        list.put("/state", timeless(service.json("/state")));
        int total = 1;
        for (int page = 1; (page - 1) * 200 < total; page++) {
            String path = "/exams?limit=200&page=" + page;
            var exams = service.json(path);
            total = exams.path("total").asInt();
            list.put(path, timeless(exams));
            for (var exam : exams.path("exams")) {
                var of =
                        "/exams/%s/%s?limit=1000"
                                .formatted(
                                        exam.path("truck").asText(),
                                        exam.path("studyInstanceUid").asText());
                assertThat(list.put(of, service.json(of))).as("twice: " + of).isNull();
            }
        }
        assertThat(total).isEqualTo(STUDIES);
        return list;
    }

    private static JsonNode timeless(JsonNode answer) {
        ((ObjectNode) answer).remove("asOf");
        return answer;
    }

    private static List<String> images(Map<String, JsonNode> list) {
        return list.values().stream()
                .flatMap(answer -> answer.findValuesAsText("sopInstanceUid").stream())
                .toList();
    }

    private static List<String> keys(Map<String, JsonNode> list) {
        return list.values().stream()
                .flatMap(answer -> answer.findValuesAsText("key").stream())
                .toList();
    }

    @Test
    void without_its_store_the_list_stands_objects_say_so_and_come_again() throws Exception {
        var scan = Scans.scan("TRUCK9", 9000, 1, 50);
        var upload = Scans.upload(scan, UploadedKind.INSTANCE);
        var bytes = Scans.content(scan, UploadedKind.INSTANCE);
        CLOUD.store(upload.objectKey(), bytes);
        CLOUD.tell(List.of(upload, scan));
        var own = new HashMap<>(settings);
        own.put("quarkus.s3.api-call-timeout", "3s");
        try (var service = ReadingProcess.start(folder, own)) {
            var object = "/exams/TRUCK9/2.25.9000/" + scan.objectId() + "/instance";
            await().atMost(LONG).until(() -> service.status(object) == 200);

            CLOUD.hideBucket(true);
            isWithoutObjectsButWithItsList(service, object);
            CLOUD.hideBucket(false);
            assertThat(service.status(object)).isEqualTo(200);
            CLOUD.stopStore();
            isWithoutObjectsButWithItsList(service, object);
            // Whoever listens there takes the question and says nothing.
            try (var _ =
                    new ServerSocket(CLOUD.storePort(), 50, InetAddress.getLoopbackAddress())) {
                isWithoutObjectsButWithItsList(service, object);
            }
            CLOUD.startStore();
            await().atMost(LONG).until(() -> service.status(object) == 200);
            assertThat(service.get(object).body()).isEqualTo(bytes);
            assertThat(service.log()).doesNotContain(upload.objectKey(), "2.25.9000", "Exception");
            new WebSurface(service.port()).isGuarded("/exams", "/exams");
        }
    }

    private static void isWithoutObjectsButWithItsList(ReadingProcess service, String object)
            throws Exception {
        var answer = service.get(object);
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("\"error\":\"store\"")
                .doesNotContain("127.0.0.1", "2.25.");
        assertThat(service.json("/exams?truck=TRUCK9").path("total").asInt()).isEqualTo(1);
        assertThat(service.json("/exams").path("state").asText()).isEqualTo("current");
        assertThat(service.status("/exam/TRUCK9/2.25.9000")).isEqualTo(200);
        assertThat(service.text("/q/health/ready")).contains("\"topics\": \"working\"");
        assertThat(service.text("/q/metrics"))
                .containsPattern("medsendx_reading_objects_total\\{outcome=\"unavailable\"} [1-9]");
    }

    @Test
    void who_breaks_off_a_download_keeps_no_place() throws Exception {
        int places = 3;
        var scan = Scans.scan("TRUCK8", 8000, 1, 50);
        var large = new byte[24 << 20];
        new Random(55).nextBytes(large);
        var upload = Scans.upload(scan, UploadedKind.INSTANCE, large);
        CLOUD.store(upload.objectKey(), large);
        CLOUD.tell(List.of(upload, scan));
        var own = new HashMap<>(settings);
        own.put("medsendx.reading.downloads", Integer.toString(places));
        try (var service = ReadingProcess.start(folder, own)) {
            var object = "/exams/TRUCK8/2.25.8000/" + scan.objectId() + "/instance";
            await().atMost(LONG)
                    .until(() -> service.json("/exams?truck=TRUCK8").path("total").asInt() == 1);
            for (int i = 0; i < 5 * places; i++) {
                try (var reader = ask(service, object)) {
                    if (i % 2 == 0) {
                        assertThat(reader.getInputStream().read()).isEqualTo('H');
                    }
                }
            }

            // All places are there again, and no more than that.
            var readers = new ArrayList<Socket>();
            try {
                while (readers.size() < places) {
                    readers.add(
                            await().atMost(LONG)
                                    .until(() -> reader(service, object), Optional::isPresent)
                                    .orElseThrow());
                }
                assertThat(service.status(object)).isEqualTo(503);
            } finally {
                for (var reader : readers) {
                    reader.close();
                }
            }
            await().atMost(LONG).until(() -> service.status(object) == 200);
        }
    }

    /** Asks, and goes away with a reset when it is closed. */
    private static Socket ask(ReadingProcess service, String path) throws IOException {
        var socket = new Socket();
        // A small window, so that what is not read here is not sent.
        socket.setReceiveBufferSize(16 << 10);
        socket.setSoLinger(true, 0);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress("127.0.0.1", service.port()));
        socket.getOutputStream()
                .write(
                        "GET %s HTTP/1.1\r\nHost: localhost:%d\r\n\r\n"
                                .formatted(path, service.port())
                                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** One that has a place and reads no further, if there was one. */
    private static Optional<Socket> reader(ReadingProcess service, String object)
            throws IOException {
        var socket = ask(service, object);
        String line = statusLine(socket);
        if (line.equals("HTTP/1.1 200")) {
            return Optional.of(socket);
        }
        assertThat(line).isEqualTo("HTTP/1.1 503");
        socket.close();
        return Optional.empty();
    }

    private static String statusLine(Socket socket) throws IOException {
        return new String(
                socket.getInputStream().readNBytes("HTTP/1.1 200".length()),
                StandardCharsets.US_ASCII);
    }
}
