package org.medsendx.endtoend.eyes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.medsendx.endtoend.Tree;
import org.medsendx.endtoend.eyes.Monitoring.Rule;
import org.yaml.snakeyaml.Yaml;

/** Rules, their tests and the runbook say the same. */
class RulesTest {

    private static final Pattern PARAGRAPH =
            Pattern.compile("(?ms)^### (\\w+)\\n(.*?)(?=\\n#|\\z)");

    static Stream<Rule> alerts() {
        return Monitoring.alerts().stream();
    }

    private static String runbook() {
        return Monitoring.read(Tree.home().resolve("docs/runbook.md"));
    }

    @Test
    void every_alert_has_a_paragraph_in_the_runbook_and_every_paragraph_its_alert() {
        var paragraphs = PARAGRAPH.matcher(runbook()).results().map(p -> p.group(1)).toList();

        assertThat(paragraphs).doesNotHaveDuplicates();
        assertThat(paragraphs)
                .containsExactlyInAnyOrderElementsOf(alerts().map(Rule::alert).toList());
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void an_alert_says_how_bad_it_is_whom_it_concerns_and_where_to_read_on(Rule rule) {
        var name = String.valueOf(rule.alert());

        assertThat(rule.labels().get("severity")).isIn("warning", "critical");
        assertThat(rule.labels().get("to")).isIn("crew", "officer", "operator", "physicist");
        assertThat(rule.annotations().keySet())
                .containsExactlyInAnyOrder("summary", "description", "runbook");
        assertThat(rule.annotations().get("runbook"))
                .isEqualTo("docs/runbook.md#" + name.toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void the_runbook_names_whom_the_alert_is_told(Rule rule) {
        var paragraph =
                PARAGRAPH
                        .matcher(runbook())
                        .results()
                        .filter(p -> p.group(1).equals(rule.alert()))
                        .findFirst()
                        .orElseThrow()
                        .group(2);

        assertThat(paragraph.strip()).endsWith("To: " + rule.labels().get("to") + ".");
        assertThat(paragraph.split("\\s+")).hasSizeGreaterThan(30);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void every_comparison_of_an_alert_can_be_asked_without_its_threshold(Rule rule) {
        assertThat(rule.queries()).isNotEmpty();
    }

    @Test
    void every_alert_is_tested_to_fire_and_to_be_quiet() {
        var fires = new HashMap<String, TreeSet<String>>();
        for (var file : Monitoring.files("rules-tests", ".yml")) {
            for (var test : Monitoring.list(Monitoring.yaml(file).get("tests"))) {
                for (var alert : Monitoring.list(test.get("alert_rule_test"))) {
                    boolean some = !Monitoring.list(alert.get("exp_alerts")).isEmpty();
                    fires.computeIfAbsent((String) alert.get("alertname"), n -> new TreeSet<>())
                            .add(some ? "fires" : "quiet");
                }
            }
        }

        assertThat(fires.keySet()).isEqualTo(new TreeSet<>(alerts().map(Rule::alert).toList()));
        assertThat(fires.values())
                .allMatch(seen -> seen.equals(new TreeSet<>(List.of("fires", "quiet"))));
    }

    @Test
    void a_truck_s_prometheus_reads_the_four_services_at_the_addresses_that_they_are_given() {
        var truck = Monitoring.FOLDER.resolve("truck");
        var given = new TreeMap<String, String>();
        for (var service :
                new Yaml().loadAll(Monitoring.read(truck.resolve("metrics-services.yaml")))) {
            var text = service.toString();
            given.put(
                    group("app.kubernetes.io/name=([a-z-]+)", text),
                    group("clusterIP=([0-9.]+)", text) + ":" + group("[{ ]port=([0-9]+)", text));
        }
        var read = new TreeMap<String, String>();
        for (var job :
                Monitoring.list(
                        Monitoring.yaml(truck.resolve("prometheus.yml")).get("scrape_configs"))) {
            var name = String.valueOf(job.get("job_name"));
            if (!name.equals("node")) {
                read.put(name, group("targets=\\[([0-9.:]+)\\]", job.toString()));
                assertThat(job.get("metrics_path")).isEqualTo("/q/metrics");
            }
        }

        assertThat(read).isEqualTo(given).hasSize(4);
    }

    private static String group(String pattern, String text) {
        var match = Pattern.compile(pattern).matcher(text);
        assertThat(match.find()).as(pattern + " in " + text).isTrue();
        return match.group(1);
    }

    @Test
    void no_rule_and_no_panel_asks_for_what_is_dropped_when_it_is_read() {
        for (var rule : Monitoring.rules()) {
            assertThat(rule.expression()).doesNotContain("kafka_consumer", "kafka_producer");
        }
    }
}
