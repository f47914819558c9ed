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
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.medsendx.segmenter.Phantom;
import org.medsendx.segmenter.config.SegmenterConfig;

/** A channel that the connector has stopped is seen by everybody who asks. */
@QuarkusTest
@QuarkusTestResource(TruckBroker.class)
@TestProfile(StoppedChannelIT.StopsAtOnce.class)
class StoppedChannelIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    /** With the connector's own limit for a record in hand, which the service turns off. */
    public static final class StopsAtOnce implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            var channel = "mp.messaging.incoming.instances-deidentified.";
            return Map.of(
                    channel + "throttled.unprocessed-record-max-age.ms",
                    "4000",
                    channel + "auto.commit.interval.ms",
                    "200",
                    "medsendx.segmenter.retry-longest",
                    "1s");
        }
    }

    @Inject SegmenterConfig config;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String broker;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource
    URI base;

    @Test
    void is_unready_while_a_record_waits_for_the_disk_and_dead_when_the_channel_has_stopped()
            throws Exception {
        assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
        await().atMost(LONG)
                .until(() ->
                        get("/q/health/ready")
                                .body()
                                .contains("\"channel-instances-deidentified\": \"working\""));
        var scans = new TruckScans(broker, config.deidentifiedDir());
        var instance = scans.write(Phantom.ct(16, 16, 1));
        Files.move(config.deidentifiedDir(), config.deidentifiedDir().resolveSibling("away"));
        scans.send(instance, null);

        await().atMost(LONG)
                .until(() -> get("/q/health/ready").body().contains("\"records\": \"held\""));
        assertThat(get("/q/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/q/health/live").statusCode()).isEqualTo(200);

        await().atMost(LONG).until(() -> get("/q/health/live").statusCode() == 503);
        assertThat(get("/q/health/live").body())
                .contains("\"channel-instances-deidentified\": \"stopped\"");
        assertThat(get("/q/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/q/metrics").body())
                .contains("medsendx_work_well{part=\"channel-instances-deidentified\"} 0.0")
                .contains("medsendx_work_well{part=\"relay\"} 1.0");
    }

    private HttpResponse<String> get(String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(base.toString().replaceAll("/$", "") + path))
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
