package org.medsendx.segmenter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.config.SegmenterConfig;
import org.medsendx.segmenter.messaging.TruckBroker;
import org.medsendx.segmenter.messaging.TruckScans;
import org.medsendx.segmenter.storage.ScanLedger;

/** The pages, decisions and DICOMweb over HTTP. */
@QuarkusTest
@QuarkusTestResource(TruckBroker.class)
class QaPagesIT {

    private static final String FORM = "application/x-www-form-urlencoded";

    @Inject SegmenterConfig config;
    @Inject ScanLedger ledger;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String broker;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource
    URI base;

    @Test
    void a_decision_is_shown_kept_and_told_without_a_name() throws Exception {
        var scan = scan(Phantom.mammogram(48, 40, 71));
        String page = "/qa/" + scan.objectId();
        assertThat(get(page).body()).contains("not reviewed", "/viewer/page.js");

        assertThat(
                        decide(scan.objectId(), "decision=rejected&comment=x")
                                .headers()
                                .firstValue("Location"))
                .hasValueSatisfying(place -> assertThat(place).endsWith("?problem=reason"));
        var rejected =
                decide(
                        scan.objectId(),
                        "decision=rejected&reason=positioning&repeat=yes&revision=0"
                                + "&comment=told+Mrs.+%3Cb%3ESmith%3C%2Fb%3E");
        assertThat(rejected.statusCode()).isEqualTo(303);

        assertThat(get(page).body())
                .contains("rejected", "positioning", "taken again", "Mrs. &lt;b&gt;Smith");
        assertThat(get("/?state=rejected").body()).contains(page);
        assertThat(get("/?state=open&limit=200").body()).doesNotContain("href=\"" + page);
        assertThat(
                        decide(scan.objectId(), "decision=accepted&revision=0")
                                .headers()
                                .firstValue("Location"))
                .hasValueSatisfying(place -> assertThat(place).endsWith("?problem=changed"));
        assertThat(decide(scan.objectId(), "decision=accepted&revision=1").statusCode())
                .isEqualTo(303);
        assertThat(get("/scans/" + scan.objectId() + "/reviews").body())
                .contains("\"revision\":2", "\"revision\":1", "Smith", "\"LOCAL\"");

        var events =
                await().atMost(Duration.ofSeconds(40))
                        .until(() -> reviewed(scan.objectId()), found -> found.size() == 2);
        assertThat(events.getFirst())
                .contains(
                        "\"decision\":\"REJECTED\"",
                        "\"reason\":\"positioning\"",
                        "\"repeat\":true")
                .doesNotContain("Smith", "http", "comment");
        assertThat(events.getLast()).contains("\"decision\":\"ACCEPTED\"", "\"revision\":2");
    }

    @Test
    void nobody_decides_from_a_page_of_somebody_else() throws Exception {
        var scan = scan(Phantom.ct(32, 32, 72));
        var request =
                HttpRequest.newBuilder(address("/qa/" + scan.objectId() + "/review"))
                        .header("Content-Type", FORM)
                        .POST(BodyPublishers.ofString("decision=accepted"));

        assertThat(send(request.copy().header("Origin", "https://evil.example")).statusCode())
                .isEqualTo(403);
        assertThat(send(request.copy().header("Sec-Fetch-Site", "cross-site")).statusCode())
                .isEqualTo(403);
        // No browser, and a type that any page could send.
        assertThat(send(request.copy()).statusCode()).isEqualTo(415);
        assertThat(get("/scans/" + scan.objectId() + "/reviews").body()).isEqualTo("[]");
        assertThat(decide(UUID.randomUUID(), "decision=accepted").statusCode()).isEqualTo(404);
    }

