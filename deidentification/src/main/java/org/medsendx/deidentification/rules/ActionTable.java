package org.medsendx.deidentification.rules;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * Table E.1-1 of PS3.15, all rows and option columns, from a resource of our own that {@code
 * deidentification-table.py} writes.
 */
public final class ActionTable {

    /**
     * One row.
     *
     * @param pattern the tag as the table writes it, such as {@code 0010,0010} or {@code 60xx,3000}
     * @param keyword keyword of PS3.6, empty for command attributes and patterns
     * @param vr VR of PS3.6, or null where the table's tag has none or several
     * @param basic action of the Basic Profile
     * @param options what the options do with it
     */
    public record Row(
            String pattern,
            String keyword,
            @Nullable VR vr,
            BasicAction basic,
            Map<Option, Option.Effect> options) {
        public Row {
            options = Map.copyOf(options);
        }

        /** Whether an option keeps or cleans the attribute. */
        public boolean has(Option option, Option.Effect effect) {
            return options.get(option) == effect;
        }
    }

    private static final ActionTable TABLE = load();

    private final String edition;
    private final List<Row> rows;
    private final Map<Integer, Row> byTag;

    private ActionTable(String edition, List<Row> rows) {
        this.edition = edition;
        this.rows = List.copyOf(rows);
        byTag = HashMap.newHashMap(rows.size());
        for (Row row : rows) {
            if (!row.pattern().contains("x") && !row.pattern().startsWith("odd")) {
                byTag.put(Integer.parseUnsignedInt(row.pattern().replace(",", ""), 16), row);
            }
        }
    }

    /** The table; there is one. */
    public static ActionTable get() {
        return TABLE;
    }

    /** Edition and table, such as {@code PS3.15 2025b, Table E.1-1}. */
    public String edition() {
        return edition;
    }

    public List<Row> rows() {
        return rows;
    }

    /** The tags of the rows that name one attribute, with their rows. */
    public Map<Integer, Row> byTag() {
        return Map.copyOf(byTag);
    }

    /** The row that names this attribute, or null. */
    public @Nullable Row row(int tag) {
        return byTag.get(tag);
    }

    /**
     * Whether an attribute falls under a row that stands for many and says remove: private
     * attributes, curves, overlays. Overlays go as a whole: their data is a row of the table, and
     * the rest describes it.
     */
    public static boolean removedAsGroup(int tag) {
        int group = tag >>> 16;
        return Tag.isPrivate(tag) || group >> 8 == 0x50 || group >> 8 == 0x60;
    }

    private static ActionTable load() {
        try (BufferedReader reader = Resources.open("table-e1-1.tsv")) {
            String first = reader.readLine();
            if (first == null || !first.startsWith("# ")) {
                throw new IllegalStateException("the action table does not say its edition");
            }
            List<Row> rows = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                rows.add(row(line.split("\t", -1)));
            }
            return new ActionTable(first.substring(2, first.indexOf(':')), rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String[] cells) {
        var options = new EnumMap<Option, Option.Effect>(Option.class);
        if (!cells[4].equals("-")) {
            for (String one : cells[4].split(",", -1)) {
                int equals = one.indexOf('=');
                options.put(
                        Option.ofColumn(one.substring(0, equals)),
                        one.endsWith("K") ? Option.Effect.KEEP : Option.Effect.CLEAN);
            }
        }
        return new Row(
                cells[0],
                cells[1].equals("-") ? "" : cells[1],
                cells[2].length() == 2 ? VR.valueOf(cells[2]) : null,
                BasicAction.of(cells[3]),
                options);
    }

    /** Text resources of this package. */
    static final class Resources {

        private Resources() {}

        static BufferedReader open(String name) {
            InputStream in = ActionTable.class.getResourceAsStream(name);
            if (in == null) {
                throw new IllegalStateException("missing resource " + name);
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
    }
}
