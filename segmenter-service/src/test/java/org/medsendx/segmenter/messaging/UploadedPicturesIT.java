package org.medsendx.segmenter.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.DeliveryConfirmation;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.deidentified.InstanceDelivered;
import org.medsendx.contracts.deidentified.InstanceUploaded;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.config.SegmenterConfig;
import org.medsendx.segmenter.storage.DerivedFiles;

/** Pictures go when the cloud has them, and the pages say so. */
@QuarkusTest
@QuarkusTestResource(TruckBroker.class)
@TestProfile(UploadedPicturesIT.Hasty.class)
class UploadedPicturesIT {

    /** Deletes at once. */
    public static final class Hasty implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "medsendx.segmenter.keep.uploaded-files", "0s",
                    "medsendx.segmenter.keep.every", "100ms");
        }
    }

    @Inject SegmenterConfig config;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String broker;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource
    URI base;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void a_picture_that_the_cloud_has_is_deleted_and_no_page_shows_a_broken_one() throws Exception {
        var uploaded = assessed(Phantom.ct(64, 64, 11));
        var other = assessed(Phantom.ct(64, 64, 12));
        String sha256 = Sha256.of(picture(uploaded));
        double deleted = metric("medsendx_deleted_files_total");
        double refused = metric("medsendx_deleted_refused_total");

        // An instance of that name is no picture, and other bytes are not this one.
        tell(uploaded, UploadedKind.INSTANCE, sha256);
        tell(other, UploadedKind.HIGHLIGHT, Sha256.of("another picture"));
        tell(uploaded, UploadedKind.HIGHLIGHT, sha256);
        for (var kind :
                List.of(
                        DerivedKind.SEGMENTATION,
                        DerivedKind.MEASUREMENTS,
                        DerivedKind.THUMBNAIL)) {
            tell(uploaded, kind.uploaded(), Sha256.of(file(uploaded, kind)));
        }

        await().atMost(Duration.ofSeconds(30))
                .until(() -> !Files.exists(picture(uploaded).getParent()));
        assertThat(picture(other)).exists();
        String page = get("/qa/" + uploaded.objectId()).body();
        assertThat(page).contains("deleted here after its upload").doesNotContain("highlight.png");
        assertThat(get("/qa/" + other.objectId()).body()).contains("highlight.png");
        assertThat(get("/").body())
                .contains("deleted after upload")
                .doesNotContain("/scans/" + uploaded.objectId() + "/highlight.png")
                .contains("/scans/" + other.objectId() + "/highlight.png");
        assertThat(get("/scans/" + uploaded.objectId()).body())
                .contains("\"picture\":\"deleted-after-upload\"")
                .doesNotContain("\"highlight\"");
        assertThat(get("/scans/" + uploaded.objectId() + "/highlight.png").statusCode())
                .isEqualTo(410);
        assertThat(metric("medsendx_deleted_files_total") - deleted).isEqualTo(4);
        assertThat(metric("medsendx_deleted_refused_total") - refused).isOne();
        assertThat(get("/q/metrics").body()).contains("medsendx_log_losses_total{outbox=\"scans\"");
    }

    private double metric(String name) throws Exception {
        return get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElse(0);
    }

    @Test
    void what_a_pacs_is_to_have_too_stays_until_that_has_confirmed_it() throws Exception {
        var meant = assessed(Phantom.ct(64, 64, 13));
        var marker = assessed(Phantom.ct(64, 64, 14));
        String sha256 = Sha256.of(file(meant, DerivedKind.SEGMENTATION));

        tell(uploaded(meant, UploadedKind.SEGMENTATION, sha256, true));
        tell(delivered(meant, "research", sha256, true));
        // Same topic and later: when its picture is gone, the upload before it was looked at.
        tell(marker, UploadedKind.HIGHLIGHT, Sha256.of(picture(marker)));
        await().atMost(Duration.ofSeconds(30)).until(() -> !Files.exists(picture(marker)));
        boolean stayed = Files.exists(file(meant, DerivedKind.SEGMENTATION));
        tell(delivered(meant, "city-pacs", sha256, null));

        assertThat(stayed).isTrue();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !Files.exists(file(meant, DerivedKind.SEGMENTATION)));
    }

    private static InstanceDelivered delivered(
            InstanceDeidentified instance,
            String destination,
            String sha256,
            @Nullable Boolean awaited) {
        return new InstanceDelivered(
                instance.instance(),
                UploadedKind.SEGMENTATION,
                destination,
                DeliveryConfirmation.STOW_RS,
                sha256,
                1,
                null,
                awaited);
    }

    private InstanceDeidentified assessed(Phantom phantom) throws Exception {
        // A study of its own: the list shows one image of each.
        var instance = scans().writeAsStudy(phantom);
        scans().send(instance, null);
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(picture(instance)));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> get("/scans/" + instance.objectId()).statusCode() == 200);
        return instance;
    }

    private Path picture(InstanceDeidentified instance) {
        return file(instance, DerivedKind.HIGHLIGHT);
    }

    private Path file(InstanceDeidentified instance, DerivedKind kind) {
        return config.derivedDir().resolve(DerivedFiles.path(instance.objectId(), kind));
    }

    private void tell(InstanceDeidentified instance, UploadedKind kind, String sha256)
            throws Exception {
        tell(uploaded(instance, kind, sha256, null));
    }

    private static InstanceUploaded uploaded(
            InstanceDeidentified instance,
            UploadedKind kind,
            String sha256,
            @Nullable Boolean awaited) {
        return new InstanceUploaded(
                instance.instance(),
                kind,
                "clinic",
                "a/key",
                sha256,
                1,
                Encryption.NONE,
                null,
                awaited);
    }

    private void tell(Payload payload) throws Exception {
        byte[] value = EventCodec.value(payload);
        var event =
                new Event<>(
                        Event.idOf(
                                payload.subject(), payload.topic().topicName(), Sha256.of(value)),
                        "/trucks/TRUCK1/uplink",
                        1,
                        "test",
                        null,
                        payload);
        scans().sendRecord(payload.topic().topicName(), value, EventCodec.headers(event));
    }

    private TruckScans scans() {
        return new TruckScans(broker, config.deidentifiedDir());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofString());
    }
}
