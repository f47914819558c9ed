package org.medsendx.deidentification.rules;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How strictly each IOD of PS3.3 asks for attributes, from a resource of our own that {@code
 * deidentification-table.py} writes. Where several modules of an IOD hold an attribute, the
 * strictest Type holds.
 */
public final class AttributeTypes {

    private static final AttributeTypes TYPES = load();

    /** Every module, under the name of no class. */
    private static final String ANY = "";

    private final Map<String, Iod> modules = new HashMap<>();
    private final Map<String, List<String>> modulesOfClass = new HashMap<>();

    // Most trucks see a handful of classes: an IOD is put together when its first instance comes.
    private final Map<String, Iod> byClass = new ConcurrentHashMap<>();

    private AttributeTypes() {}

    public static AttributeTypes get() {
        return TYPES;
    }

    /**
     * What the IOD of a SOP class asks for. For a class that has no entry the strictest demand of
     * any module holds.
     */
    public Iod of(@Nullable String sopClassUid) {
        String known = modulesOfClass.containsKey(sopClassUid) ? sopClassUid : ANY;
        return byClass.computeIfAbsent(known, this::iod);
    }

    /** The Types of one IOD. */
    public static final class Iod {

        private final Map<Long, AttributeType> types = new HashMap<>();

        private Iod() {}

        /**
         * The Type of an attribute.
         *
         * @param sequence tag of the sequence whose item holds it, 0 at top level
         */
        public AttributeType type(int sequence, int tag) {
            return types.getOrDefault(key(sequence, tag), AttributeType.THREE);
        }

        private static long key(int sequence, int tag) {
            return (long) sequence << 32 | Integer.toUnsignedLong(tag);
        }

        private void add(Iod module) {
            module.types.forEach((key, type) -> types.merge(key, type, AttributeType::strictest));
        }
    }

    private static AttributeTypes load() {
        var all = new AttributeTypes();
        var iods = new HashMap<String, List<String>>();
        try (BufferedReader reader = ActionTable.Resources.open("attribute-types.tsv")) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                List<String> cells = List.of(line.split("\t", -1));
                switch (cells.getFirst()) {
                    case "module" -> all.modules.put(cells.get(1), module(cells));
                    case "iod" -> iods.put(cells.get(1), cells.subList(2, cells.size()));
                    case "class" ->
                            all.modulesOfClass.put(
                                    cells.get(1), Objects.requireNonNull(iods.get(cells.get(2))));
                    default -> {
                        // the first line says what this is
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        all.modulesOfClass.put(ANY, List.copyOf(all.modules.keySet()));
        return all;
    }

    private static Iod module(List<String> cells) {
        var module = new Iod();
        for (int i = 2; i < cells.size(); i++) {
            int equals = cells.get(i).indexOf('=');
            int slash = cells.get(i).indexOf('/');
            int sequence = slash < 0 ? 0 : Integer.parseUnsignedInt(cells.get(i), 0, slash, 16);
            int tag = Integer.parseUnsignedInt(cells.get(i), slash + 1, equals, 16);
            module.types.put(
                    Iod.key(sequence, tag), AttributeType.of(cells.get(i).substring(equals + 1)));
        }
        return module;
    }

    private Iod iod(String sopClass) {
        var iod = new Iod();
        for (String name : modulesOfClass.getOrDefault(sopClass, List.of())) {
            Iod module = modules.get(name);
            if (module == null) {
                throw new IllegalStateException("attribute-types.tsv has no " + name);
            }
            iod.add(module);
        }
        return iod;
    }
}
