package org.medsendx.endtoend.eyes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.medsendx.endtoend.Tree;
import org.yaml.snakeyaml.Yaml;

/** What is in {@code deploy/monitoring}. */
final class Monitoring {

    static final Path FOLDER = Tree.home().resolve("deploy/monitoring");

    private Monitoring() {}

    /** Whose Prometheus has a rule or a dashboard. */
    enum Side {
        TRUCK,
        FLEET
    }

    /**
     * A rule.
     *
     * @param file its name
     * @param alert the alert's name; null for one that records
     */
    record Rule(
            String file,
            @Nullable String alert,
            String expression,
            Map<String, String> labels,
            Map<String, String> annotations) {

        /** What has to be there on a real run. */
        List<String> queries() {
            return alert == null ? PromQl.operands(expression) : PromQl.compared(expression);
        }
    }

    /** A query of a panel, as Grafana would send it but for the variables. */
    record Panel(String dashboard, String title, String expression) {}

    static List<Path> files(String folder, String suffix) {
        try (var files = Files.list(FOLDER.resolve(folder))) {
            return files.filter(f -> f.toString().endsWith(suffix)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All rules, or those of one file. */
    static List<Rule> rules(String... names) {
        var wanted = List.of(names);
        var rules = new ArrayList<Rule>();
        for (var file : files("rules", ".yml")) {
            var name = file.getFileName().toString();
            if (wanted.isEmpty() || wanted.contains(name)) {
                for (var group : list(yaml(file).get("groups"))) {
                    for (var rule : list(group.get("rules"))) {
                        rules.add(
                                new Rule(
                                        name,
                                        (String) rule.get("alert"),
                                        String.valueOf(rule.get("expr")),
                                        texts(rule.get("labels")),
                                        texts(rule.get("annotations"))));
                    }
                }
            }
        }
        return rules;
    }

    static List<Rule> alerts() {
        return rules().stream().filter(rule -> rule.alert() != null).toList();
    }

    static List<Panel> panels(String dashboard) {
        var panels = new ArrayList<Panel>();
        for (var panel : json(FOLDER.resolve("dashboards").resolve(dashboard)).get("panels")) {
            for (var target : panel.path("targets")) {
                panels.add(
                        new Panel(
                                dashboard,
                                panel.get("title").asText(),
                                target.get("expr").asText()));
            }
        }
        return panels;
    }

    /** The configuration of Prometheus with what a site may switch on: the lines behind #. */
    static String tellingTheFleet(String config) {
        return config.replaceAll("(?m)^#(  |remote_write)", "$1");
    }

    static JsonNode json(Path file) {
        try {
            return EventCodec.JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> yaml(Path file) {
        return new Yaml().load(read(file));
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> list(@Nullable Object value) {
        return value == null ? List.of() : (List<Map<String, Object>>) value;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> texts(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, String>) value;
    }
}
