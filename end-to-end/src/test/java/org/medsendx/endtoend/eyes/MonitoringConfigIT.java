package org.medsendx.endtoend.eyes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.endtoend.Peers;

/** What Prometheus' and Alertmanager's own programs say to the files in deploy/monitoring. */
class MonitoringConfigIT {

    @TempDir Path folder;

    @Test
    void promtool_takes_every_rule_and_each_fires_and_is_quiet_when_it_should()
            throws IOException, InterruptedException {
        Peers.require("promtool");

        for (var file : Monitoring.files("rules", ".yml")) {
            assertThat(run("promtool", "check", "rules", file.toString())).contains("SUCCESS");
        }
        for (var file : Monitoring.files("rules-tests", ".yml")) {
            assertThat(run("promtool", "test", "rules", file.toString())).contains("SUCCESS");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"truck", "cloud"})
    void promtool_takes_the_configuration_of_each_side_with_its_rules(String side)
            throws IOException, InterruptedException {
        Peers.require("promtool");
        Files.createDirectory(folder.resolve("rules"));
        for (var file : Monitoring.files("rules", ".yml")) {
            Files.copy(file, folder.resolve("rules").resolve(file.getFileName()));
        }
        var config = folder.resolve("prometheus.yml");
        var text = Monitoring.read(Monitoring.FOLDER.resolve(side).resolve("prometheus.yml"));
        // What a site may switch on is right too.
        Files.writeString(config, Monitoring.tellingTheFleet(text));
        Files.writeString(folder.resolve("fleet.password"), "x");

        assertThat(run("promtool", "check", "config", "--syntax-only", config.toString()))
                .contains("SUCCESS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"truck", "cloud"})
    void amtool_takes_the_configuration_of_each_side(String side)
            throws IOException, InterruptedException {
        Peers.require("amtool");

        assertThat(run("amtool", "check-config", alertmanager(side))).contains("SUCCESS");
    }

    static Stream<Arguments> routes() {
        return Stream.concat(
                Monitoring.rules("common.yml", "truck.yml").stream()
                        .filter(rule -> rule.alert() != null)
                        .map(rule -> Arguments.of("truck", rule)),
                Monitoring.rules("common.yml", "fleet.yml").stream()
                        .filter(rule -> rule.alert() != null)
                        .map(rule -> Arguments.of("cloud", rule)));
    }

    /** On a truck the crew calls the operator; in the cloud there is none. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("routes")
    void an_alert_reaches_whom_it_concerns(String side, Monitoring.Rule rule)
            throws IOException, InterruptedException {
        Peers.require("amtool");
        var labels = new ArrayList<>(List.of("alertname=" + rule.alert(), "truck=T1"));
        rule.labels().forEach((key, value) -> labels.add(key + "=" + value));
        var command =
                new ArrayList<>(
                        List.of(
                                "amtool",
                                "config",
                                "routes",
                                "test",
                                "--config.file=" + alertmanager(side)));
        command.addAll(labels);

        var to = String.valueOf(rule.labels().get("to"));
        var expected = side.equals("truck") && to.equals("operator") ? "crew" : to;
        assertThat(run(command.toArray(String[]::new)).lines().map(String::strip))
                .contains(expected);
    }

    private static String alertmanager(String side) {
        return Monitoring.FOLDER.resolve(side).resolve("alertmanager.yml").toString();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
