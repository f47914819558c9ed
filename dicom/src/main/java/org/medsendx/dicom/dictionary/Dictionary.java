package org.medsendx.dicom.dictionary;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data dictionary of PS3.6. Read once from the resource that {@code dicom/dictionary.py} makes.
 */
public final class Dictionary {

    /**
     * A row of the dictionary.
     *
     * @param tag the tag that was asked for, or the first one of a repeating group
     * @param keyword such as {@code PatientName}; empty for a few retired tags without a name
     * @param vrs the VR, or the alternatives such as {@code US, SS}; empty where the standard gives
     *     none
     * @param vm such as {@code 1-n}
     */
    public record Entry(int tag, String keyword, List<VR> vrs, String vm, boolean retired) {
        public Entry {
            vrs = List.copyOf(vrs);
        }
    }

    private record Repeating(int mask, Entry entry) {}

    private static final Map<Integer, Entry> BY_TAG = HashMap.newHashMap(6000);
    private static final Map<String, Entry> BY_KEYWORD = HashMap.newHashMap(6000);
    private static final List<Repeating> REPEATING = new ArrayList<>();
    private static final String EDITION = load();

    private Dictionary() {}

    private static String load() {
        try (InputStream in = Dictionary.class.getResourceAsStream("dictionary.tsv")) {
            if (in == null) {
                throw new IllegalStateException("dictionary.tsv is missing");
            }
            var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            String edition = reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line.split("\t", -1));
            }
            return edition == null ? "" : edition;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(String[] row) {
        String digits = row[0];
        int tag = Integer.parseUnsignedInt(digits.replace('x', '0'), 16);
        List<VR> vrs = new ArrayList<>(1);
        if (row.length > 2 && !row[2].isEmpty()) {
            for (String code : row[2].split("/", -1)) {
                vrs.add(VR.valueOf(code));
            }
        }
        var entry =
                new Entry(
                        tag,
                        row.length > 1 ? row[1] : "",
                        vrs,
                        row.length > 3 ? row[3] : "",
                        row.length > 4);
        if (digits.indexOf('x') < 0) {
            BY_TAG.put(tag, entry);
        } else {
            REPEATING.add(new Repeating(mask(digits), entry));
        }
        if (!entry.keyword().isEmpty()) {
            BY_KEYWORD.put(entry.keyword(), entry);
        }
    }

    private static int mask(String digits) {
        int mask = 0;
        for (int i = 0; i < 8; i++) {
            mask = mask << 4 | (digits.charAt(i) == 'x' ? 0 : 0xF);
        }
        return mask;
    }

    /** The edition, such as {@code PS3.6 2025b}. */
    public static String edition() {
        return EDITION;
    }

    /** The row of a tag, or null when it is private, a group length or not in the standard. */
    public static @Nullable Entry entry(int tag) {
        Entry exact = BY_TAG.get(tag);
        if (exact != null || Tag.isPrivate(tag)) {
            return exact;
        }
        for (Repeating repeating : REPEATING) {
            if ((tag & repeating.mask()) == repeating.entry().tag()) {
                Entry first = repeating.entry();
                return new Entry(tag, first.keyword(), first.vrs(), first.vm(), first.retired());
            }
        }
        return null;
    }

    /** The row of a keyword, or null. */
    public static @Nullable Entry entry(String keyword) {
        return BY_KEYWORD.get(keyword);
    }

    /** The keyword of a tag; empty when there is none. */
    public static String keyword(int tag) {
        Entry entry = entry(tag);
        return entry == null ? "" : entry.keyword();
    }

    /**
     * The VR an element has when its encoding does not say: the standard's, the first of several
     * alternatives except OW before OB, LO for private creators, UL for group lengths, else UN.
     */
    public static VR vr(int tag) {
        int element = tag & 0xFFFF;
        if (element == 0) {
            return VR.UL;
        }
        if (Tag.isPrivate(tag)) {
            return element >= 0x10 && element <= 0xFF ? VR.LO : VR.UN;
        }
        Entry entry = entry(tag);
        if (entry == null || entry.vrs().isEmpty()) {
            return VR.UN;
        }
        return entry.vrs().contains(VR.OW) ? VR.OW : entry.vrs().getFirst();
    }
}
