package org.medsendx.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.BrokerConfig;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.EventCodec;
import org.medsendx.miner.messaging.DriftingFleet;

/** The built service tells the real Alertmanager what is open, and what is not any more. */
@ExtendWith(KafkaClusterExtension.class)
class AlertmanagerIT {

    private static final Duration LONG = Duration.ofSeconds(120);
    private static final String PROGRAM = "prometheus-alertmanager";

    @TempDir Path folder;

    @Test
    void an_open_finding_is_an_alert_until_somebody_looks_into_it(
            @BrokerConfig(name = "auto.create.topics.enable", value = "false") KafkaCluster cluster)
            throws Exception {
        requireAlertmanager();
        var topics = new FleetTopics(cluster);
        topics.create(1);
        int port = freePort();
        var alertmanager = alertmanager(port);
        try (var http = HttpClient.newHttpClient();
                var miner =
                        MinerProcess.start(
                                folder,
                                cluster.getBootstrapServers(),
                                List.of(
                                        "-Dmedsendx.web.access=loopback",
                                        "-Dquarkus.oidc.tenant-enabled=false",
                                        "-Dmedsendx.miner.alerts.url=http://127.0.0.1:" + port,
                                        "-Dmedsendx.miner.alerts.every=1s"))) {
            topics.send(DriftingFleet.events());

            await().ignoreExceptions().atMost(LONG).until(() -> !alerts(http, port).isEmpty());
            var alert = alerts(http, port).get(0);
            assertThat(alert.path("labels").path("alertname").asText()).isEqualTo("ScannerDiffers");
            assertThat(alert.path("labels").path("scanner").asText()).isEqualTo("S2");
            assertThat(alert.path("annotations").path("description").asText()).contains("95 %");

            for (var open : alerts(http, port)) {
                var finding = open.path("labels").path("finding").asText();
                assertThat(miner.post("/findings/" + finding + "/acknowledge", "{}").statusCode())
                        .isEqualTo(202);
            }
            await().ignoreExceptions().atMost(LONG).until(() -> alerts(http, port).isEmpty());
            assertThat(new String(miner.get("/q/metrics").body(), StandardCharsets.UTF_8))
                    .contains("medsendx_miner_alert_rounds_total{outcome=\"told\"}");
        } finally {
            alertmanager.destroy();
            if (!alertmanager.waitFor(10, TimeUnit.SECONDS)) {
                alertmanager.destroyForcibly().waitFor();
            }
        }
    }

    private static void requireAlertmanager() {
        boolean there =
                List.of(System.getenv("PATH").split(":")).stream()
                        .anyMatch(place -> Files.isExecutable(Path.of(place, PROGRAM)));
        if ("required".equals(System.getenv("MEDSENDX_PEERS"))) {
            assertThat(there).as(PROGRAM).isTrue();
        }
        Assumptions.assumeTrue(there, PROGRAM + " is not installed");
    }

    private Process alertmanager(int port) throws IOException {
        var config =
                Files.writeString(
                        folder.resolve("alertmanager.yml"),
                        """
                        route:
                          receiver: nobody
                        receivers:
                          - name: nobody
                        """);
        return new ProcessBuilder(
                        PROGRAM,
                        "--config.file=" + config,
                        "--storage.path=" + folder.resolve("alertmanager"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--cluster.listen-address=")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("alertmanager.log").toFile())
                .start();
    }

    private static JsonNode alerts(HttpClient http, int port) throws Exception {
        var address = URI.create("http://127.0.0.1:" + port + "/api/v2/alerts?active=true");
        return EventCodec.JSON.readTree(
                http.send(
                                HttpRequest.newBuilder(address).build(),
                                HttpResponse.BodyHandlers.ofByteArray())
                        .body());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
