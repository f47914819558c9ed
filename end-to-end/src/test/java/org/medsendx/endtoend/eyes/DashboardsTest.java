package org.medsendx.endtoend.eyes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.medsendx.endtoend.eyes.Monitoring.Rule;

/**
 * The dashboards are what Grafana 10 and later import (the classic JSON model, schema version 39):
 * unique ids, a grid of 24 columns without overlaps, units, thresholds in order, and variables that
 * are all defined and all used.
 */
class DashboardsTest {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-zA-Z_]+)");
    private static final Set<String> BUILT_IN =
            Set.of("__rate_interval", "__range", "__interval", "__all");
    private static final Set<String> TYPES =
            Set.of("row", "stat", "timeseries", "bargauge", "table", "state-timeline");

    static Stream<Path> dashboards() {
        return Monitoring.files("dashboards", ".json").stream();
    }

    private static List<JsonNode> panels(Path dashboard, boolean rows) {
        var panels = new ArrayList<JsonNode>();
        for (var panel : Monitoring.json(dashboard).get("panels")) {
            if (rows || !panel.get("type").asText().equals("row")) {
                panels.add(panel);
            }
        }
        return panels;
    }

    @Test
    void there_is_one_for_a_truck_one_for_the_pipeline_and_one_for_the_fleet() {
        assertThat(dashboards().map(file -> Monitoring.json(file).get("uid").asText()))
                .containsExactlyInAnyOrder("medsendx-truck", "medsendx-pipeline", "medsendx-fleet");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void it_has_what_an_import_needs(Path file) {
        var board = Monitoring.json(file);

        assertThat(board.get("schemaVersion").asInt()).isEqualTo(39);
        assertThat(board.has("id")).isFalse();
        assertThat(board.get("title").asText()).startsWith("MedSendX ");
        assertThat(board.get("description").asText()).isNotBlank();
        assertThat(board.at("/annotations/list").isArray()).isTrue();
        assertThat(board.at("/time/from").asText()).isEqualTo("now-6h");
        assertThat(panels(file, true))
                .extracting(panel -> panel.get("id").asInt())
                .doesNotHaveDuplicates();
        assertThat(panels(file, true))
                .extracting(panel -> panel.get("type").asText())
                .allMatch(TYPES::contains);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panels_lie_on_the_grid_and_not_on_each_other(Path file) {
        var taken = new HashSet<String>();
        for (var panel : panels(file, true)) {
            var place = panel.get("gridPos");
            int x = place.get("x").asInt();
            int y = place.get("y").asInt();
            assertThat(x + place.get("w").asInt()).isLessThanOrEqualTo(24);
            for (int column = x; column < x + place.get("w").asInt(); column++) {
                for (int line = y; line < y + place.get("h").asInt(); line++) {
                    assertThat(taken.add(column + "/" + line))
                            .as("%s: %s", file.getFileName(), panel.get("title"))
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void every_panel_says_what_it_shows_in_which_unit_and_asks_the_chosen_source(Path file) {
        for (var panel : panels(file, false)) {
            var title = panel.get("title").asText();
            assertThat(panel.get("description").asText()).as(title).isNotBlank();
            assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as(title).isNotBlank();
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            assertThat(panel.get("targets").isEmpty()).as(title).isFalse();
            for (var target : panel.get("targets")) {
                assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}");
                assertThat(target.get("refId").asText()).hasSize(1);
            }
            var steps = panel.at("/fieldConfig/defaults/thresholds/steps");
            assertThat(steps.get(0).get("value").isNull()).as(title).isTrue();
            for (int step = 2; step < steps.size(); step++) {
                assertThat(steps.get(step).get("value").asDouble())
                        .as(title)
                        .isGreaterThan(steps.get(step - 1).get("value").asDouble());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void variables_are_defined_and_used(Path file) {
        var board = Monitoring.json(file);
        var defined = new HashSet<String>();
        board.at("/templating/list").forEach(one -> defined.add(one.get("name").asText()));
        var used = new HashSet<String>();
        VARIABLE.matcher(board.toString()).results().forEach(one -> used.add(one.group(1)));
        used.removeAll(BUILT_IN);

        assertThat(used).isEqualTo(defined);
        assertThat(defined).contains("datasource", "truck");
    }

    @Test
    void an_alert_that_a_panel_names_exists() {
        var alerts = Monitoring.alerts().stream().map(Rule::alert).toList();
        int named = 0;
        for (var file : dashboards().toList()) {
            for (var panel : panels(file, false)) {
                var description = panel.get("description").asText();
                int list = description.indexOf("Alert: ");
                if (list >= 0) {
                    var name = description.substring(list + 7).split("\\W", 2)[0];
                    assertThat(alerts).as(panel.get("title").asText()).contains(name);
                    named++;
                }
            }
        }
        assertThat(named).isGreaterThan(15);
    }
}
