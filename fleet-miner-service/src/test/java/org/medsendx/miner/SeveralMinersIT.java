package org.medsendx.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.BrokerConfig;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.FleetAction;
import org.medsendx.contracts.deidentified.FleetCase;
import org.medsendx.contracts.deidentified.FleetFinding;
import org.medsendx.contracts.deidentified.ScannerStatus;
import org.medsendx.contracts.deidentified.ScannerStatus.Status;
import org.medsendx.miner.messaging.DriftingFleet;

/** Several processes of the built service share one fleet, and one of them dies. */
@ExtendWith(KafkaClusterExtension.class)
class SeveralMinersIT {

    private static final Duration LONG = Duration.ofSeconds(180);
    private static final String JUDGED = "S1 ok, S2 outlier, S3 ok, S4 ok";

    @TempDir Path folder;

    @Test
    void when_one_dies_nothing_is_lost_or_doubled_and_any_answers_for_all(
            @BrokerConfig(name = "auto.create.topics.enable", value = "false") KafkaCluster cluster)
            throws Exception {
        var topics = new FleetTopics(cluster);
        topics.create(4);
        var events = DriftingFleet.events();
        int third = events.size() / 3;

        try (var first = miner(cluster, "first")) {
            topics.send(events.subList(0, third));
            await().ignoreExceptions().atMost(LONG).until(() -> images(first) == third);

            // Scale out, with scans on their way.
            try (var second = miner(cluster, "second")) {
                topics.send(events.subList(third, 2 * third));
                await().ignoreExceptions()
                        .atMost(LONG)
                        .until(() -> images(first) == 2 * third && images(second) == 2 * third);
                await().ignoreExceptions()
                        .atMost(LONG)
                        .until(() ->
                                first.log().contains("-> RUNNING")
                                        && second.log().contains("-> RUNNING"));

                // Killed while it works on what just came, and on what comes again.
                topics.send(events.subList(2 * third, events.size()));
                topics.send(events.subList(third, 2 * third));
                first.kill();

                await().ignoreExceptions()
                        .atMost(LONG)
                        .until(() ->
                                images(second) == events.size() && JUDGED.equals(statuses(second)));
                try (var last = miner(cluster, "third")) {
                    await().ignoreExceptions()
                            .atMost(LONG)
                            .until(() -> JUDGED.equals(statuses(last)));
                    // Statuses were the same before the last scans.
                    await().ignoreExceptions()
                            .atMost(LONG)
                            .untilAsserted(() ->
                                    assertThat(json(last, "/streams"))
                                            .hasSize(4)
                                            .allSatisfy(stream -> {
                                                assertThat(stream.path("received").asInt())
                                                        .isEqualTo(30);
                                                assertThat(stream.path("missing").asInt()).isZero();
                                            }));
                    actsAnywhere(topics, second, last);
                }
            }
        }
        assertThat(scans(topics)).isEqualTo(Map.of("S1", 30L, "S2", 30L, "S3", 30L, "S4", 30L));
        assertThat(
                        topics.events(DeidentifiedTopic.FLEET_FINDINGS, FleetFinding.class).stream()
                                .filter(event -> event.data().from() != event.data().to()))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.data().scanner()).isEqualTo("S2");
                    assertThat(event.data().to()).isEqualTo(Status.OUTLIER);
                });
    }

    // Only one of them analyses, and it may be either.
    private static void actsAnywhere(FleetTopics topics, MinerProcess one, MinerProcess other)
            throws Exception {
        var finding = finding(topics).id();
        assertThat(one.post("/findings/" + finding + "/reopen", "{}").statusCode()).isEqualTo(409);
        assertThat(one.post("/findings/" + "0".repeat(32) + "/resolve", "{}").statusCode())
                .isEqualTo(404);
        assertThat(one.post("/scanners/S2/marks", "{\"kind\":\"party\"}").statusCode())
                .isEqualTo(400);

        var acknowledged =
                one.post(
                        "/findings/" + finding + "/acknowledge",
                        "{\"note\":\"Phantom asked for.\"}");
        assertThat(acknowledged.statusCode()).isEqualTo(202);
        await().ignoreExceptions()
                .atMost(LONG)
                .until(() -> finding(topics).state().equals("acknowledged"));
        // The other one's board allows what only an acknowledged finding does not.
        await().ignoreExceptions()
                .atMost(LONG)
                .until(() ->
                        other.post("/findings/" + finding + "/acknowledge", "{}").statusCode()
                                == 409);
        assertThat(
                        other.post(
                                        "/scanners/S2/marks",
                                        "{\"kind\":\"phantom\",\"day\":\"2026-03-01\"}")
                                .statusCode())
                .isEqualTo(202);

        var actions = topics.events(DeidentifiedTopic.FLEET_ACTIONS, FleetAction.class);
        assertThat(actions).hasSizeGreaterThanOrEqualTo(2);
        assertThat(actions)
                .filteredOn(event -> event.data().kind() == FleetAction.Kind.ACKNOWLEDGE)
                .first()
                .satisfies(event -> {
                    assertThat(event.data().note()).isEqualTo("Phantom asked for.");
                    assertThat(event.data().by()).isNotBlank();
                });
    }

    private static FleetCase finding(FleetTopics topics) {
        return topics.events(DeidentifiedTopic.FLEET_SCANNER_STATUS, ScannerStatus.class).stream()
                .filter(event -> event.data().scanner().equals("S2"))
                .reduce((before, after) -> after)
                .orElseThrow()
                .data()
                .detail()
                .findings()
                .getFirst();
    }

    private MinerProcess miner(KafkaCluster cluster, String name) throws Exception {
        var own = Files.createDirectories(folder.resolve(name));
        return MinerProcess.start(
                own,
                cluster.getBootstrapServers(),
                List.of(
                        "-Dmedsendx.web.access=loopback",
                        "-Dquarkus.oidc.tenant-enabled=false",
                        "-Dmedsendx.miner.say-every=500ms"));
    }

    private static Map<String, Long> scans(FleetTopics topics) {
        var latest = new HashMap<String, Long>();
        topics.events(DeidentifiedTopic.FLEET_SCANNER_STATUS, ScannerStatus.class)
                .forEach(event -> latest.put(event.data().scanner(), event.data().scans()));
        return latest;
    }

    private static long images(MinerProcess miner) throws Exception {
        return StreamSupport.stream(json(miner, "/scanners").spliterator(), false)
                .mapToLong(node -> node.path("scans").asLong())
                .sum();
    }

    private static String statuses(MinerProcess miner) throws Exception {
        return StreamSupport.stream(json(miner, "/scanners").spliterator(), false)
                .map(node -> node.path("id").asText() + " " + node.path("status").asText())
                .reduce((one, another) -> one + ", " + another)
                .orElse("");
    }

    private static JsonNode json(MinerProcess miner, String path) throws Exception {
        return EventCodec.JSON.readTree(miner.get(path).body());
    }
}