    @Test
    void only_the_page_with_the_viewer_may_run_scripts_and_only_the_services_own()
            throws Exception {
        var scan = scan(Phantom.ct(32, 32, 73));

        assertThat(policy("/qa/" + scan.objectId()))
                .contains("script-src 'self'; connect-src 'self'")
                .doesNotContain("unsafe", "blob", "worker", "http:", "https:");
        assertThat(policy("/")).doesNotContain("script-src", "connect-src");
        assertThat(get("/viewer/page.js").headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).contains("javascript"));
        assertThat(get("/viewer/nothing.js").statusCode()).isEqualTo(404);
    }

    @Test
    void the_list_is_filtered_and_paged_by_its_address() throws Exception {
        scan(Phantom.ct(32, 32, 74));
        scan(Phantom.mammogram(32, 32, 75));

        assertThat(get("/?modality=XA").body()).contains("none that the filter lets through");
        assertThat(get("/?from=2020-01-01&to=2020-01-01").body()).contains("2020-01-01");
        assertThat(get("/?from=2021-01-01").body()).contains("0 of 0");
        assertThat(get("/?limit=1&order=newest").body()).contains("1-1 of ");
        assertThat(get("/?modality=%3Cscript%3E&page=x").statusCode()).isIn(200, 404);
        assertThat(get("/?state=nothing&verdict=none&order=odd&from=soon").statusCode())
                .isEqualTo(200);
    }

    @Test
    void dicomweb_is_there_for_whoever_asks_as_the_standard_says() throws Exception {
        var scan = scan(Phantom.ct(40, 24, 76));
        var uids = scan.copy().instance().uids();
        String study = "/dicom-web/studies/" + uids.studyInstanceUid();
        String instance =
                study
                        + "/series/"
                        + uids.seriesInstanceUid()
                        + "/instances/"
                        + uids.sopInstanceUid();

        var found = get("/dicom-web/studies?StudyInstanceUID=" + uids.studyInstanceUid());
        assertThat(found.headers().firstValue("Content-Type")).contains("application/dicom+json");
        assertThat(EventCodec.JSON.readTree(found.body())).hasSize(1);
        assertThat(found.body()).contains(base.getHost() + ":" + base.getPort() + study);
        assertThat(get("/dicom-web/studies?PatientID=nobody").statusCode()).isEqualTo(204);
        assertThat(get("/dicom-web/studies?NoSuchThing=1").statusCode()).isEqualTo(400);
        assertThat(
                        get("/dicom-web/studies?limit=1&fuzzymatching=true")
                                .headers()
                                .allValues("Warning"))
                .anyMatch(warning -> warning.startsWith("299 "));
        assertThat(get("/dicom-web/studies", "Accept", "application/dicom+xml").statusCode())
                .isEqualTo(406);
        assertThat(get("/dicom-web/studies/2.25.99/series").statusCode()).isEqualTo(404);
        assertThat(get("/dicom-web/studies/x/series").statusCode()).isEqualTo(400);

        var frame =
                get(
                        instance + "/frames/1",
                        "Accept",
                        "multipart/related; type=\"application/octet-stream\"");
        assertThat(frame.statusCode()).isEqualTo(200);
        assertThat(frame.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type ->
                        assertThat(type).startsWith("multipart/related").contains("boundary="));
        assertThat(frame.body().length()).isGreaterThan(40 * 24 * 2);
        assertThat(get(instance + "/frames/1,1").statusCode()).isEqualTo(200);
        assertThat(get(instance + "/frames/7").statusCode()).isEqualTo(404);
        assertThat(get(instance + "/frames/0").statusCode()).isEqualTo(400);
        assertThat(get(instance + "/rendered").body()).contains("JFIF");
        assertThat(get(instance + "/rendered", "Accept", "image/gif").body())
                .contains("not-acceptable");
        assertThat(get(instance + "/metadata").body()).contains("\"7FE00010\":{\"vr\":\"OW\"");
        assertThat(get(study + "/thumbnail").headers().firstValue("Content-Type"))
                .contains("image/jpeg");
        assertThat(get("/qa/studies/" + uids.studyInstanceUid()).statusCode()).isEqualTo(303);
    }

    @Test
    void the_page_of_an_exam_says_how_its_slices_lie() throws Exception {
        var scans = new TruckScans(broker, config.deidentifiedDir());
        // One of its own: the volume may hold what an earlier run left.
        String study = "2.25." + System.nanoTime();
        var last = new UUID(0, 0);
        for (String z : List.of("4", "0", "10", "2")) {
            var set = Phantom.ct(32, 32, 77).dataSet();
            set.putString(Tag.FrameOfReferenceUID, VR.UI, "2.25.4711");
            set.putString(Tag.ImageOrientationPatient, VR.DS, "1", "0", "0", "0", "1", "0");
            set.putString(Tag.ImagePositionPatient, VR.DS, "-16", "-16", z);
            var instance = scans.write(set, "CT", study);
            scans.send(instance, null);
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> ledger.get(instance.objectId()) != null);
            last = instance.objectId();
        }
        String json = "/scans/" + last + "/series";

        assertThat(get("/qa/" + last).body())
                .contains(
                        "CT, 4 slices",
                        "one frame of reference, one orientation, 2.00 mm (2.00 mm to 6.00 mm)"
                                + " apart, 10.00 mm from first to last",
                        "<code>gap</code>",
                        json)
                .doesNotContain("2.25.4711");
        var volumes = EventCodec.JSON.readTree(get(json).body());
        assertThat(volumes).hasSize(1);
        assertThat(volumes.get(0).get("slices").asInt()).isEqualTo(4);
        assertThat(volumes.get(0).get("stack").get("spacing").get("greatest").asDouble())
                .isEqualTo(6);
        assertThat(volumes.get(0).get("remarks").get(0).get("code").asText()).isEqualTo("gap");
        assertThat(get("/scans/" + UUID.randomUUID() + "/series").statusCode()).isEqualTo(404);
        var alone = scan(Phantom.mammogram(32, 32, 78));
        assertThat(get("/qa/" + alone.objectId()).body()).doesNotContain("id=\"series\"");
        assertThat(get("/scans/" + alone.objectId() + "/series").body()).isEqualTo("[]");
    }

    @Test
    void the_page_says_why_an_image_of_a_long_series_has_no_picture() throws Exception {
        var scans = new TruckScans(broker, config.deidentifiedDir());
        String study = "2.25." + System.nanoTime();
        var objects = new ArrayList<UUID>();
        for (int number = 1; number <= 9; number++) {
            var instance = scans.write(Phantom.ct(32, 32, 79).dataSet(), "CT", study);
            scans.send(instance, null);
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> ledger.get(instance.objectId()) != null);
            objects.add(instance.objectId());
        }
        UUID eighth = objects.get(7);
        UUID ninth = objects.get(8);

        assertThat(get("/qa/" + eighth).body()).contains("highlight.png");
        assertThat(get("/qa/" + ninth).body())
                .contains("of a long series some have one", "/viewer/page.js")
                .doesNotContain("highlight.png");
        assertThat(get("/?limit=200&order=newest").body())
                .doesNotContain("/scans/" + ninth + "/highlight.png");
        assertThat(get("/scans/" + ninth).body())
                .contains("\"picture\":\"left-out\"")
                .doesNotContain("\"highlight\"");
        assertThat(get("/scans/" + ninth + "/highlight.png").statusCode()).isEqualTo(404);
    }

    private InstanceDeidentified scan(Phantom phantom) throws Exception {
        var scans = new TruckScans(broker, config.deidentifiedDir());
        var instance = scans.writeAsStudy(phantom);
        scans.send(instance, null);
        await().atMost(Duration.ofSeconds(40)).until(() -> ledger.get(instance.objectId()) != null);
        return instance;
    }

    private List<String> reviewed(UUID objectId) {
        var partition = new TopicPartition("scans.reviewed.v1", 0);
        var found = new java.util.ArrayList<String>();
        try (var consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record ->
                                found.add(new String(record.value(), StandardCharsets.UTF_8)));
            }
        }
        return found.stream().filter(value -> value.contains(objectId.toString())).toList();
    }

    private String policy(String path) throws Exception {
        return get(path).headers().firstValue("Content-Security-Policy").orElse("");
    }

    private HttpResponse<String> decide(UUID objectId, String form) throws Exception {
        return send(
                HttpRequest.newBuilder(address("/qa/" + objectId + "/review"))
                        .header("Content-Type", FORM)
                        .header("Origin", "http://" + base.getHost() + ":" + base.getPort())
                        .POST(BodyPublishers.ofString(form)));
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(address(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private URI address(String path) {
        return URI.create(base.toString().replaceAll("/$", "") + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
        }
    }
}
