package org.medsendx.segmenter.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.Segmentation.Method.Kind;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.config.SegmenterConfig;
import org.medsendx.segmenter.storage.ScanLedger;

/** The service with models: one that works, and one that is not there. */
@QuarkusTest
@QuarkusTestResource(TruckBroker.class)
@TestProfile(LearnedModelIT.WithModels.class)
class LearnedModelIT {

    /** The shipped model for CT, and none of that name for mammograms. */
    public static final class WithModels implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "medsendx.segmenter.models.CT", "phantom-ct",
                    "medsendx.segmenter.models.MG", "not-there",
                    "medsendx.segmenter.model.time-limit", "60s");
        }
    }

    @Inject SegmenterConfig config;
    @Inject ScanLedger ledger;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String broker;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource
    URI base;

    @Test
    void events_pages_and_metrics_say_what_made_the_map() throws Exception {
        var scans = new TruckScans(broker, config.deidentifiedDir());
        var ct = scans.write(Phantom.ct(96, 96, 1));
        var mammogram = scans.write(Phantom.mammogram(80, 60, 2));
        scans.send(ct, null);
        scans.send(mammogram, null);

        await().atMost(Duration.ofSeconds(90))
                .until(() -> ledger.get(mammogram.objectId()) != null);
        var byModel =
                Objects.requireNonNull(
                        Objects.requireNonNull(ledger.get(ct.objectId()))
                                .assessed()
                                .segmentation()
                                .method());
        var byKMeans =
                Objects.requireNonNull(
                        Objects.requireNonNull(ledger.get(mammogram.objectId()))
                                .assessed()
                                .segmentation()
                                .method());

        assertThat(byModel.kind()).isEqualTo(Kind.MODEL);
        assertThat(byKMeans.kind()).isEqualTo(Kind.K_MEANS);
        assertThat(byKMeans.fallback()).isEqualTo("model-missing");
        assertThat(get("/qa/" + ct.objectId()))
                .contains("By model phantom-ct 1", "what a model was trained to tell apart");
        assertThat(get("/qa/" + mammogram.objectId()))
                .contains("By k-means in place of the model: model-missing.");
        assertThat(get("/q/metrics"))
                .contains(
                        "medsendx_segmenter_models_mapped_total 1.0",
                        "medsendx_segmenter_models_refused_total 1.0");
    }

    private String get(String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(
                                            URI.create(base.toString().replaceAll("/$", "") + path))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }
}
