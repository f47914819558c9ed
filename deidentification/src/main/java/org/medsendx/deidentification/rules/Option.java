package org.medsendx.deidentification.rules;

import java.util.Map;
import java.util.Objects;

/** The options of PS3.15, E.3 that have a column in Table E.1-1, with their codes of CID 7050. */
public enum Option {
    SAFE_PRIVATE("safe-private", "113111", "Retain Safe Private Option"),
    UIDS("uids", "113110", "Retain UIDs Option"),
    DEVICE("device", "113109", "Retain Device Identity Option"),
    INSTITUTION("institution", "113112", "Retain Institution Identity Option"),
    PATIENT("patient", "113108", "Retain Patient Characteristics Option"),
    FULL_DATES(
            "full-dates", "113106", "Retain Longitudinal Temporal Information Full Dates Option"),
    MODIFIED_DATES(
            "modified-dates",
            "113107",
            "Retain Longitudinal Temporal Information Modified Dates Option"),
    DESCRIPTORS("descriptors", "113105", "Clean Descriptors Option"),
    STRUCTURED_CONTENT("structured-content", "113104", "Clean Structured Content Option"),
    GRAPHICS("graphics", "113103", "Clean Graphics Option");

    private static final Map<Option, String> KEYS =
            Map.of(
                    SAFE_PRIVATE, "private",
                    UIDS, "retain-uids",
                    DEVICE, "retain-device-identity",
                    INSTITUTION, "retain-institution-identity",
                    PATIENT, "retain-patient-characteristics",
                    FULL_DATES, "retain-full-dates",
                    MODIFIED_DATES, "retain-modified-dates",
                    DESCRIPTORS, "clean-descriptors",
                    STRUCTURED_CONTENT, "clean-structured-content",
                    GRAPHICS, "clean-graphics");

    private final String column;
    private final String code;
    private final String meaning;

    Option(String column, String code, String meaning) {
        this.column = column;
        this.code = code;
        this.meaning = meaning;
    }

    /** Code value in the coding scheme DCM. */
    public String code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }

    /** The option's key in a profile. */
    String key() {
        return Objects.requireNonNull(KEYS.get(this));
    }

    static Option ofColumn(String column) {
        for (Option option : values()) {
            if (option.column.equals(column)) {
                return option;
            }
        }
        throw new IllegalArgumentException("no option column: " + column);
    }

    /** What an option does with an attribute. */
    public enum Effect {
        KEEP,
        CLEAN
    }
}
