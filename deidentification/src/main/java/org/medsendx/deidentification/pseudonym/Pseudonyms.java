package org.medsendx.deidentification.pseudonym;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The pseudonyms of one patient: a function of key, assigning authority and Patient ID. Two
 * hospitals' equal ids are two patients; an instance without an id belongs to the patient of its
 * study alone.
 */
public final class Pseudonyms {

    private final Codes codes;
    private final String[] patient;

    private Pseudonyms(Codes codes, String... patient) {
        this.codes = codes;
        this.patient = patient;
    }

    /**
     * The pseudonyms of a patient.
     *
     * @param issuer assigning authority of the id, empty when nobody knows it
     * @param patientId Patient ID, or null or blank when there is none
     * @param study original Study Instance UID, or what stands for it
     */
    public static Pseudonyms of(
            Codes codes, String issuer, @Nullable String patientId, String study) {
        String id = patientId == null ? "" : patientId.strip();
        return id.isEmpty()
                ? new Pseudonyms(codes, "study", UidMapper.stripped(study))
                : new Pseudonyms(codes, "patient", issuer.strip(), id);
    }

    /** Goes into Patient ID and Patient's Name: {@code P-} and 16 hex digits. */
    public String patientId() {
        return "P-" + codes.hex(Purpose.PATIENT, 16, patient).toUpperCase(Locale.ROOT);
    }

    /** Accession number of this patient: {@code A} and 15 hex digits, which fits SH. */
    public String accession(String original) {
        return "A"
                + codes.hex(Purpose.ACCESSION, 15, with(original.strip())).toUpperCase(Locale.ROOT);
    }

    /** How far this patient's dates move. */
    public DateShift shift() {
        long bits = ByteBuffer.wrap(codes.code(Purpose.DATE_SHIFT, patient)).getLong();
        return new DateShift(1 + (int) Long.remainderUnsigned(bits, DateShift.MAX_DAYS));
    }

    private String[] with(String more) {
        var parts = java.util.Arrays.copyOf(patient, patient.length + 1);
        parts[patient.length] = more;
        return parts;
    }
}
