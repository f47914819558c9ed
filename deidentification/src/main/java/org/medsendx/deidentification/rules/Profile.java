package org.medsendx.deidentification.rules;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.medsendx.deidentification.pixels.FrameForm;
import org.medsendx.deidentification.pixels.PixelRules;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Dictionary;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.strictyaml.YamlFile;
import org.medsendx.strictyaml.YamlFileException;

/**
 * A choice from PS3.15, Annex E: the Basic Profile and options, in full or in part, and what a site
 * wants otherwise. Where options meet, new UIDs and cleaning win over keeping: a retained device
 * keeps its serial number, but its UIDs are mapped and its dates are shifted. A profile is a YAML
 * file, the shipped ones too; docs/de-identification.md says what it may hold.
 */
public final class Profile {

    /** What happens with dates and times. */
    public enum Dates {
        /** As the Basic Profile has it. */
        REMOVED,
        /** Retain Longitudinal Temporal Information with Modified Dates, in full or in part. */
        MODIFIED,
        /** Retain Longitudinal Temporal Information with Full Dates, in full or in part. */
        FULL
    }

    /**
     * How an attribute is treated.
     *
     * @param basic what the table says, for what cannot be treated so
     * @param vr VR of the attribute by PS3.6, or null when there are several
     */
    public record Rule(Treatment treatment, BasicAction basic, @Nullable VR vr) {}

    private static final int LO = 64;

    private final ProfileSpec spec;
    private final Dates dates;
    private final boolean datesOutsideTable;
    private final List<Option> claimed = new ArrayList<>();
    private final List<String> description = new ArrayList<>();
    private final Map<Integer, Rule> rules;
    private final Map<String, Rule> pathRules = new HashMap<>();

    public Profile(ProfileSpec spec) {
        this.spec = spec;
        ProfileSpec.Use full = spec.options().get(Option.FULL_DATES);
        ProfileSpec.Use modified = spec.options().get(Option.MODIFIED_DATES);
        dates = full != null ? Dates.FULL : modified != null ? Dates.MODIFIED : Dates.REMOVED;
        datesOutsideTable = (full != null && full.full()) || (modified != null && modified.full());
        var all = new HashMap<Integer, Rule>();
        ActionTable.get().byTag().forEach((tag, row) -> all.put(tag, rule(tag, row)));
        spec.overrides()
                .forEach((path, override) -> {
                    int slash = path.lastIndexOf('/');
                    int tag = Integer.parseUnsignedInt(path, slash + 1, path.length(), 16);
                    Rule rule = override.rule(Dictionary.vr(tag));
                    if (slash < 0) {
                        all.put(tag, rule);
                    } else {
                        pathRules.put('/' + path, rule);
                    }
                });
        rules = Map.copyOf(all);
        describe();
    }

    /** The profile of the trucks, as shipped. */
    public static Profile truck() {
        return Shipped.TRUCK;
    }

    /** The Basic Profile alone, as shipped. */
    public static Profile basic() {
        return Shipped.BASIC;
    }

    /**
     * Reads a profile.
     *
     * @throws ProfileException when it cannot be used; the message is for a person and names file,
     *     line and key
     */
    public static Profile read(Path file) throws ProfileException {
        try {
            return parse(file.toString(), YamlFile.text(file));
        } catch (YamlFileException e) {
            throw new ProfileException(String.valueOf(e.getMessage()));
        }
    }

    /** The profile that a text says; {@code name} is for messages. */
    public static Profile parse(String name, String text) throws ProfileException {
        return new Profile(ProfileFile.read(name, text));
    }

    /** Read when the first is asked for. */
    private static final class Shipped {
        static final Profile TRUCK = shipped("truck.yaml");
        static final Profile BASIC = shipped("basic.yaml");
    }

