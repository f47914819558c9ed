package org.medsendx.anonymizer.rules;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How strictly each IOD of PS3.3 asks for the attributes of Table E.1-1, from a resource of our own
 * that {@code deidentification-table.py} writes. Where several modules of an IOD hold an attribute,
 * the strictest Type holds.
 */
public final class AttributeTypes {

    private static final AttributeTypes TYPES = load();

    private final Map<String, Iod> byClass;
    private final Iod any;

    private AttributeTypes(Map<String, Iod> byClass, Iod any) {
        this.byClass = byClass;
        this.any = any;
    }

    public static AttributeTypes get() {
        return TYPES;
    }

    /**
     * What the IOD of a SOP class asks for. For a class that has no entry the strictest demand of
     * any module holds.
     */
    public Iod of(@Nullable String sopClassUid) {
        return sopClassUid == null ? any : byClass.getOrDefault(sopClassUid, any);
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
        var modules = new HashMap<String, Iod>();
        var iods = new HashMap<String, Iod>();
        var classes = new HashMap<String, Iod>();
        var any = new Iod();
        try (BufferedReader reader = ActionTable.Resources.open("attribute-types.tsv")) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] cells = line.split("\t", -1);
                switch (cells[0]) {
                    case "module" -> {
                        Iod module = module(cells);
                        modules.put(cells[1], module);
                        any.add(module);
                    }
                    case "iod" -> iods.put(cells[1], iod(cells, modules));
                    case "class" -> classes.put(cells[1], named(iods, cells[2]));
                    default -> {
                        // the first line says what this is
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new AttributeTypes(classes, any);
    }

    private static Iod module(String[] cells) {
        var module = new Iod();
        for (int i = 2; i < cells.length; i++) {
            int equals = cells[i].indexOf('=');
            int slash = cells[i].indexOf('/');
            int sequence = slash < 0 ? 0 : Integer.parseUnsignedInt(cells[i], 0, slash, 16);
            int tag = Integer.parseUnsignedInt(cells[i], slash + 1, equals, 16);
            module.types.put(
                    Iod.key(sequence, tag), AttributeType.of(cells[i].substring(equals + 1)));
        }
        return module;
    }

    private static Iod iod(String[] cells, Map<String, Iod> modules) {
        var iod = new Iod();
        for (int i = 2; i < cells.length; i++) {
            iod.add(named(modules, cells[i]));
        }
        return iod;
    }

    private static Iod named(Map<String, Iod> map, String name) {
        Iod found = map.get(name);
        if (found == null) {
            throw new IllegalStateException("attribute-types.tsv has no " + name);
        }
        return found;
    }
}
