package org.medsendx.ingest.retrieve;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.data.Element.Value;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.ingest.matching.KeyMatch;
import org.medsendx.ingest.matching.QueryKeys;

/**
 * A query of C-FIND in a query/retrieve model, hierarchical (PS3.4, C.4.1.2.1): its level, whose
 * unique keys above it are named, and its keys of that level and those above.
 *
 * <p>A key without a value matches everything and is returned. A key of another level, or of none,
 * matches everything, is not returned, and is told ({@link #allKeys}).
 */
public final class InstanceQuery {

    private final Level level;
    private final DataSet keys;

    private InstanceQuery(Level level, DataSet keys) {
        this.level = level;
        this.keys = keys;
    }

    /**
     * Reads an identifier.
     *
     * @throws IllegalArgumentException it is no query of this model; says what is wrong in at most
     *     64 characters, and quotes nothing
     */
    public static InstanceQuery of(Root root, DataSet identifier) {
        var keys = QueryKeys.checked(identifier);
        Level level = level(root, keys);
        for (Level above : Level.values()) {
            if (level.below(above) && (above != Level.PATIENT || root == Root.PATIENT)) {
                unique(keys, above);
            }
        }
        return new InstanceQuery(level, keys);
    }

    /** The level that an identifier names. */
    static Level level(Root root, DataSet identifier) {
        Level level =
                Level.named(identifier.string(Tag.QueryRetrieveLevel))
                        .orElseThrow(() -> new IllegalArgumentException("no level of a query"));
        if (level == Level.PATIENT && root == Root.STUDY) {
            throw new IllegalArgumentException("no level of the study root");
        }
        return level;
    }

    /** The one value of a unique key. */
    static String unique(DataSet identifier, Level of) {
        var values = identifier.strings(of.unique());
        if (values.size() != 1
                || values.getFirst().isBlank()
                || values.getFirst().matches(".*[*?].*")) {
            throw new IllegalArgumentException("one value of the unique key of each level above");
        }
        return values.getFirst();
    }

    public Level level() {
        return level;
    }

    /** Whether each key is matched and returned. */
    public boolean allKeys() {
        for (Element key : keys) {
            if (QueryKeys.isKey(key.tag()) && !level.reaches(key.tag()) && !isOurs(key.tag())) {
                return false;
            }
        }
        return true;
    }

    /** What is answered of the instance's place, and not of the instance. */
    private static boolean isOurs(int tag) {
        return tag == Tag.QueryRetrieveLevel
                || tag == Tag.RetrieveAETitle
                || tag == Tag.InstanceAvailability;
    }

    /** Whether it has this key, with a value or without. */
    boolean asks(int tag) {
        return keys.contains(tag);
    }

    /** The values of a key, those that are empty not. */
    List<String> values(int tag) {
        return keys.strings(tag).stream().filter(value -> !value.isEmpty()).toList();
    }

    /** Whether any key of a level has a value, its unique key aside. */
    boolean narrows(Level of) {
        for (Element key : keys) {
            if (of.has(key.tag()) && key.tag() != of.unique() && !key.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the keys of this level and those above match. */
    boolean matches(DataSet there) {
        return matches(there, level);
    }

    /** Whether the keys of another level, and those above that, match. */
    boolean matches(DataSet there, Level down) {
        for (Element key : keys) {
            if (down.reaches(key.tag())
                    && key instanceof Value value
                    && !KeyMatch.matches(keys, value, vr(value), there)) {
                return false;
            }
        }
        return true;
    }

    // What the attribute has, so that nobody makes a pattern of a UID by calling it a text.
    private static VR vr(Value key) {
        return Dictionary.vr(key.tag());
    }

    /**
     * What is answered of something that matches: each key that is supported, empty where nothing
     * is known.
     *
     * @param retrieveAeTitle where it can be retrieved from
     */
    DataSet answer(DataSet there, String retrieveAeTitle) {
        var answer = new DataSet(there.bigEndian());
        @Nullable Element set = there.get(Tag.SpecificCharacterSet);
        if (set != null) {
            answer.put(set);
        }
        for (Element key : keys) {
            int tag = key.tag();
            if (QueryKeys.isKey(tag) && level.reaches(tag)) {
                @Nullable Element found = there.get(tag);
                answer.put(found == null ? new Value(tag, Dictionary.vr(tag), new byte[0]) : found);
            }
        }
        answer.putString(Tag.QueryRetrieveLevel, VR.CS, level.name())
                .putString(Tag.RetrieveAETitle, VR.AE, retrieveAeTitle);
        if (keys.contains(Tag.InstanceAvailability)) {
            answer.putString(Tag.InstanceAvailability, VR.CS, "ONLINE");
        }
        return answer;
    }

    /** The character set that it is in; none when it names none. */
    String[] terms() {
        return keys.strings(Tag.SpecificCharacterSet).toArray(String[]::new);
    }
}
