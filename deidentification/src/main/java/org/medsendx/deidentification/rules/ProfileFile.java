package org.medsendx.deidentification.rules;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.deidentification.patient.PatientTokens;
import org.medsendx.deidentification.pixels.FrameForm;
import org.medsendx.deidentification.pixels.PixelRules;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.strictyaml.YamlFile;
import org.medsendx.strictyaml.YamlFileException;

/**
 * Reads a profile from YAML, strictly: an unknown key, an unknown attribute, an option that does
 * nothing for an attribute it names, or two demands that contradict each other are errors that name
 * file, line and key.
 */
final class ProfileFile {

    private static final Set<String> KEYS =
            Set.of(
                    "profile",
                    "base",
                    "edition",
                    "frames",
                    "options",
                    "overrides",
                    "private",
                    "pixels");
    private static final String PIXEL_DATA = "clean-pixel-data";
    private static final String FACES = "clean-recognizable-visual-features";
    private static final Pattern TAG = Pattern.compile("\\(?(\\p{XDigit}{4}),(\\p{XDigit}{4})\\)?");
    private static final Pattern PRIVATE =
            Pattern.compile(
                    "\\(?(\\p{XDigit}{4}),xx(\\p{XDigit}{2})\\)?(?: +([A-Z]{2}))?",
                    Pattern.CASE_INSENSITIVE);

    /** Written by the engine itself, whatever a profile says. */
    private static final Set<Integer> ENGINE =
            Set.of(
                    PatientID,
                    PatientName,
                    SOPClassUID,
                    SOPInstanceUID,
                    StudyInstanceUID,
                    SeriesInstanceUID,
                    SpecificCharacterSet);

    /** One UID that stands under several tags. */
    private static final Set<Integer> INSTANCE_UIDS =
            Set.of(MediaStorageSOPInstanceUID, SOPInstanceUID, ReferencedSOPInstanceUID);

    private final YamlFile yaml;

    private ProfileFile(String name) {
        yaml = new YamlFile(name);
    }

    /**
     * Reads a profile.
     *
     * @param name of the file, for messages
     * @throws ProfileException when it cannot be used; names file, line and key
     */
    static ProfileSpec read(String name, String text) throws ProfileException {
        try {
            return new ProfileFile(name).read(text);
        } catch (YamlFileException e) {
            throw new ProfileException(String.valueOf(e.getMessage()));
        }
    }

    private ProfileSpec read(String text) throws YamlFileException {
        YamlFile.Section root = yaml.read(text);
        root.only(KEYS);
        if (!root.text("base").equals("basic")) {
            throw wrong(root, "base", "there is one base: basic");
        }
        String edition = ActionTable.get().edition();
        if (root.get("edition") != null && !edition.contains(' ' + root.text("edition") + ',')) {
            throw wrong(root, "edition", "the table at hand is " + edition);
        }
        Map<Option, ProfileSpec.Use> uses = new EnumMap<>(Option.class);
        boolean pixelData = false;
        if (root.get("options") != null) {
            YamlFile.Section options = section(root, "options");
            pixelData = options(options, uses);
        }
        SafePrivate safe = SafePrivate.NONE;
        if (root.get("private") != null) {
            safe = safePrivate(root);
            uses.put(Option.SAFE_PRIVATE, ProfileSpec.Use.FULL);
        }
        Map<String, ProfileSpec.Override> overrides = new TreeMap<>();
        if (root.get("overrides") != null) {
            overrides(section(root, "overrides"), overrides);
        }
        PixelRules pixels = PixelRules.DEFAULT;
        if (root.get("pixels") != null) {
            pixels = pixels(section(root, "pixels"));
        }
        try {
            return new ProfileSpec(
                    root.text("profile"), uses, overrides, safe, pixelData, pixels, frames(root));
        } catch (IllegalArgumentException e) {
            throw wrong(root, "profile", String.valueOf(e.getMessage()));
        }
    }

    private FrameForm frames(YamlFile.Section root) throws YamlFileException {
        YamlFile.Entry entry = root.get("frames");
        if (entry == null) {
            return FrameForm.KEEP;
        }
        String form = word(entry, FrameForm.KEEP.key(), FrameForm.JPEG_LS.key());
        return form.equals(FrameForm.KEEP.key()) ? FrameForm.KEEP : FrameForm.JPEG_LS;
    }

    private PixelRules pixels(YamlFile.Section section) throws YamlFileException {
        try {
            return PixelRules.of(yaml.map(section));
        } catch (IllegalArgumentException e) {
            throw yaml.wrong(section, String.valueOf(e.getMessage()));
        }
    }

