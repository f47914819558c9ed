package org.medsendx.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.api.TerminationStyle;
import io.kroxylicious.testing.kafka.common.BrokerConfig;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.FleetFinding;
import org.medsendx.contracts.deidentified.ScanOutcome;
import org.medsendx.contracts.deidentified.ScanReviewed.Decision;
import org.medsendx.contracts.deidentified.ScannerStatus;
import org.medsendx.contracts.deidentified.ScannerStatus.Status;
import org.medsendx.miner.messaging.DriftingFleet;
import org.medsendx.webguard.WebSurface;

/** The built service against a real broker. */
@ExtendWith(KafkaClusterExtension.class)
class MinerIT {

    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir Path folder;

    @Test
    void waits_for_broker_and_topics_mines_each_scan_once_and_remembers_after_a_crash(
            @BrokerConfig(name = "auto.create.topics.enable", value = "false") KafkaCluster cluster)
            throws Exception {
        cluster.stopNodes(node -> true, TerminationStyle.GRACEFUL);
        var events = DriftingFleet.events();
        var topics = new FleetTopics(cluster);

        try (var miner = MinerProcess.start(folder, cluster.getBootstrapServers())) {
            // Neither broker nor topics: up, ready and empty.
            assertThat(miner.get("/q/health/live").statusCode()).isEqualTo(200);
            assertThat(miner.get("/q/health/ready").statusCode()).isEqualTo(200);
            assertThat(text(miner, "/q/health/ready")).contains("\"stream\": \"waiting\"");
            assertThat(json(miner, "/scanners")).isEmpty();
            assertThat(picture(miner)).isTrue();
            new WebSurface(miner.port()).isGuarded("/scanners", "/scanners");
            new WebSurface(miner.port()).isGuarded("/", "/");
            cluster.startNodes(node -> true);
            topics.create(2);

            topics.send(events);
            topics.send(events.subList(0, 20));
            sendUnreadable(topics);
            topics.send(decisions());
            topics.send(decisions().subList(0, 2));

            await().ignoreExceptions()
                    .atMost(LONG)
                    .until(() -> json(miner, "/stage").path("count").asInt() == events.size());
            await().ignoreExceptions()
                    .atMost(LONG)
                    .until(() -> "S1 ok, S2 outlier, S3 ok, S4 ok".equals(statuses(miner)));
            assertThat(json(miner, "/findings").get(0).path("scanner").asText()).isEqualTo("S2");
            await().ignoreExceptions().atMost(LONG).until(() -> rejected(miner).equals("1 of 3"));
            assertThat(json(miner, "/streams").get(0).path("missing").asInt()).isZero();
            assertThat(picture(miner)).isTrue();
            assertThat(text(miner, "/")).contains("S2", "badge outlier", "no diagnosis");
            assertThat(json(miner, "/stage").path("p50Ms").asDouble()).isPositive();
            // Two partitions: either count may be the last one to come.
            await().ignoreExceptions()
                    .atMost(LONG)
                    .untilAsserted(() ->
                            assertThat(text(miner, "/q/metrics"))
                                    .contains(
                                            "medsendx_miner_scans_total{outcome=\"unreadable\"}"
                                                    + " 1.0",
                                            "medsendx_miner_scans_total{outcome=\"duplicate\"}"
                                                    + " 20.0"));
            assertThat(miner.log())
                    .contains("topic=scans.features.v1 partition=", "code=not-of-the-schema")
                    .doesNotContain("Doe^Jane");
            await().ignoreExceptions()
                    .atMost(LONG)
                    .until(() -> latestStatus(topics, "S2").data().status() == Status.OUTLIER);
            assertThat(text(miner, "/q/health/ready")).contains("\"stream\": \"working\"");
            assertThat(text(miner, "/q/metrics"))
                    .contains("medsendx_work_well{part=\"stream\"} 1.0");
            miner.kill();
        }

        try (var miner = MinerProcess.start(folder, cluster.getBootstrapServers())) {
            await().atMost(LONG).until(() -> !json(miner, "/scanners").isEmpty());
            await().ignoreExceptions()
                    .atMost(LONG)
                    .until(() -> "S1 ok, S2 outlier, S3 ok, S4 ok".equals(statuses(miner)));
            assertThat(json(miner, "/findings")).isNotEmpty();
            assertThat(rejected(miner)).isEqualTo("1 of 3");
            var before = latestStatus(topics, "S1");

            topics.send(events.subList(0, 20));
            topics.send(DriftingFleet.afterRepair());

            await().ignoreExceptions()
                    .atMost(LONG)
                    .until(() -> "S1 ok, S2 ok, S3 ok, S4 ok".equals(statuses(miner)));
            await().ignoreExceptions()
                    .atMost(LONG)
                    .until(() -> latestStatus(topics, "S1").data().scans() == 60);
            assertThat(latestStatus(topics, "S1").id()).isNotEqualTo(before.id());
            await().atMost(LONG)
                    .untilAsserted(() ->
                            assertThat(
                                            topics
                                                    .events(
                                                            DeidentifiedTopic.FLEET_FINDINGS,
                                                            FleetFinding.class)
                                                    .stream()
                                                    .map(event -> event.data().to()))
                                    .startsWith(Status.OUTLIER)
                                    .endsWith(Status.OK));
        }
    }

