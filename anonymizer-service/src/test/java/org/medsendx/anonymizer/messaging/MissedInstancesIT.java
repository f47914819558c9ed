package org.medsendx.anonymizer.messaging;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.contracts.identified.Intake;
import org.medsendx.deidentification.Instances;
import org.medsendx.journal.JournalReader.Position;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.OutboxReader;
import org.medsendx.outbox.ScansWaiting;
import org.medsendx.outbox.WaitingAtUplink;

/** Instances that are in the outbox of edge-ingest and that no broker ever told of. */
@QuarkusTest
@WithTestResource(value = TruckBroker.class)
@TestProfile(MissedInstancesIT.Quick.class)
class MissedInstancesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path identified = Path.of(setting("medsendx.anonymizer.identified-dir"));
    private final Path deidentified = Path.of(setting("medsendx.anonymizer.deidentified-dir"));
    private final URI http = URI.create(setting("test.url") + "/");

    /** Seconds instead of minutes. */
    public static final class Quick implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "medsendx.anonymizer.catch-up.grace", "2s",
                    "medsendx.anonymizer.catch-up.every", "200ms");
        }
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    @Test
    void are_counted_and_then_decided_and_counted_no_more() throws Exception {
        UUID id = UUID.randomUUID();
        String file = "objects/" + id.toString().substring(0, 2) + "/" + id + ".dcm";
        Path original = identified.resolve(file);
        Files.createDirectories(requireNonNull(original.getParent()));
        Instances.write(Instances.ct(), original);
        try (var outbox = Outbox.open(identified.resolve("ingest/outbox"), "edge-ingest")) {
            outbox.append(received(id, file, original), Sha256.of(original), null);
        }

        Path waiting = identified.resolve("anonymizer/waiting.json");
        await().atMost(PATIENCE).until(() -> counts(waiting, 1, 0, 0));
        // There is no uplink in this test, and it never said a word: it does not know of the scan.
        await().atMost(PATIENCE).until(() -> counts(waiting, 0, 1, 1));

        await().atMost(PATIENCE).until(() -> counts(deidentified.resolve("waiting.json"), 0, 1, 1));
        assertThat(text("instances")).contains(id.toString(), "\"released\"");
        assertThat(ScansWaiting.line(ScansWaiting.read(waiting), Instant.now()))
                .contains("Scans waiting: 1 for an assessment (oldest ")
                .contains(" · 1 for their upload (oldest ")
                .endsWith("; uplink-service has not been heard of yet");
        assertThat(text("q/metrics"))
                .containsPattern("medsendx_scans_waiting\\{.*for=\"decision\".*} 0\\.0")
                .containsPattern("medsendx_scans_waiting\\{.*for=\"assessment\".*} 1\\.0")
                .containsPattern("medsendx_scans_waiting\\{.*for=\"upload\".*} 1\\.0")
                .containsPattern(
                        "medsendx_scans_waiting_oldest_seconds\\{.*for=\"upload\".*} [0-9.]+")
                .containsPattern("medsendx_anonymizer_undelivered_total(\\{.*})? 1\\.0")
                .containsPattern("medsendx_uplink_silent_seconds(\\{.*})? [0-9.]+");

        // The uplink takes it up, says so, and ends: nothing is counted twice, nothing is left out.
        var outbox = deidentified.resolve("anonymizer/outbox");
        var taken = new OutboxReader(outbox).read(Position.START, 10).getLast();
        said(
                new OutboxReader(outbox).epoch(),
                taken.next(),
                ScansWaiting.For.NOTHING,
                new ScansWaiting.For(1, 0, Instant.now()));
        await().atMost(PATIENCE).until(() -> counts(waiting, 0, 0, 1));
        assertThat(ScansWaiting.line(ScansWaiting.read(waiting), Instant.now()))
                .startsWith("Scans waiting: 1 for their upload")
                .doesNotContain("uplink-service");
    }

    private void said(
            String epoch, Position next, ScansWaiting.For assessment, ScansWaiting.For upload)
            throws IOException {
        new WaitingAtUplink(Instant.now(), epoch, next.index(), next, assessment, upload, 0, 0)
                .write(Path.of(setting("medsendx.anonymizer.uplink-dir")).resolve("waiting.json"));
    }

    @Test
    void alerts_ask_for_metrics_that_there_are() throws Exception {
        String rules = Files.readString(Path.of("../deploy/monitoring/rules/truck.yml"));
        String metrics = text("q/metrics");

        var names =
                Pattern.compile("medsendx_[a-z_]+")
                        .matcher(rules)
                        .results()
                        .map(MatchResult::group)
                        .filter(name -> !name.matches("medsendx_(ingest|segmenter|pacs)_.*"))
                        .filter(name ->
                                !name.startsWith("medsendx_uplink_")
                                        || name.equals("medsendx_uplink_silent_seconds"))
                        .toList();
        assertThat(names).hasSizeGreaterThan(5);
        assertThat(names)
                .allSatisfy(name -> assertThat(metrics).containsPattern("(?m)^" + name + "[ {]"));
    }

    private static boolean counts(Path file, long decision, long assessment, long upload) {
        var waiting = ScansWaiting.read(file);
        return waiting != null
                && waiting.decision().count() + waiting.decision().older() == decision
                && waiting.assessment().count() == assessment
                && waiting.upload().count() == upload;
    }

    private static InstanceReceived received(UUID id, String file, Path original)
            throws IOException {
        return new InstanceReceived(
                id,
                Instances.TRUCK,
                "CT-A",
                Intake.C_STORE,
                file,
                Sha256.of(original),
                Files.size(original),
                Instances.CT,
                "1.2.840.10008.1.2.1",
                Instant.now());
    }

    private String text(String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(http.resolve(path)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