    private static Profile shipped(String resource) {
        try (BufferedReader reader = ActionTable.Resources.open(resource)) {
            return parse(resource, reader.lines().collect(Collectors.joining("\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ProfileException e) {
            throw new IllegalStateException("a shipped profile cannot be used", e);
        }
    }

    public String name() {
        return spec.name();
    }

    /** What the profile says. */
    public ProfileSpec spec() {
        return spec;
    }

    /** What is done about names that are burned into images. */
    public PixelRules pixelRules() {
        return spec.pixels();
    }

    /** What is wanted of uncompressed frames. */
    public FrameForm frames() {
        return spec.frames();
    }

    /** The same profile with uncompressed frames in another form. */
    public Profile with(FrameForm form) {
        return form == frames() ? this : new Profile(spec.with(form));
    }

    public Dates dates() {
        return dates;
    }

    /** Whether dates that the table does not name stay or move with the others; else they go. */
    public boolean datesOutsideTable() {
        return datesOutsideTable;
    }

    /** Options in use as the standard has them, to be claimed by code. */
    public List<Option> fullOptions() {
        return List.copyOf(claimed);
    }

    /** Options in use in part and what is done otherwise, in words; each fits LO. */
    public List<String> description() {
        return List.copyOf(description);
    }

    /** The rule of an attribute that stands anywhere, or null when nothing names it. */
    public @Nullable Rule rule(int tag) {
        return rules.get(tag);
    }

    /**
     * The rule of an attribute, or null when nothing names it.
     *
     * @param item path of the data set it stands in, see {@link ElementPath#item}
     */
    public @Nullable Rule rule(String item, int tag) {
        if (!pathRules.isEmpty() && !item.isEmpty()) {
            String path = ElementPath.of(item, tag).replaceAll("\\[\\d+\\]", "");
            Rule rule = pathRules.get(path);
            if (rule != null) {
                return rule;
            }
        }
        return tag >>> 24 == 0x60 ? Graphics.rule(tag) : rules.get(tag);
    }

    /** Whether Station Name stays as the scanner wrote it, and the truck's id is not put there. */
    public boolean keepsStation() {
        return has(StationName, Treatment.KEEP);
    }

    /** Whether ages stay, capped at 90 years. */
    public boolean keepsAge() {
        return has(PatientAge, Treatment.CAP_AGE) || has(PatientAge, Treatment.KEEP);
    }

    private boolean has(int tag, Treatment treatment) {
        Rule rule = rules.get(tag);
        return rule != null && rule.treatment() == treatment;
    }

    /** Whether the profile keeps an attribute as it is. */
    public boolean keeps(int tag) {
        return has(tag, Treatment.KEEP);
    }

    /** Whether the profile keeps the UIDs of an attribute. */
    public boolean keepsUid(int tag) {
        return has(tag, Treatment.KEEP);
    }

    /**
     * Whether an element goes because of its group: private ones that the site does not know to be
     * safe, curves, overlays.
     */
    public boolean removesGroup(DataSet dataSet, int tag) {
        if (!ActionTable.removedAsGroup(tag)) {
            return false;
        }
        if (tag >>> 24 == 0x60 && spec.options().containsKey(Option.GRAPHICS)) {
            return !Graphics.overlayStays(dataSet, tag);
        }
        return !spec.safePrivate().keeps(dataSet, tag);
    }

    /** Gives the private elements that stay the VR that their encoding hides. */
    public void explainPrivate(DataSet dataSet) throws IOException {
        new PrivateValues(spec.safePrivate()).explain(dataSet);
    }

    /** The words of content that an option cleans are cleaned, not replaced. */
    private Rule rule(int tag, ActionTable.Row row) {
        Treatment treatment = treatment(tag, row);
        boolean dummy = treatment == Treatment.BASIC && cleans(Option.DEVICE, tag, row);
        return new Rule(treatment, dummy ? BasicAction.D : row.basic(), row.vr());
    }

    private Treatment treatment(int tag, ActionTable.Row row) {
        VR vr = row.vr();
        boolean kept = keeps(Option.PATIENT, tag, row);
        switch (tag) {
            case PatientID, PatientName -> {
                return Treatment.PATIENT;
            }
            case AccessionNumber -> {
                return Treatment.ACCESSION;
            }
            case StationName -> {
                return keeps(Option.DEVICE, tag, row) ? Treatment.KEEP : Treatment.STATION;
            }
            case PatientAge -> {
                return kept ? Treatment.CAP_AGE : Treatment.BASIC;
            }
            case PatientSex -> {
                return kept ? Treatment.KEEP_SEX : Treatment.BASIC;
            }
            default -> {
                // by option
            }
        }
        if (vr == VR.UI || row.basic() == BasicAction.U) {
            return keeps(Option.UIDS, tag, row) ? Treatment.KEEP : Treatment.BASIC;
        }
        if (keeps(Option.FULL_DATES, tag, row)) {
            return Treatment.KEEP;
        }
        if (row.has(Option.MODIFIED_DATES, Option.Effect.CLEAN)) {
            boolean date = vr == VR.DA || vr == VR.DT || vr == VR.TM;
            return date && spec.covers(Option.MODIFIED_DATES, tag)
                    ? Treatment.SHIFT
                    : Treatment.BASIC;
        }
        if (vr != null
                && vr.characterSet()
                && (cleans(Option.DESCRIPTORS, tag, row) || cleans(Option.PATIENT, tag, row))) {
            return Treatment.CLEAN_WORDS;
        }
        if (cleans(Option.STRUCTURED_CONTENT, tag, row) || cleans(Option.GRAPHICS, tag, row)) {
            return Treatment.CLEAN_CONTENT;
        }
        boolean keep =
                kept
                        || keeps(Option.UIDS, tag, row)
                        || keeps(Option.DEVICE, tag, row)
                        || keeps(Option.INSTITUTION, tag, row);
        return keep ? Treatment.KEEP : Treatment.BASIC;
    }

    private boolean keeps(Option option, int tag, ActionTable.Row row) {
        return row.has(option, Option.Effect.KEEP) && spec.covers(option, tag);
    }

    private boolean cleans(Option option, int tag, ActionTable.Row row) {
        return row.has(option, Option.Effect.CLEAN) && spec.covers(option, tag);
    }

    /** Claims by code what is done as the standard has it, and says the rest in words. */
    private void describe() {
        Set<Option> overridden = new java.util.HashSet<>();
        spec.overrides()
                .keySet()
                .forEach(path -> {
                    int tag =
                            Integer.parseUnsignedInt(
                                    path, path.lastIndexOf('/') + 1, path.length(), 16);
                    ActionTable.Row row = ActionTable.get().row(tag);
                    if (row != null) {
                        overridden.addAll(row.options().keySet());
                    }
                });
        for (Option option : Option.values()) {
            ProfileSpec.Use use = spec.options().get(option);
            if (use == null) {
                continue;
            }
            String words = ProfileFile.words(option);
            if (!use.full()) {
                list(words + " in part: ", names(use.attributes()));
            } else if (overridden.contains(option)) {
                description.add(words + ": but for overrides");
            } else {
                claimed.add(option);
            }
        }
        if (has(PatientAge, Treatment.CAP_AGE)) {
            description.add("ages of 90 years and over as 090Y");
        }
        spec.overrides()
                .forEach((path, override) -> {
                    String[] steps = path.split("/", -1);
                    int tag = Integer.parseUnsignedInt(steps[steps.length - 1], 16);
                    String where = steps.length > 1 ? " in a sequence" : "";
                    list("override, " + override.key() + where + ": ", List.of(name(tag)));
                });
        description.add("recognizable visual features: not cleaned");
    }

    private void list(String prefix, List<String> names) {
        var line = new StringBuilder();
        for (String name : names) {
            if (!line.isEmpty() && line.length() + 2 + name.length() > LO) {
                description.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? prefix : ", ").append(name);
        }
        description.add(line.toString());
    }

    private static List<String> names(Set<Integer> tags) {
        return new TreeSet<>(tags).stream().map(Profile::name).toList();
    }

    // A long keyword would not fit LO beside its prefix.
    private static String name(int tag) {
        String keyword = Dictionary.keyword(tag);
        return keyword.isEmpty() || keyword.length() > 24
                ? org.medsendx.dicom.dictionary.Tag.toString(tag)
                : keyword;
    }
}
