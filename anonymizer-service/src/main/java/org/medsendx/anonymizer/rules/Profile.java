package org.medsendx.anonymizer.rules;

import static org.medsendx.dicom.dictionary.Tag.*;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.dictionary.VR;

/**
 * A choice from PS3.15, Annex E: the Basic Profile and options, in full or in part. Where options
 * meet, new UIDs and cleaning win over keeping: a retained device keeps its serial number, but its
 * UIDs are mapped and its dates are shifted.
 */
public final class Profile {

    /** What happens with dates and times. */
    public enum Dates {
        /** As the Basic Profile has it. */
        REMOVED,
        /** Retain Longitudinal Temporal Information with Modified Dates. */
        MODIFIED
    }

    /**
     * How an attribute is treated.
     *
     * @param basic what the table says, for what cannot be treated so
     * @param vr VR of the attribute by PS3.6, or null when there are several
     */
    public record Rule(Treatment treatment, BasicAction basic, @Nullable VR vr) {}

    private static final Set<Integer> DEVICE = Set.of(DeviceSerialNumber);
    private static final Set<Integer> PATIENT_CHARACTERISTICS =
            Set.of(PatientSex, PatientAge, PatientSize, PatientWeight);

    private final String name;
    private final Dates dates;
    private final List<Option> fullOptions;
    private final List<String> description;
    private final Map<Integer, Rule> rules;

    private Profile(
            String name,
            Dates dates,
            boolean cleanDescriptors,
            Set<Integer> kept,
            List<Option> fullOptions,
            List<String> description) {
        this.name = name;
        this.dates = dates;
        this.fullOptions = List.copyOf(fullOptions);
        this.description = List.copyOf(description);
        var all = new HashMap<Integer, Rule>();
        ActionTable.get()
                .byTag()
                .forEach((tag, row) ->
                        all.put(
                                tag,
                                new Rule(
                                        treatment(tag, row, dates, cleanDescriptors, kept),
                                        row.basic(),
                                        row.vr())));
        rules = Map.copyOf(all);
    }

    /**
     * The profile of the trucks: Basic, modified dates, clean descriptors, part of the device
     * identity and part of the patient characteristics.
     */
    public static Profile truck() {
        var kept = new java.util.HashSet<>(DEVICE);
        kept.addAll(PATIENT_CHARACTERISTICS);
        return new Profile(
                "truck",
                Dates.MODIFIED,
                true,
                kept,
                List.of(Option.MODIFIED_DATES, Option.DESCRIPTORS),
                List.of(
                        "Device identity in part: maker, model, serial, software",
                        "Patient characteristics in part: sex, age (90+ as 090Y)",
                        "Patient characteristics in part: size, weight"));
    }

    /** The Basic Profile alone. */
    public static Profile basic() {
        return new Profile("basic", Dates.REMOVED, false, Set.of(), List.of(), List.of());
    }

    public String name() {
        return name;
    }

    public Dates dates() {
        return dates;
    }

    /** Options in use as the standard has them, to be claimed by code. */
    public List<Option> fullOptions() {
        return fullOptions;
    }

    /** Options in use in part, in words; each fits LO. */
    public List<String> description() {
        return description;
    }

    /** The rule of an attribute, or null when the table does not name it. */
    public @Nullable Rule rule(int tag) {
        return rules.get(tag);
    }

    private static Treatment treatment(
            int tag,
            ActionTable.Row row,
            Dates dates,
            boolean cleanDescriptors,
            Set<Integer> kept) {
        return switch (tag) {
            case PatientID, PatientName -> Treatment.PATIENT;
            case AccessionNumber -> Treatment.ACCESSION;
            case StationName -> Treatment.STATION;
            case PatientAge -> kept.contains(tag) ? Treatment.CAP_AGE : Treatment.BASIC;
            case PatientSex -> kept.contains(tag) ? Treatment.KEEP_SEX : Treatment.BASIC;
            default -> {
                VR vr = row.vr();
                if (row.basic() == BasicAction.U) {
                    yield Treatment.BASIC;
                }
                if (dates == Dates.MODIFIED
                        && row.has(Option.MODIFIED_DATES, Option.Effect.CLEAN)
                        && (vr == VR.DA || vr == VR.DT || vr == VR.TM)) {
                    yield Treatment.SHIFT;
                }
                if (cleanDescriptors
                        && row.has(Option.DESCRIPTORS, Option.Effect.CLEAN)
                        && vr != null
                        && vr.characterSet()) {
                    yield Treatment.CLEAN_WORDS;
                }
                yield kept.contains(tag) ? Treatment.KEEP : Treatment.BASIC;
            }
        };
    }
}