    private boolean options(YamlFile.Section options, Map<Option, ProfileSpec.Use> uses)
            throws YamlFileException {
        Map<String, Option> byKey = new HashMap<>();
        for (Option option : Option.values()) {
            if (option != Option.SAFE_PRIVATE) {
                byKey.put(option.key(), option);
            }
        }
        var known = new HashSet<>(byKey.keySet());
        known.add(PIXEL_DATA);
        known.add(FACES);
        options.only(known);
        boolean pixelData = false;
        for (Map.Entry<String, YamlFile.Entry> one : options.entries().entrySet()) {
            Option option = byKey.get(one.getKey());
            YamlFile.Entry value = one.getValue();
            if (option != null) {
                ProfileSpec.Use use = use(option, value);
                if (use != null) {
                    uses.put(option, use);
                }
            } else if (one.getKey().equals(PIXEL_DATA)) {
                pixelData = word(value, "full", "none").equals("full");
            } else {
                // Said in the file so that nobody takes silence for a promise.
                if (!(value instanceof YamlFile.Scalar scalar) || !scalar.text().equals("none")) {
                    throw yaml.wrong(
                            value, "faces are not removed by this engine; the only value is none");
                }
            }
        }
        YamlFile.Entry full = options.get(Option.FULL_DATES.key());
        if (full != null
                && uses.containsKey(Option.FULL_DATES)
                && uses.containsKey(Option.MODIFIED_DATES)) {
            throw yaml.wrong(full, "contradicts " + Option.MODIFIED_DATES.key());
        }
        return pixelData;
    }

    private String word(YamlFile.Entry entry, String one, String other) throws YamlFileException {
        if (entry instanceof YamlFile.Scalar scalar
                && (scalar.text().equals(one) || scalar.text().equals(other))) {
            return scalar.text();
        }
        throw yaml.wrong(entry, one + " or " + other + " is expected");
    }

    private ProfileSpec.@Nullable Use use(Option option, YamlFile.Entry value)
            throws YamlFileException {
        if (!(value instanceof YamlFile.Items items)) {
            if (value instanceof YamlFile.Scalar scalar && scalar.text().equals("full")) {
                return ProfileSpec.Use.FULL;
            }
            if (value instanceof YamlFile.Scalar scalar && scalar.text().equals("none")) {
                return null;
            }
            throw yaml.wrong(value, "full, none or a list of attributes is expected");
        }
        Set<Integer> attributes = new HashSet<>();
        for (YamlFile.Entry item : items.entries()) {
            if (!(item instanceof YamlFile.Scalar scalar)) {
                throw yaml.wrong(item, "a keyword or a tag is expected");
            }
            int tag = attribute(item, scalar.text());
            ActionTable.Row row = ActionTable.get().row(tag);
            if (row == null || !row.options().containsKey(option)) {
                throw yaml.wrong(
                        item,
                        "%s does nothing with %s in Table E.1-1"
                                .formatted(option.key(), scalar.text()));
            }
            if (!attributes.add(tag)) {
                throw yaml.wrong(item, scalar.text() + " is there twice");
            }
        }
        if (attributes.isEmpty()) {
            throw yaml.wrong(value, "an empty list: write none");
        }
        if (option == Option.UIDS) {
            Set<Integer> some = new HashSet<>(INSTANCE_UIDS);
            some.retainAll(attributes);
            if (!some.isEmpty() && some.size() < INSTANCE_UIDS.size()) {
                throw yaml.wrong(
                        value,
                        "MediaStorageSOPInstanceUID, SOPInstanceUID and ReferencedSOPInstanceUID go"
                                + " together: they are one UID");
            }
        }
        return new ProfileSpec.Use(false, attributes);
    }

    private SafePrivate safePrivate(YamlFile.Section root) throws YamlFileException {
        YamlFile.Entry list = root.get("private");
        if (!(list instanceof YamlFile.Items items) || items.entries().isEmpty()) {
            throw wrong(root, "private", "a list of creators with their elements is expected");
        }
        List<SafePrivate.Block> blocks = new ArrayList<>();
        for (YamlFile.Entry item : items.entries()) {
            if (!(item instanceof YamlFile.Section block)) {
                throw yaml.wrong(item, "a map of creator and elements is expected");
            }
            block.only(Set.of("creator", "elements"));
            if (!(block.get("elements") instanceof YamlFile.Items elements)) {
                throw yaml.wrong(item, "elements: a list such as [\"0019,xx08 DS\"] is expected");
            }
            Map<Integer, VR> safe = new HashMap<>();
            for (YamlFile.Entry element : elements.entries()) {
                String text = element instanceof YamlFile.Scalar scalar ? scalar.text() : "";
                Matcher form = PRIVATE.matcher(text);
                int group = form.matches() ? HexFormat.fromHexDigits(form.group(1)) : 0;
                if ((group & 1) == 0) {
                    throw yaml.wrong(
                            element, "an element of an odd group is expected, such as 0019,xx08");
                }
                safe.put(
                        group << 16 | HexFormat.fromHexDigits(form.group(2)),
                        privateVr(element, form.group(3)));
            }
            try {
                blocks.add(new SafePrivate.Block(block.text("creator").strip(), safe));
            } catch (IllegalArgumentException e) {
                throw yaml.wrong(item, String.valueOf(e.getMessage()));
            }
        }
        return new SafePrivate(blocks);
    }

