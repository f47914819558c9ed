package org.medsendx.endtoend.eyes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.medsendx.contracts.catalogue.Broker;
import org.medsendx.contracts.catalogue.Principal;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.endtoend.Peers;
import org.medsendx.endtoend.RunningStack;
import org.medsendx.endtoend.eyes.Monitoring.Side;
import org.medsendx.localstack.follow.Tracker;
import org.medsendx.localstack.send.InputFile;

/**
 * A real Prometheus and a real Alertmanager look at a real run: every query of every rule and of
 * every panel returns data, and what is done to the suite is told to those whom it concerns.
 */
@ExtendWith(RunningStack.class)
class EyesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** What a local run cannot have, and why. */
    private static final Map<String, String> KNOWN_MISSING =
            Map.of(
                    "_certificate_expiry_seconds", "the local stack speaks no TLS",
                    "medsendx_ingest_archive_", "the local stack has no archive",
                    "medsendx_ingest_budget_bytes", "the local stack has no budget",
                    "medsendx_pacs_parked", "the local stack has no destination but the bucket",
                    "medsendx_pacs_backlog", "the local stack has no destination but the bucket",
                    "medsendx_pacs_objects_total",
                            "the local stack has no destination but the bucket");

    @TempDir static Path folder;

    private static @Nullable Watchmen watchmen;

    private static Watchmen watchmen() {
        return requireNonNull(watchmen);
    }

    @BeforeAll
    static void watch_a_run_with_faults() throws Exception {
        for (var peer :
                List.of("prometheus", "prometheus-alertmanager", "prometheus-node-exporter")) {
            Peers.require(peer);
        }
        var stack = RunningStack.get();
        watchmen = new Watchmen(folder, stack);
        await().atMost(PATIENCE).until(() -> count(Side.TRUCK, "up == 1") == 5);
        await().atMost(PATIENCE)
                .until(() -> count(Side.FLEET, "up{job=\"fleet-miner-service\"} == 1") == 1);
        // A counter rises from what was seen before.
        await().atMost(PATIENCE)
                .until(() ->
                        count(Side.TRUCK, "count_over_time(medsendx_uplink_parked[1h]) > 2") == 1);

        RunningStack.sendAndFollow(RunningStack.fleet(5));
        RunningStack.sendAndFollow(withheld());
        sendWhatIsNoEvent();
        stack.takeDown("s3");
        RunningStack.send(RunningStack.scans(5), new Tracker(5));
        await().atMost(PATIENCE)
                .until(() -> watchmen().receiver().heard("ScansWaitForUpload", "/crew"));
        stack.takeDown("segmenter-service");
        await().atMost(PATIENCE)
                .until(() -> watchmen().receiver().heard("TruckNeedsHelp", "/operator"));
        for (var part : List.of("s3", "segmenter-service")) {
            stack.restart(part);
            stack.awaitReady(part);
        }
        await().atMost(PATIENCE).until(() -> count(Side.TRUCK, "up == 1") == 5);
        // A mean is of something: what was started anew has work again.
        RunningStack.sendAndFollow(RunningStack.scans(5));
    }

    @AfterAll
    static void everything_runs_again() throws Exception {
        if (watchmen != null) {
            watchmen.close();
        }
        for (var process : RunningStack.get().processes()) {
            if (!process.alive()) {
                RunningStack.get().restart(process.name());
                RunningStack.get().awaitReady(process.name());
            }
        }
    }

    private static int count(Side side, String query) throws InterruptedException {
        return watchmen().query(side, query).size();
    }

    /** Scans that say that text is burned in, and in which none is found. */
    private static List<InputFile> withheld() throws IOException {
        var inputs = RunningStack.scans(5);
        for (var input : inputs) {
            var file = DicomReader.read(input.file(), ReadLimits.DEFAULT);
            file.dataSet().putString(Tag.BurnedInAnnotation, VR.CS, "YES");
            var changed = input.file().resolveSibling("changed.dcm");
            DicomWriter.write(changed, file.meta(), file.dataSet());
            Files.move(changed, input.file(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        return inputs;
    }

    private static void sendWhatIsNoEvent() throws ExecutionException, InterruptedException {
        try (var producer =
                new KafkaProducer<>(
                        RunningStack.get().kafka(Broker.TRUCK, Principal.OPERATOR),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.send(
                            new ProducerRecord<>(
                                    "instances.deidentified.v1",
                                    "no event".getBytes(StandardCharsets.US_ASCII)))
                    .get();
        }
    }

    /** One query, and where it is asked. */
    record Asked(Side side, String of, String expression) {
        @Override
        public String toString() {
            return of + ": " + expression.replaceAll("\\s+", " ");
        }
    }

    static Stream<Asked> queries() {
        var asked = new ArrayList<Asked>();
        rules(Side.TRUCK, asked, "common.yml", "truck.yml", "working-hours.yml");
        rules(Side.FLEET, asked, "common.yml", "fleet.yml");
        panels(Side.TRUCK, asked, "truck.json", "pipeline.json");
        panels(Side.FLEET, asked, "fleet.json");
        return asked.stream();
    }

    private static void rules(Side side, List<Asked> asked, String... files) {
        for (var rule : Monitoring.rules(files)) {
            for (var query : rule.queries()) {
                // A record that has nothing to count is the other half of its expression.
                if (!query.contains("ALERTS{")) {
                    asked.add(new Asked(side, rule.file() + " " + rule.alert(), query));
                }
            }
        }
    }

    private static void panels(Side side, List<Asked> asked, String... dashboards) {
        for (var dashboard : dashboards) {
            for (var panel : Monitoring.panels(dashboard)) {
                var query =
                        panel.expression()
                                .replaceAll("\\$(truck|scanner)\\b", ".*")
                                .replace("$__rate_interval", "1m")
                                .replace("$__range", "10m");
                asked.add(new Asked(side, dashboard + " " + panel.title(), query));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("queries")
    void every_query_of_every_rule_and_panel_returns_data(Asked asked) throws Exception {
        var missing =
                KNOWN_MISSING.entrySet().stream()
                        .filter(known -> asked.expression().contains(known.getKey()))
                        .findFirst();
        if (missing.isPresent()) {
            System.out.println("no data of " + asked + ": " + missing.get().getValue());
            assertThat(watchmen().query(asked.side(), asked.expression()))
                    .as("not missing any more: take it from the list")
                    .isEmpty();
            return;
        }
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() ->
                        assertThat(watchmen().query(asked.side(), asked.expression()))
                                .as(asked.toString())
                                .isNotEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "ManyScansWithheld, /officer",
        "DeadLetters, /crew",
        "ScansWaitForUpload, /crew",
        "ServiceDown, /crew",
        "TruckNeedsHelp, /operator",
    })
    void what_was_done_is_told_to_whom_it_concerns(String alert, String path) {
        assertThat(watchmen().receiver().heard(alert, path)).isTrue();
        assertThat(watchmen().receiver().told())
                .filteredOn(told -> told.name().equals(alert))
                .allSatisfy(told -> {
                    // The fleet's operator hears too what a truck that tells the fleet has.
                    assertThat(told.path()).isIn(path, "/operator");
                    assertThat(told.alert().at("/annotations/runbook").asText())
                            .startsWith("docs/runbook.md#");
                    assertThat(told.alert().at("/annotations/summary").asText())
                            .isNotBlank()
                            .doesNotContain("<no value>", "%!");
                });
    }

    @Test
    void what_is_over_is_told_too() {
        await().atMost(PATIENCE)
                .until(() ->
                        watchmen().receiver().told().stream()
                                .anyMatch(told ->
                                        told.name().equals("ServiceDown") && !told.firing()));
    }

    @Test
    void a_truck_that_is_well_makes_no_other_alert() {
        assertThat(watchmen().receiver().told())
                .extracting(AlertReceiver.Told::name)
                .doesNotContain("GateRefused", "AuditLogBroken", "EventsOfATruckAreMissing");
    }

    /** Labels are names of ours, trucks and scanners: few, short, and no UID among them. */
    @ParameterizedTest
    @EnumSource(Side.class)
    void no_label_holds_what_a_file_says(Side side) throws Exception {
        var values = new HashMap<String, Set<String>>();
        List<JsonNode> series = watchmen().query(side, "{__name__=~\"medsendx.+\"}");
        assertThat(series).hasSizeGreaterThan(20);
        for (var one : series) {
            one.get("metric")
                    .properties()
                    .forEach(label ->
                            values.computeIfAbsent(label.getKey(), name -> new HashSet<>())
                                    .add(label.getValue().asText()));
        }
        values.remove("__name__");

        assertThat(values.keySet())
                .isSubsetOf(
                        "ability",
                        "by",
                        "check",
                        "for",
                        "instance",
                        "job",
                        "kind",
                        "le",
                        "operation",
                        "outbox",
                        "outcome",
                        "part",
                        "quantile",
                        "reason",
                        "rule",
                        "scanner",
                        "state",
                        "status",
                        "truck",
                        "via",
                        "volume");
        // Bounds of a histogram are numbers.
        values.remove("le");
        values.forEach((label, seen) -> {
            assertThat(seen).as(label).hasSizeLessThan(100);
            assertThat(seen).as(label).allMatch(value -> value.matches("[A-Za-z0-9_.:+-]{1,40}"));
            assertThat(seen).as(label).noneMatch(value -> value.matches("[0-2]\\.[0-9.]{8,}"));
        });
    }

    @Test
    void the_fleet_hears_how_a_truck_is_and_not_what_it_scans() throws Exception {
        assertThat(watchmen().query(Side.FLEET, "{truck=\"TRUCK-1\"}"))
                .extracting(series -> series.at("/metric/__name__").asText())
                .contains("up", "medsendx_volume_free_bytes", "truck:critical_alerts")
                .noneMatch(name -> name.matches("medsendx_(ingest|anonymizer|segmenter|scans)_.*"));
    }
}
