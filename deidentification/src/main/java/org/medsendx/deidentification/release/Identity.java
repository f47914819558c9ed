package org.medsendx.deidentification.release;

import org.jspecify.annotations.Nullable;

/**
 * Who a pseudonym stands for, as the headers had it: identified data.
 *
 * @param keyId the key or random table that the pseudonym was made with
 * @param issuer assigning authority of the Patient ID, empty when nobody knows it
 * @param patientId Patient ID, empty when the header had none
 * @param name Patient's Name
 * @param birthDate Patient's Birth Date
 * @param sex Patient's Sex
 * @param study original Study Instance UID; null in what is kept of the patient alone
 * @param accession original accession number; null in what is kept of the patient alone
 */
public record Identity(
        String keyId,
        String issuer,
        String patientId,
        String name,
        String birthDate,
        String sex,
        @Nullable String study,
        @Nullable String accession) {

    /** The same without the study. */
    public Identity ofPatient() {
        return new Identity(keyId, issuer, patientId, name, birthDate, sex, null, null);
    }

    /** No value of a header. */
    @Override
    public String toString() {
        return "Identity";
    }
}