    private VR privateVr(YamlFile.Entry at, @Nullable String name) throws YamlFileException {
        if (name == null) {
            return VR.UN;
        }
        VR vr = VR.of(name.charAt(0), name.charAt(1));
        if (vr == null) {
            throw yaml.wrong(at, "PS3.5 has no VR '" + name + "'");
        }
        return vr;
    }

    private void overrides(YamlFile.Section section, Map<String, ProfileSpec.Override> overrides)
            throws YamlFileException {
        for (Map.Entry<String, YamlFile.Entry> one : section.entries().entrySet()) {
            YamlFile.Entry entry = one.getValue();
            ProfileSpec.Override action = action(entry);
            StringBuilder path = new StringBuilder();
            String[] steps = one.getKey().split("/", -1);
            int tag = 0;
            for (int i = 0; i < steps.length; i++) {
                tag = attribute(entry, steps[i].strip());
                if (i < steps.length - 1 && Dictionary.vr(tag) != VR.SQ) {
                    throw yaml.wrong(entry, steps[i] + " is no sequence");
                }
                path.append(path.isEmpty() ? "" : "/").append("%08X".formatted(tag));
            }
            boolean nested = steps.length > 1;
            if (!nested && ENGINE.contains(tag) || Marks.TAGS.contains(tag) || tag >>> 16 < 8) {
                throw yaml.wrong(entry, "is always written by the engine");
            }
            if (!action.fits(Dictionary.vr(tag))) {
                throw yaml.wrong(entry, action.key() + " is not for VR " + Dictionary.vr(tag));
            }
            if (action == ProfileSpec.Override.KEEP && PatientTokens.isSource(tag)) {
                throw yaml.wrong(
                        entry,
                        "names a person: the gate would withhold every file in which it stays");
            }
            if (action == ProfileSpec.Override.SHIFT && tag == PatientBirthDate) {
                throw yaml.wrong(entry, "a birth date is emptied, never shifted");
            }
            if (overrides.put(path.toString(), action) != null) {
                throw yaml.wrong(entry, "the attribute is there twice");
            }
        }
    }

    private ProfileSpec.Override action(YamlFile.Entry entry) throws YamlFileException {
        List<String> known = new ArrayList<>();
        for (ProfileSpec.Override action : ProfileSpec.Override.values()) {
            known.add(action.key());
            if (entry instanceof YamlFile.Scalar scalar && scalar.text().equals(action.key())) {
                return action;
            }
        }
        throw yaml.wrong(entry, "an action is expected: " + String.join(", ", known));
    }

    private int attribute(YamlFile.Entry at, String text) throws YamlFileException {
        Matcher form = TAG.matcher(text);
        if (form.matches()) {
            int tag =
                    HexFormat.fromHexDigits(form.group(1)) << 16
                            | HexFormat.fromHexDigits(form.group(2));
            if (Tag.isPrivate(tag)) {
                throw yaml.wrong(at, "private elements are listed below 'private', by creator");
            }
            if (Dictionary.entry(tag) != null) {
                return tag;
            }
        } else {
            Dictionary.Entry entry = Dictionary.entry(text);
            if (entry != null) {
                return entry.tag();
            }
        }
        throw yaml.wrong(at, "PS3.6 has no attribute '" + text.strip() + "'");
    }

    private YamlFile.Section section(YamlFile.Section root, String name) throws YamlFileException {
        if (root.get(name) instanceof YamlFile.Section section) {
            return section;
        }
        throw wrong(root, name, "a map of keys is expected");
    }

    private YamlFileException wrong(YamlFile.Section root, String key, String problem) {
        YamlFile.Entry entry = root.get(key);
        return yaml.wrong(entry == null ? 1 : entry.line(), key, problem);
    }

    /** The words of an option's key, for descriptions. */
    static String words(Option option) {
        return option.key().replace('-', ' ').toLowerCase(Locale.ROOT);
    }
}
