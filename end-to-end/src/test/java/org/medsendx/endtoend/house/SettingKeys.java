package org.medsendx.endtoend.house;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** The settings of all services, read from their sources: services are no libraries. */
final class SettingKeys {

    private static final Pattern PREFIX =
            Pattern.compile("@ConfigMapping\\(prefix = \"(medsendx[a-z.-]+)\"\\)");
    private static final Pattern TYPE =
            Pattern.compile("^ *(?:public )?(interface|enum) (\\w+) \\{");
    private static final Pattern DEFAULT = Pattern.compile("@WithDefault\\(\"(.*)\"\\)");
    private static final Pattern METHOD = Pattern.compile("^ +([A-Z]?[\\w<>, .]+) (\\w+)\\(\\);");
    private static final Pattern CONSTANT = Pattern.compile("^ +([A-Z][A-Z0-9_]*)[,;]?$");
    private static final Pattern MAP_OF = Pattern.compile("Map<String, (\\w+)>");
    private static final Pattern TAG = Pattern.compile("\\{@(?:code|link)\\s+#?([^}]+)}");

    private SettingKeys() {}

    /**
     * One setting.
     *
     * @param key from {@code medsendx} on, {@code "NAME"} for what the site names
     * @param byDefault null when there is none
     * @param required whether the service does not start without it
     * @param meaning its documentation, in Markdown
     */
    record Setting(String key, @Nullable String byDefault, boolean required, String meaning) {}

    private record Method(String type, String name, @Nullable String byDefault, String meaning) {}

    /** All settings by prefix, in the order of the source. */
    static Map<String, List<Setting>> byPrefix() {
        var found = new TreeMap<String, List<Setting>>();
        for (var source :
                TreeFiles.files(f -> f.endsWith("Config.java") && f.contains("/src/main/"))) {
            var prefix = PREFIX.matcher(TreeFiles.read(source));
            if (prefix.find()) {
                var module = TreeFiles.name(source).split("/")[0];
                found.put(
                        prefix.group(1),
                        new Source(TreeFiles.read(source), set(module)).settings(prefix.group(1)));
            }
        }
        return found;
    }

    static List<Setting> all() {
        return byPrefix().values().stream().flatMap(List::stream).toList();
    }

    /** What a document names, with what a site names in quotes taken out. */
    static String generic(String key) {
        return key.replaceAll("\"[^\"]+\"", "\"NAME\"");
    }

    // Defaults of the application file stand above those of the interface.
    private static Map<String, String> set(String module) {
        var set = new TreeMap<String, String>();
        for (var file :
                TreeFiles.files(f -> f.equals(module + "/src/main/resources/application.yaml"))) {
            if (new Yaml().load(TreeFiles.read(file)) instanceof Map<?, ?> whole) {
                flatten("", whole, set);
            }
        }
        return set;
    }

    private static void flatten(String prefix, Map<?, ?> tree, Map<String, String> into) {
        tree.forEach((key, value) -> {
            if (value instanceof Map<?, ?> below) {
                flatten(prefix + key + ".", below, into);
            } else {
                into.put(prefix + key, String.valueOf(value));
            }
        });
    }

    /** A source of the form that the formatter gives it. */
    private static final class Source {

        private final Map<String, List<Method>> interfaces = new TreeMap<>();
        private final Map<String, List<String>> enums = new TreeMap<>();
        private final Map<String, String> set;
        private final String root;

        Source(String text, Map<String, String> set) {
            this.set = set;
            String first = "";
            Deque<String> open = new ArrayDeque<>();
            var comment = new StringBuilder();
            String byDefault = null;
            for (String line : text.lines().toList()) {
                var type = TYPE.matcher(line);
                var given = DEFAULT.matcher(line);
                var method = METHOD.matcher(line);
                var constant = CONSTANT.matcher(line);
                if (line.strip().startsWith("/**")) {
                    comment.setLength(0);
                }
                if (line.strip().startsWith("*") || line.strip().startsWith("/**")) {
                    comment.append(' ').append(line.strip().replaceAll("^/?\\*+/?|\\*/$", ""));
                } else if (type.find()) {
                    first = first.isEmpty() ? type.group(2) : first;
                    open.push(type.group(2));
                    if (type.group(1).equals("enum")) {
                        enums.put(type.group(2), new ArrayList<>());
                    } else {
                        interfaces.put(type.group(2), new ArrayList<>());
                    }
                } else if (line.strip().equals("}")) {
                    open.pop();
                } else if (given.find()) {
                    byDefault = given.group(1);
                } else if (method.find() && !open.isEmpty()) {
                    interfaces
                            .getOrDefault(open.getFirst(), new ArrayList<>())
                            .add(
                                    new Method(
                                            method.group(1),
                                            method.group(2),
                                            byDefault,
                                            plain(comment.toString())));
                    byDefault = null;
                } else if (constant.find() && !open.isEmpty()) {
                    enums.getOrDefault(open.getFirst(), new ArrayList<>())
                            .add(kebab(constant.group(1)));
                }
            }
            this.root = first;
        }

        List<Setting> settings(String prefix) {
            var settings = new ArrayList<Setting>();
            add(root, prefix + ".", settings);
            return settings;
        }

        private void add(String type, String prefix, List<Setting> into) {
            for (var method : interfaces.getOrDefault(type, List.of())) {
                String key = prefix + kebab(method.name());
                var map = MAP_OF.matcher(method.type());
                if (interfaces.containsKey(method.type())) {
                    add(method.type(), key + ".", into);
                } else if (map.find() && interfaces.containsKey(map.group(1))) {
                    add(map.group(1), key + ".\"NAME\".", into);
                } else {
                    boolean byName = method.type().startsWith("Map<");
                    String byDefault = set.getOrDefault(key, method.byDefault());
                    into.add(
                            new Setting(
                                    byName ? key + ".\"NAME\"" : key,
                                    byDefault,
                                    byDefault == null
                                            && !byName
                                            && !method.type().startsWith("Optional"),
                                    method.meaning() + values(method)));
                }
            }
        }

        private String values(Method method) {
            var values = enums.get(method.type());
            return values == null || values.stream().allMatch(method.meaning()::contains)
                    ? ""
                    : values.stream().collect(Collectors.joining("`, `", " One of `", "`."));
        }

        private static String plain(String comment) {
            return TAG.matcher(comment)
                    .replaceAll("`$1`")
                    .replaceAll("\\s+", " ")
                    .replace("|", "\\|")
                    .strip();
        }

        private static String kebab(String name) {
            return name.equals(name.toUpperCase(Locale.ROOT))
                    ? name.toLowerCase(Locale.ROOT).replace('_', '-')
                    : Arrays.stream(name.split("(?=[A-Z])"))
                            .map(part -> part.toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining("-"));
        }
    }
}