    /** Three images of S1, of which two are rejected, and one of these is not after all. */
    private static List<Event<ScanOutcome>> decisions() {
        return List.of(
                decision(1, 1, true),
                decision(2, 1, true),
                decision(3, 1, false),
                decision(2, 2, false));
    }

    private static Event<ScanOutcome> decision(int scan, int revision, boolean rejected) {
        var outcome =
                new ScanOutcome(
                        "%032x".formatted(scan),
                        "T1",
                        "S1",
                        LocalDate.of(2026, 3, 2),
                        "DX",
                        rejected ? Decision.REJECTED : Decision.ACCEPTED,
                        rejected ? "motion" : null,
                        rejected,
                        revision,
                        null,
                        null);
        return new Event<>(
                "decision-" + scan + "-" + revision,
                "/trucks/T1/uplink",
                10 * revision + scan,
                "epoch",
                null,
                outcome);
    }

    private static String rejected(MinerProcess miner) throws Exception {
        var reviews = json(miner, "/scanners/S1").path("reviews");
        return reviews.path("rejected").path("scans").asInt()
                + " of "
                + reviews.path("scans").asInt();
    }

    private static void sendUnreadable(FleetTopics topics) throws Exception {
        try (var producer = topics.producer()) {
            producer.send(
                            new ProducerRecord<>(
                                    "scans.features.v1",
                                    "S1",
                                    "{\"PatientName\":\"Doe^Jane\""
                                            .getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    private static Event<ScannerStatus> latestStatus(FleetTopics topics, String scanner) {
        return topics.events(DeidentifiedTopic.FLEET_SCANNER_STATUS, ScannerStatus.class).stream()
                .filter(event -> event.data().scanner().equals(scanner))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static String statuses(MinerProcess miner) throws Exception {
        return StreamSupport.stream(json(miner, "/scanners").spliterator(), false)
                .map(node -> node.path("id").asText() + " " + node.path("status").asText())
                .reduce((first, second) -> first + ", " + second)
                .orElse("");
    }

    private static JsonNode json(MinerProcess miner, String path) throws Exception {
        return EventCodec.JSON.readTree(miner.get(path).body());
    }

    private static String text(MinerProcess miner, String path) throws Exception {
        return new String(miner.get(path).body(), StandardCharsets.UTF_8);
    }

    private static boolean picture(MinerProcess miner) throws Exception {
        var image = ImageIO.read(new ByteArrayInputStream(miner.get("/report.png").body()));
        return image != null && image.getWidth() == 1200;
    }
}
