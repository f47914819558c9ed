package org.medsendx.strictyaml;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A small YAML file read strictly: one document of maps, lists and plain values, no anchors, no
 * tags of its own, no key twice. Every complaint names file, line and key. Nothing is constructed
 * from the file but text, numbers, booleans, lists and maps.
 */
public final class YamlFile {

    private static final int MAX_CHARACTERS = 256 << 10;
    private static final int MAX_DEPTH = 20;
    private static final Set<Tag> PLAIN =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP);

    private final String name;

    /**
     * @param name of the file, for messages
     */
    public YamlFile(String name) {
        this.name = name;
    }

    /**
     * The text of a file.
     *
     * @throws YamlFileException it is not there, cannot be read, is too long or no UTF-8
     */
    public static String text(Path file) throws YamlFileException {
        try {
            if (Files.size(file) > MAX_CHARACTERS) {
                throw new YamlFileException(file + ": longer than " + MAX_CHARACTERS + " bytes");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new YamlFileException(file + ": does not exist");
        } catch (MalformedInputException e) {
            throw new YamlFileException(file + ": is not UTF-8");
        } catch (IOException e) {
            throw new YamlFileException(
                    file + ": cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /**
     * The outermost map.
     *
     * @throws YamlFileException it is no such file
     */
    public Section read(String text) throws YamlFileException {
        var options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setAllowDuplicateKeys(false);
        if (text.length() > MAX_CHARACTERS) {
            throw new YamlFileException(name + ": longer than " + MAX_CHARACTERS + " characters");
        }
        var yaml = new Yaml(options);
        try {
            for (Event event : yaml.parse(new StringReader(text))) {
                if (event instanceof AliasEvent
                        || (event instanceof NodeEvent node && node.getAnchor() != null)) {
                    throw new YamlFileException(
                            "%s line %d: anchors and aliases are not used here"
                                    .formatted(name, event.getStartMark().getLine() + 1));
                }
            }
            Node node = yaml.compose(new StringReader(text));
            if (node == null) {
                throw new YamlFileException(name + ": empty");
            }
            return new Section(node, "");
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            throw new YamlFileException(
                    "%s line %d: no YAML: %s"
                            .formatted(
                                    name, mark == null ? 1 : mark.getLine() + 1, e.getProblem()));
        } catch (YAMLException e) {
            throw new YamlFileException(name + ": no YAML: " + e.getMessage());
        }
    }

    /** A value of the file and the key that leads to it. */
    public sealed interface Entry permits Section, Items, Scalar {

        /** Line, from 1. */
        int line();

        /** Keys from the outermost, with dots between. */
        String key();
    }

    private Entry entry(Node node, String key) throws YamlFileException {
        if (!PLAIN.contains(node.getTag())) {
            throw problem(node, key, "a YAML tag is not used here");
        }
        return switch (node) {
            case MappingNode map -> new Section(map, key);
            case SequenceNode list -> new Items(list, key);
            case ScalarNode scalar -> new Scalar(scalar, key);
            default -> throw problem(node, key, "a map, a list or a value is expected");
        };
    }

    private YamlFileException problem(Node node, String key, String problem) {
        String where = key.isEmpty() ? "" : key + ": ";
        return new YamlFileException(
                "%s line %d: %s%s"
                        .formatted(name, node.getStartMark().getLine() + 1, where, problem));
    }

    /** A map. */
    public final class Section implements Entry {

        private final Node node;
        private final String key;
        private final Map<String, Entry> entries = new LinkedHashMap<>();

        private Section(Node node, String key) throws YamlFileException {
            this.node = node;
            this.key = key;
            if (!(node instanceof MappingNode map)) {
                throw problem(node, key, "a map of keys is expected");
            }
            for (NodeTuple tuple : map.getValue()) {
                if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
                    throw problem(tuple.getKeyNode(), key, "a key is one word");
                }
                String inner = key.isEmpty() ? name.getValue() : key + "." + name.getValue();
                if (entries.put(name.getValue(), entry(tuple.getValueNode(), inner)) != null) {
                    throw problem(name, inner, "is there twice");
                }
            }
        }

        @Override
        public int line() {
            return node.getStartMark().getLine() + 1;
        }

        @Override
        public String key() {
            return key;
        }

        public Map<String, Entry> entries() {
            return entries;
        }

        /** Refuses keys that nobody reads. */
        public void only(Set<String> known) throws YamlFileException {
            for (Map.Entry<String, Entry> one : entries.entrySet()) {
                if (!known.contains(one.getKey())) {
                    throw wrong(
                            one.getValue(),
                            "unknown key; known are "
                                    + String.join(", ", known.stream().sorted().toList()));
                }
            }
        }

        public @Nullable Entry get(String name) {
            return entries.get(name);
        }

        /** The text of a key that must be there. */
        public String text(String name) throws YamlFileException {
            if (!(entries.get(name) instanceof Scalar scalar)) {
                throw problem(node, key, "'" + name + "' is missing or no plain value");
            }
            return scalar.text();
        }
    }

    /** A list. */
    public final class Items implements Entry {

        private final Node node;
        private final String key;
        private final List<Entry> entries = new ArrayList<>();

        private Items(SequenceNode node, String key) throws YamlFileException {
            this.node = node;
            this.key = key;
            for (Node one : node.getValue()) {
                entries.add(entry(one, key));
            }
        }

        @Override
        public int line() {
            return node.getStartMark().getLine() + 1;
        }

        @Override
        public String key() {
            return key;
        }

        public List<Entry> entries() {
            return entries;
        }
    }

    /** A plain value. */
    public final class Scalar implements Entry {

        private final ScalarNode node;
        private final String key;

        private Scalar(ScalarNode node, String key) {
            this.node = node;
            this.key = key;
        }

        @Override
        public int line() {
            return node.getStartMark().getLine() + 1;
        }

        @Override
        public String key() {
            return key;
        }

        public String text() {
            return node.getValue();
        }

        private Object value() throws YamlFileException {
            try {
                if (node.getTag().equals(Tag.INT)) {
                    return Integer.decode(node.getValue().replace("_", ""));
                }
                if (node.getTag().equals(Tag.FLOAT)) {
                    return Double.valueOf(node.getValue().replace("_", ""));
                }
            } catch (NumberFormatException e) {
                throw wrong(this, "a number of this form is not used here");
            }
            if (node.getTag().equals(Tag.BOOL)) {
                return Set.of("true", "yes", "on")
                        .contains(node.getValue().toLowerCase(java.util.Locale.ROOT));
            }
            return node.getValue();
        }
    }

    /** A complaint about an entry. */
    public YamlFileException wrong(Entry entry, String problem) {
        return wrong(entry.line(), entry.key(), problem);
    }

    public YamlFileException wrong(int line, String key, String problem) {
        return new YamlFileException("%s line %d: %s: %s".formatted(name, line, key, problem));
    }

    /** An entry as plain objects: maps, lists, text, whole and decimal numbers, booleans. */
    public Object plain(Entry entry) throws YamlFileException {
        return switch (entry) {
            case Scalar scalar -> scalar.value();
            case Items items -> {
                List<Object> list = new ArrayList<>();
                for (Entry one : items.entries()) {
                    list.add(plain(one));
                }
                yield list;
            }
            case Section section -> map(section);
        };
    }

    public Map<String, Object> map(Section section) throws YamlFileException {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, Entry> one : section.entries().entrySet()) {
            map.put(one.getKey(), plain(one.getValue()));
        }
        return map;
    }
}
