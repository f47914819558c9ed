package org.medsendx.deidentification.pseudonym;

/**
 * What a code is made for. Each purpose has a key of its own, derived from the customer's key, so
 * that codes of two purposes cannot be linked even where their inputs are equal.
 */
public enum Purpose {
    UID("uid"),
    PATIENT("patient"),
    ACCESSION("accession"),
    DATE_SHIFT("date-shift"),
    FLEET_FEATURE("fleet-features"),
    FLEET_EXAM("fleet-exams"),
    FLEET_EXAM_KEY_ID("fleet-exam-key-id"),
    SCANNER("scanner"),
    MISSING_STUDY("missing-study"),
    MISSING_SERIES("missing-series"),
    INPUT("input"),
    KEY_ID("key-id");

    private final String label;

    Purpose(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
