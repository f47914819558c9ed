package org.medsendx.readinglist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.medsendx.readinglist.Scans.content;
import static org.medsendx.readinglist.Scans.record;
import static org.medsendx.readinglist.Scans.review;
import static org.medsendx.readinglist.Scans.scan;
import static org.medsendx.readinglist.Scans.upload;
import static org.medsendx.readinglist.Scans.with;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.StudyEvent;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.outbox.Backoff;
import org.medsendx.outbox.kafka.TableReader;
import org.medsendx.readinglist.exam.ExamFilter;
import org.medsendx.readinglist.exam.ExamList;
import org.medsendx.readinglist.exam.Freshness;
import org.medsendx.readinglist.exam.ListLimits;
import org.medsendx.readinglist.intake.Intake;
import org.medsendx.readinglist.messaging.TopicsReader;
import org.medsendx.readinglist.telemetry.ReadingMetrics;
import org.medsendx.webguard.Browser;
import org.medsendx.webguard.WebSurface;

/** The service with a real broker, a real object store and a real browser. */
@QuarkusTest
@QuarkusTestResource(CloudParts.class)
class ReadingListIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int STUDIES = 60;

    private static boolean told;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource
    URI base;

    @SuppressWarnings("NullAway.Init") // set by its resource
    CloudParts cloud;

    @Inject ExamList list;

    /** What the trucks told; once, since it stays. */
    @BeforeEach
    void told() throws Exception {
        if (!told) {
            told = true;
            var events = new ArrayList<StudyEvent>();
            for (int study = 1; study <= STUDIES; study++) {
                var scan =
                        scan(
                                "TRUCK" + study % 3,
                                study,
                                1,
                                20 + study,
                                study % 5 == 0
                                        ? "mammogram-density"
                                        : "with-parts-of-the-priority");
                // Objects are announced before their assessment, as over a bad line.
                if (study % 2 == 0) {
                    for (var kind :
                            List.of(
                                    UploadedKind.INSTANCE,
                                    UploadedKind.HIGHLIGHT,
                                    UploadedKind.THUMBNAIL)) {
                        events.add(stored(scan, kind, bytes(scan, kind)));
                    }
                    cloud.store(
                            scan.objectKey().path() + ".report.json",
                            content(scan, UploadedKind.REPORT));
                }
                events.add(scan);
                if (study % 7 == 0) {
                    events.add(review(scan, "positioning", 1));
                }
            }
            cloud.tell(events);
            // A truck that replays.
            cloud.tell(events.subList(0, 50));
        }
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(list.totals().exams()).isEqualTo(STUDIES));
        await().atMost(LONG).until(() -> state().equals("current"));
    }

    private static byte[] bytes(ScanAssessed scan, UploadedKind kind) throws IOException {
        if (kind == UploadedKind.INSTANCE) {
            return content(scan, kind);
        }
        var image = new BufferedImage(96, 128, BufferedImage.TYPE_BYTE_GRAY);
        for (int x = 0; x < 96; x++) {
            for (int y = 0; y < 128; y++) {
                int grey = (int) (255 * Math.exp(-Math.hypot(x - 48, y - 64) / 40));
                image.setRGB(x, y, grey * 0x10101);
            }
        }
        var png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    private StudyEvent stored(ScanAssessed scan, UploadedKind kind, byte[] bytes)
            throws IOException {
        var event = upload(scan, kind, bytes);
        cloud.store(event.objectKey(), bytes);
        return event;
    }

    private String state() throws Exception {
        return json("/state").path("state").asText();
    }

    private List<String> studies(String path) throws Exception {
        return StreamSupport.stream(json(path).path("exams").spliterator(), false)
                .map(exam -> exam.path("studyInstanceUid").asText())
                .toList();
    }

    @Test
    void the_exams_of_all_trucks_stand_in_the_order_of_triage_with_what_is_not_here_yet()
            throws Exception {
        var page = text("/");
        assertThat(page)
                .contains("1-50 of 60", "<b>60</b> exams", "<b>3</b> trucks")
                .contains("badge urgent", "not all here yet", "rejected", "quality-look +10")
                .contains("unusual +4.8", "href=\"/?page=2\"", "no diagnosis")
                .doesNotContain("Not current", "<script", "style=");
        var first = studies("/exams").getFirst();
        assertThat(first).isEqualTo("2.25.60");
        assertThat(studies("/exams?page=2")).hasSize(10).contains("2.25.1");
        assertThat(studies("/exams?truck=TRUCK1&limit=200")).hasSize(20);
        assertThat(studies("/exams?progress=on-its-way&limit=200"))
                .contains("2.25.59")
                .doesNotContain("2.25.58");
        assertThat(studies("/exams?review=rejected&limit=200")).hasSize(8);
        assertThat(studies("/exams?modality=MG&limit=200")).hasSize(12);
        assertThat(studies("/exams?study=2.25.4")).hasSize(11);
        assertThat(text("/?study=%3Cscript%3E&truck=..%2F&page=-1&limit=99999999&progress=x"))
                .contains("1-60 of 60")
                .doesNotContain("<script");
        assertThat(text("/?truck=TRUCK1")).contains("<option value=\"TRUCK1\" selected>");
        assertThat(text("/q/openapi")).contains("/exams/{truck}/{study}", "/state");
    }

    @Test
    void an_exam_has_its_objects_and_no_real_time() throws Exception {
        var exam = json("/exams/TRUCK1/2.25.58");
        var image = exam.path("images").get(0);
        assertThat(image.path("objects")).hasSize(4);
        for (var object : image.path("objects")) {
            var answer = get(object.path("address").asText());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(Sha256.of(answer.body())).isEqualTo(object.path("sha256").asText());
            assertThat(answer.headers().map()).doesNotContainKeys("last-modified", "etag", "age");
            assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
        }
        assertThat(image.path("objects").get(0).path("key").asText())
                .startsWith("TRUCK1/20240611/2.25.58/");
        var page = text("/exam/TRUCK1/2.25.58");
        assertThat(page)
                .contains("DICOM image", "verification report", "small picture", "here")
                .contains("<img src=\"/exams/TRUCK1/2.25.58/");
        assertThat(text("/exam/TRUCK2/2.25.59")).contains("not here yet: DICOM image");
        for (var shown : List.of(page, exam.toString(), text("/exams"))) {
            assertThat(shown).doesNotContain("arrived", "place", "writtenAt");
        }
    }

    @Test
    void a_large_object_is_streamed_and_one_that_was_changed_is_not_whole() throws Exception {
        var large = new byte[5_000_000];
        new Random(1).nextBytes(large);
        var scan = scan("TRUCK1", 7, 2, 1);
        var event = stored(scan, UploadedKind.INSTANCE, large);
        cloud.tell(List.of(event));
        var address = "/exams/TRUCK1/2.25.7/" + scan.objectId() + "/instance";
        await().atMost(LONG).until(() -> get(address).statusCode() == 200);

        assertThat(get(address).body()).isEqualTo(large);
        assertThat(head(address).headers().firstValueAsLong("content-length").orElse(0))
                .isEqualTo(large.length);
        for (int i = 0; i < 40; i++) {
            // None of these keeps a place.
            assertThat(head(address).statusCode()).isEqualTo(200);
        }
        large[4_999_999] ^= 1;
        cloud.store(upload(scan, UploadedKind.INSTANCE, large).objectKey(), large);
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> get(address)).isInstanceOf(IOException.class);
        }
        cloud.store(scan.objectKey().instance(), new byte[3]);
        assertThat(get(address).statusCode()).isEqualTo(502);
        cloud.delete(scan.objectKey().instance());
        assertThat(get(address).statusCode()).isEqualTo(404);
        assertThat(text("/q/metrics"))
                .contains(
                        "medsendx_reading_objects_total{outcome=\"gone\"} 1.0",
                        "medsendx_reading_objects_total{outcome=\"differs\"} 21.0");
    }

    @Test
    void nothing_can_be_asked_for_that_no_event_has_named() throws Exception {
        cloud.store("backups/keys.tar", new byte[10]);
        var known = Scans.id("TRUCK1", 58, 1);
        for (var path :
                List.of(
                        "/exams/TRUCK1/2.25.58/" + known + "/segmentation",
                        "/exams/TRUCK1/2.25.58/" + known + "/secrets",
                        "/exams/TRUCK2/2.25.58/" + known + "/instance",
                        "/exams/TRUCK1/2.25.58/" + Scans.id("x", 1, 1) + "/instance",
                        "/exams/TRUCK1/2.25.58/keys.tar/instance",
                        "/exams/backups/keys.tar",
                        "/exams/TRUCK1/2.25.58/../../backups/keys.tar",
                        "/exams/NOBODY/2.25.58",
                        "/exam/TRUCK1/2.25.999",
                        "/exam/TRUCK1/..%2F..",
                        "/nothing")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void what_cannot_be_believed_is_counted_shown_and_holds_up_nothing() throws Exception {
        var scan = scan("TRUCK1", 1000, 1, 100);
        var good = record(scan, 1, Instant.now());
        cloud.send(
                List.of(
                        with(good, "{\"patient\":\"Doe^Jane\"}".getBytes(StandardCharsets.UTF_8)),
                        with(good, "ce_source", "/trucks/TRUCK2/segmenter-service"),
                        with(good, new byte[100_000]),
                        with(good, List.of("4.75", "1e250"))));

        await().atMost(LONG)
                .until(() -> json("/state").path("refused").path("implausible").asInt() == 1);
        assertThat(json("/state").path("refused").path("unreadable").asInt()).isPositive();
        assertThat(text("/")).contains("records were passed by: ", "oversized 1", "foreign 1");
        assertThat(text("/q/metrics"))
                .contains("outcome=\"foreign\",topic=\"scans.assessed.v1\"} 1.0");
        assertThat(list.totals().exams()).isEqualTo(STUDIES);
    }

    @Test
    void another_instance_that_begins_now_has_the_same_list() {
        var other =
                new ExamList(
                        new ListLimits(Duration.ofDays(7), 100_000, 4000, Duration.ofHours(1), 65),
                        InstantSource.system());
        var freshness = new Freshness(Duration.ofMinutes(1), InstantSource.system());
        try (var reader =
                new TopicsReader(
                        () -> TableReader.consumer(cloud.kafka()),
                        new Intake(other, Set.of(Scans.BUCKET)),
                        other,
                        freshness,
                        new ReadingMetrics(new SimpleMeterRegistry(), other, freshness),
                        Duration.ofSeconds(1),
                        new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(2), new Random()))) {
            reader.start();
            await().atMost(LONG).until(() -> freshness.now().state() == Freshness.State.CURRENT);

            assertThat(other.page(ExamFilter.ALL, 0, 1000))
                    .isEqualTo(list.page(ExamFilter.ALL, 0, 1000));
        }
    }

    @Test
    void a_list_that_may_be_old_is_never_shown_as_the_present() throws Exception {
        cloud.stopBroker();
        try {
            await().atMost(LONG).until(() -> state().equals("stale"));

            assertThat(text("/")).contains("Not current.", "role=\"alert\"", "NOT CURRENT");
            assertThat(text("/exam/TRUCK1/2.25.58")).contains("Not current.");
            assertThat(json("/exams").path("state").asText()).isEqualTo("stale");
            assertThat(studies("/exams")).hasSize(50);
            assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
            assertThat(text("/q/health/ready")).contains("\"topics\": \"waiting\"");
        } finally {
            cloud.startBroker();
        }
        await().atMost(LONG).until(() -> state().equals("current"));
        assertThat(list.totals().exams()).isEqualTo(STUDIES);
        assertThat(json("/state").path("missed").asLong()).isZero();
    }

    @Test
    void it_is_guarded_as_every_service() throws Exception {
        new WebSurface(base.getPort()).isGuarded("/", "/exams");
        assertThat(post("/exams").statusCode()).isEqualTo(405);
    }

    @Test
    void every_page_fits_its_screen_in_both_themes_and_breaks_no_policy() throws Exception {
        try (var browser = Browser.start()) {
            for (boolean dark : new boolean[] {false, true}) {
                for (int wide : new int[] {1400, 390}) {
                    browser.look(wide, dark);
                    var pages = List.of("/", "/exam/TRUCK1/2.25.58", "/exam/TRUCK2/2.25.59");
                    for (int i = 0; i < pages.size(); i++) {
                        browser.open(base.resolve(pages.get(i)).toString());
                        assertThat(
                                        browser.eval(
                                                "String(document.documentElement.scrollWidth"
                                                        + " <= window.innerWidth + 1)"))
                                .as(pages.get(i) + " at " + wide)
                                .isEqualTo("true");
                        assertThat(
                                        browser.eval(
                                                "String([...document.images].filter(i =>"
                                                        + " i.complete && i.naturalWidth === 0)"
                                                        + ".length)"))
                                .isEqualTo("0");
                        picture(browser, i + "-" + wide + (dark ? "-dark" : "-light"));
                    }
                }
            }
            browser.look(1400, false);
            browser.open(base.toString());
            browser.eval("document.querySelector('input[name=study]').focus()");
            for (char letter : "2.25.58".toCharArray()) {
                browser.key(String.valueOf(letter));
            }
            browser.loads(() -> browser.key("Enter"));
            assertThat(browser.eval("String(document.querySelectorAll('tbody tr').length)"))
                    .isEqualTo("1");
            browser.loads(() -> browser.eval("document.querySelector('a.name').click()"));
            assertThat(browser.address()).endsWith("/exam/TRUCK1/2.25.58");
            // What is loaded lazily comes after the page.
            await().atMost(LONG)
                    .until(() ->
                            browser.eval(
                                            "String(document.querySelector('.picture img')"
                                                    + ".naturalHeight)")
                                    .equals("128"));
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static void picture(Browser browser, String name) throws IOException {
        String pictures = System.getProperty("pages.pictures");
        if (pictures != null) {
            browser.picture(Path.of(pictures).resolve(name + ".png"));
        }
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(base.resolve(path)).build());
    }

    private HttpResponse<byte[]> head(String path) throws Exception {
        return send(HttpRequest.newBuilder(base.resolve(path)).HEAD().build());
    }

    private HttpResponse<byte[]> post(String path) throws Exception {
        return send(
                HttpRequest.newBuilder(base.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}"))
                        .build());
    }

    private static HttpResponse<byte[]> send(HttpRequest request) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofByteArray());
        }
    }

    private String text(String path) throws Exception {
        var answer = get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private JsonNode json(String path) throws Exception {
        return EventCodec.JSON.readTree(text(path));
    }
}
