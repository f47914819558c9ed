package org.medsendx.segmenter.model;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.medsendx.segmenter.model.ModelFailure.Reason;
import org.medsendx.segmenter.tissue.TissueClass;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads a manifest, YAML or JSON; every mistake is told with its line. */
final class ManifestFile {

    static final String FORMAT = "medsendx-model/1";
    private static final int LONGEST = 1 << 20;

    private ManifestFile() {}

    static Manifest read(String text) throws ModelFailure {
        var options = new LoaderOptions();
        options.setCodePointLimit(LONGEST);
        options.setMaxAliasesForCollections(0);
        try {
            var root = new Yaml(options).compose(new StringReader(text));
            if (root == null) {
                throw new Mistake(1, "it is empty");
            }
            return manifest(new Fields(root));
        } catch (Mistake e) {
            throw new ModelFailure(Reason.MANIFEST, "line " + e.line + ": " + e.getMessage());
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            int line = mark == null ? 1 : mark.getLine() + 1;
            throw new ModelFailure(Reason.MANIFEST, "line " + line + ": no YAML");
        } catch (YAMLException e) {
            throw new ModelFailure(Reason.MANIFEST, "no YAML");
        }
    }

    private static Manifest manifest(Fields root) throws Mistake {
        if (!root.text("format").equals(FORMAT)) {
            throw root.mistake("format", "format is " + FORMAT);
        }
        var scans = root.fields("for");
        var input = root.fields("input");
        var values = input.text("values");
        if (!values.equals("HU") && !values.equals("rescaled")) {
            throw input.mistake("values", "values are HU or rescaled");
        }
        var labels = new ArrayList<Manifest.Label>();
        for (var label : root.list("labels", node -> node)) {
            labels.add(label(new Fields(label)));
        }
        var normalisation = normalisation(input.fields("normalisation"));
        try {
            var manifest =
                    new Manifest(
                            root.text("name"),
                            root.text("version"),
                            root.text("licence"),
                            root.text("intended-use"),
                            scans.text("modality"),
                            scans.has("views") ? scans.list("views", scans::scalar) : List.of(),
                            root.text("sha256"),
                            values.equals("HU"),
                            input.has("spacing") ? input.list("spacing", input::number) : List.of(),
                            input.has("orientation")
                                    ? input.list("orientation", input::scalar)
                                    : List.of(),
                            normalisation,
                            input.list("patch", input::whole),
                            input.number(input.node("overlap")),
                            labels);
            scans.noMore();
            input.noMore();
            root.noMore();
            return manifest;
        } catch (IllegalArgumentException e) {
            throw new Mistake(root.line(), String.valueOf(e.getMessage()));
        }
    }

    private static Normalisation normalisation(Fields fields) throws Mistake {
        var kind = fields.text("kind");
        try {
            Normalisation made =
                    switch (kind) {
                        case "none" -> new Normalisation.None();
                        case "z-score" -> new Normalisation.ZScore();
                        case "clip" ->
                                new Normalisation.Clip(
                                        fields.number(fields.node("low")),
                                        fields.number(fields.node("high")),
                                        fields.number(fields.node("mean")),
                                        fields.number(fields.node("deviation")));
                        case "window" ->
                                new Normalisation.Window(
                                        fields.number(fields.node("low")),
                                        fields.number(fields.node("high")));
                        case "percentiles" ->
                                new Normalisation.Percentiles(
                                        fields.number(fields.node("low")),
                                        fields.number(fields.node("high")));
                        default ->
                                throw fields.mistake(
                                        "kind",
                                        "kind is none, z-score, clip, window or percentiles");
                    };
            fields.noMore();
            return made;
        } catch (IllegalArgumentException e) {
            throw new Mistake(fields.line(), String.valueOf(e.getMessage()));
        }
    }

    private static Manifest.Label label(Fields fields) throws Mistake {
        var label = fields.text("label");
        if (!label.matches("[a-z][a-z0-9-]{0,39}")) {
            throw fields.mistake("label", "label is lower case letters, digits and hyphens");
        }
        var colour = fields.text("colour");
        if (!colour.matches("#[0-9a-fA-F]{6}")) {
            throw fields.mistake("colour", "colour is #rrggbb");
        }
        var tissue =
                new TissueClass(
                        label, fields.text("title"), Integer.parseInt(colour.substring(1), 16));
        Manifest.Code code = null;
        if (fields.has("code")) {
            var concept = fields.fields("code");
            try {
                code =
                        new Manifest.Code(
                                concept.text("scheme"),
                                concept.text("value"),
                                concept.text("meaning"));
            } catch (IllegalArgumentException e) {
                throw new Mistake(concept.line(), String.valueOf(e.getMessage()));
            }
            concept.noMore();
        }
        fields.noMore();
        return new Manifest.Label(tissue, code);
    }

    /** A mistake and the line it is in. Carried out of lambdas, so it is unchecked. */
    private static final class Mistake extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int line;

        Mistake(int line, String message) {
            super(message);
            this.line = line;
        }
    }

    /** One mapping of the file. */
    private static final class Fields {

        private final Node node;
        private final Map<String, Node> values = new LinkedHashMap<>();
        private final Set<String> read = new TreeSet<>();

        Fields(Node node) {
            this.node = node;
            if (!(node instanceof MappingNode mapping)) {
                throw new Mistake(line(node), "here are names and values");
            }
            for (var tuple : mapping.getValue()) {
                var name = scalar(tuple.getKeyNode());
                if (values.put(name, tuple.getValueNode()) != null) {
                    throw new Mistake(line(tuple.getKeyNode()), name + " is there twice");
                }
            }
        }

        boolean has(String name) {
            return values.containsKey(name);
        }

        int line() {
            return line(node);
        }

        Node node(String name) {
            var value = values.get(name);
            read.add(name);
            if (value == null) {
                throw new Mistake(line(), name + " is missing");
            }
            return value;
        }

        String text(String name) {
            return scalar(node(name));
        }

        Fields fields(String name) {
            return new Fields(node(name));
        }

        <T> List<T> list(String name, Function<Node, T> item) {
            var value = node(name);
            if (!(value instanceof SequenceNode sequence)) {
                throw new Mistake(line(value), name + " is a list");
            }
            return sequence.getValue().stream().map(item).toList();
        }

        String scalar(Node value) {
            if (value instanceof ScalarNode scalar) {
                return scalar.getValue().strip();
            }
            throw new Mistake(line(value), "here is one value");
        }

        Double number(Node value) {
            try {
                double number = Double.parseDouble(scalar(value));
                if (Double.isFinite(number)) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // told below, without the text
            }
            throw new Mistake(line(value), "here is a number");
        }

        Integer whole(Node value) {
            try {
                return Integer.valueOf(scalar(value));
            } catch (NumberFormatException e) {
                throw new Mistake(line(value), "here is a whole number");
            }
        }

        Mistake mistake(String name, String message) {
            return new Mistake(line(values.getOrDefault(name, node)), message);
        }

        void noMore() {
            for (var name : values.keySet()) {
                if (!read.contains(name)) {
                    throw mistake(name, "unknown: " + printable(name));
                }
            }
        }

        private static String printable(String name) {
            return name.matches("[A-Za-z0-9-]{1,40}") ? name : "a name";
        }

        private static int line(@Nullable Node node) {
            return node == null ? 1 : node.getStartMark().getLine() + 1;
        }
    }
}
