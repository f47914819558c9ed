package org.medsendx.segmenter.tissue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.segmenter.tissue.TissueClass.Band;
import org.medsendx.segmenter.tissue.TissueScheme.Scans;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads tissue schemes from YAML, strictly: a key that is missing, unknown or of the wrong kind is
 * an error that names the file and the key, such as {@code schemes[2].classes[0].colour}.
 */
final class SchemeFile {

    private static final Set<String> ROOT = Set.of("version", "schemes");
    private static final Set<String> SCHEME =
            Set.of("name", "for", "k", "order", "least-separation", "classes", "otherwise");
    private static final Set<String> SCANS = Set.of("modality", "view", "unit");
    private static final Set<String> CLASS = Set.of("label", "title", "colour", "band");
    private static final Pattern COLOUR = Pattern.compile("#\\p{XDigit}{6}");
    private static final int VERSION = 1;

    private final String file;

    private SchemeFile(String file) {
        this.file = file;
    }

    /**
     * The schemes of a text.
     *
     * @param file its name, for messages
     */
    static TissueSchemes read(String file, String text) throws SchemeFileException {
        return new SchemeFile(file).read(text);
    }

    private TissueSchemes read(String text) throws SchemeFileException {
        Object loaded;
        try {
            var options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            loaded = new Yaml(new SafeConstructor(options)).load(text);
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            throw wrong(
                    mark == null ? "line 1" : "line " + (mark.getLine() + 1), "this is no YAML");
        } catch (YAMLException e) {
            throw wrong("line 1", "this is no YAML");
        }
        var root = map(loaded, "the file", ROOT);
        if (!Integer.valueOf(VERSION).equals(root.get("version"))) {
            throw wrong("version", "this program reads version 1");
        }
        var schemes = new ArrayList<TissueScheme>();
        var list = list(root.get("schemes"), "schemes");
        for (int i = 0; i < list.size(); i++) {
            schemes.add(scheme(list.get(i), "schemes[" + i + "]"));
        }
        try {
            return new TissueSchemes(schemes);
        } catch (IllegalArgumentException e) {
            throw wrong("schemes", String.valueOf(e.getMessage()));
        }
    }

    private TissueScheme scheme(Object value, String at) throws SchemeFileException {
        var scheme = map(value, at, SCHEME);
        var classes = new ArrayList<TissueClass>();
        var list = list(scheme.get("classes"), at + ".classes");
        for (int i = 0; i < list.size(); i++) {
            classes.add(tissue(list.get(i), at + ".classes[" + i + "]"));
        }
        if (!(scheme.get("k") instanceof Integer k) || k < 1 || k > TissueScheme.MOST_CLASSES) {
            throw wrong(at + ".k", "a number from 1 to 8");
        }
        if (k != classes.size()) {
            throw wrong(at + ".k", "as many as there are classes");
        }
        var order = scheme.getOrDefault("order", "values");
        if (!order.equals("values") && !order.equals("attenuation")) {
            throw wrong(at + ".order", "values or attenuation");
        }
        double least =
                scheme.containsKey("least-separation")
                        ? number(scheme.get("least-separation"), at + ".least-separation")
                        : TissueScheme.LEAST_SEPARATION;
        try {
            return new TissueScheme(
                    text(scheme.get("name"), at + ".name"),
                    scheme.containsKey("for") ? scans(scheme.get("for"), at + ".for") : null,
                    classes,
                    order.equals("attenuation"),
                    least,
                    scheme.containsKey("otherwise")
                            ? text(scheme.get("otherwise"), at + ".otherwise")
                            : null);
        } catch (IllegalArgumentException e) {
            throw wrong(at, String.valueOf(e.getMessage()));
        }
    }

    private Scans scans(@Nullable Object value, String at) throws SchemeFileException {
        var scans = map(value, at, SCANS);
        var units = codes(scans, "unit", at);
        if (!Set.of("HU", "stored").containsAll(units)) {
            throw wrong(at + ".unit", "HU or stored");
        }
        return new Scans(codes(scans, "modality", at), codes(scans, "view", at), units);
    }

    private Set<String> codes(Map<String, Object> scans, String key, String at)
            throws SchemeFileException {
        var codes = new LinkedHashSet<String>();
        var value = scans.get(key);
        if (value instanceof List<?> list) {
            for (Object code : list) {
                codes.add(text(code, at + "." + key));
            }
        } else if (value != null) {
            codes.add(text(value, at + "." + key));
        }
        return codes;
    }

    private TissueClass tissue(Object value, String at) throws SchemeFileException {
        var tissue = map(value, at, CLASS);
        var label = text(tissue.get("label"), at + ".label");
        if (!TissueClass.wellFormed(label)) {
            throw wrong(at + ".label", "lower case letters, digits and hyphens, at most 40");
        }
        var colour = text(tissue.get("colour"), at + ".colour");
        if (!COLOUR.matcher(colour).matches()) {
            throw wrong(at + ".colour", "\"#rrggbb\"");
        }
        return new TissueClass(
                label,
                text(tissue.get("title"), at + ".title"),
                Integer.parseInt(colour.substring(1), 16),
                tissue.containsKey("band") ? band(tissue.get("band"), at + ".band") : null);
    }

    private Band band(@Nullable Object value, String at) throws SchemeFileException {
        var bounds = list(value, at);
        if (bounds.size() != 2) {
            throw wrong(at, "[from, to]");
        }
        try {
            return new Band(number(bounds.get(0), at), number(bounds.get(1), at));
        } catch (IllegalArgumentException e) {
            throw wrong(at, String.valueOf(e.getMessage()));
        }
    }

    private Map<String, Object> map(@Nullable Object value, String at, Set<String> keys)
            throws SchemeFileException {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(at, "keys and values are expected");
        }
        var checked = new java.util.LinkedHashMap<String, Object>();
        for (var entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key) || !keys.contains(key)) {
                throw wrong(at, "unknown key " + entry.getKey());
            }
            if (entry.getValue() == null) {
                throw wrong(at + "." + key, "a value is missing");
            }
            checked.put(key, entry.getValue());
        }
        return checked;
    }

    private List<?> list(@Nullable Object value, String at) throws SchemeFileException {
        if (!(value instanceof List<?> list) || list.isEmpty()) {
            throw wrong(at, "a list is expected");
        }
        return list;
    }

    private String text(@Nullable Object value, String at) throws SchemeFileException {
        if (!(value instanceof String text) || text.isBlank()) {
            throw wrong(at, "a text is expected");
        }
        return text;
    }

    private double number(@Nullable Object value, String at) throws SchemeFileException {
        if (!(value instanceof Number number)) {
            throw wrong(at, "a number is expected");
        }
        return number.doubleValue();
    }

    private SchemeFileException wrong(String key, String what) {
        return new SchemeFileException(file + ": " + key + ": " + what);
    }
}
