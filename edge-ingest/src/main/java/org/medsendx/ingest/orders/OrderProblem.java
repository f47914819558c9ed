package org.medsendx.ingest.orders;

/** Why something is not taken as an order, and what to do. */
public enum OrderProblem {
    EMPTY("empty", "Nothing is in it."),
    TOO_LARGE(
            "too-large",
            "Split it: more than medsendx.ingest.orders.max-file-size, or than 100,000 lines."),
    UNKNOWN_FORM("unknown-form", "Send CSV with its header, HL7 v2 or a DICOM worklist file."),
    CHARACTER_SET(
            "character-set",
            "Name the character set that the text is in (MSH-18, (0008,0005)), and write letters"
                    + " as such, without escapes of other sets; CSV is UTF-8."),
    CSV_COLUMN("csv-column", "A column of the header is unknown, there twice, or missing."),
    CSV_FIELDS("csv-fields", "The line has more or fewer fields than the header."),
    HL7_MESSAGE("hl7-message", "Only ORM^O01, OMG^O19 and OMI^O23 bring orders."),
    HL7_SEGMENT(
            "hl7-segment",
            "A segment that an order needs is missing, out of its place, or longer than 16 KiB, or"
                    + " the message has more than 100 orders."),
    ORDER_CONTROL(
            "order-control",
            "ORC-1 is none of NW, XO, RO, SC, CA, DC, OC, CR, or is SC of an order that is"
                    + " completed."),
    DICOM("dicom", "It cannot be read as a DICOM worklist file."),
    READER_FAILED("reader-failed", "The reader tripped over it; keep it and tell the makers."),
    NO_PATIENT_ID("no-patient-id", "Give the patient's id."),
    NO_PATIENT_NAME("no-patient-name", "Give the patient's name."),
    NO_NUMBER("no-number", "Give an accession number or the id of the scheduled step."),
    NO_STEP("no-step", "Say what is to be done: at least the modality."),
    BAD_DATE("bad-date", "Write a date as YYYYMMDD or YYYY-MM-DD, a time as HHMM or HH:MM."),
    BAD_VALUE(
            "bad-value",
            "A value is longer than DICOM allows, or none of those that it may be, or the order"
                    + " has more than 64 KiB."),
    BAD_UID("bad-uid", "The Study Instance UID is no UID."),
    /** Its key is that of an order in the book which is for somebody else. */
    OTHER_PATIENT(
            "other-patient",
            "Another patient's order has this accession number and step id and stays as it is:"
                    + " correct the number, or take that order back first."),
    /** Its key is that of another order in the same file or message. */
    SAME_NUMBER(
            "same-number",
            "Different orders in it have one accession number and step id: give each step its"
                    + " id."),
    TOO_MANY("too-many", "No more orders are kept: medsendx.ingest.orders.max.");

    private final String code;
    private final String advice;

    OrderProblem(String code, String advice) {
        this.code = code;
        this.advice = advice;
    }

    /** The code, as reports and interfaces write it. */
    public String code() {
        return code;
    }

    /** What to do. */
    public String advice() {
        return advice;
    }
}
