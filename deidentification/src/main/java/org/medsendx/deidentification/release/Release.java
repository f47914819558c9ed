package org.medsendx.deidentification.release;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.VerificationReport;
import org.medsendx.deidentification.pixels.PixelWork;
import org.medsendx.deidentification.rules.Outcome;

/**
 * What came of one instance.
 *
 * @param outcome released or withheld
 * @param copy the verified copy; null when withheld
 * @param evidence what the verification report says of it
 */
public record Release(Outcome outcome, @Nullable Copy copy, Evidence evidence) {

    public Release {
        if ((copy == null) != (outcome instanceof Outcome.Withheld)) {
            throw new IllegalArgumentException("a released instance has a copy, a withheld none");
        }
    }

    static Release withheld(List<Outcome.Reason> reasons) {
        return withheld(reasons, Evidence.NONE);
    }

    static Release withheld(List<Outcome.Reason> reasons, Evidence evidence) {
        return new Release(new Outcome.Withheld(reasons), null, evidence);
    }

    /** An input that is a copy of ours. */
    public static Release already() {
        return withheld(Releaser.ALREADY, null);
    }

    static Release withheld(String rule, @Nullable Integer tag) {
        return withheld(List.of(new Outcome.Reason(rule, tag)));
    }

    /**
     * What was done and checked, as far as it came.
     *
     * @param keyId the key or random table of the study; null when the study was not found out
     * @param inputCode a code of the input's SHA-256, null when the study was not found out
     * @param actions what became of the elements
     * @param checks what the gate checked
     */
    public record Evidence(
            @Nullable String keyId,
            @Nullable String inputCode,
            List<VerificationReport.ActionTaken> actions,
            List<String> checks) {

        /** Of an input that was refused before anything was done. */
        public static final Evidence NONE = new Evidence(null, null, List.of(), List.of());

        public Evidence {
            actions = List.copyOf(actions);
            checks = List.copyOf(checks);
        }
    }

    /**
     * A verified copy.
     *
     * @param study pseudonymous Study Instance UID
     * @param series pseudonymous Series Instance UID
     * @param instance pseudonymous SOP Instance UID
     * @param sopClass SOP Class UID
     * @param transferSyntax of original and copy
     * @param modality a modality code, {@code OT} where the header has none
     * @param shiftedDate Study Date as in the copy, or {@code undated}
     * @param featureId see {@link org.medsendx.deidentification.rules.Subject#featureId}
     * @param acquisitionDay the real day, identified data; null when the header has none
     * @param device a code of manufacturer, model and serial number, {@code s-} and 16 hex digits;
     *     null when the header lacks the serial number
     * @param sha256 of the copy
     * @param bytes size of the copy
     * @param pixels what was done about its pixels
     * @param pseudonyms the patient's and the accession number's
     * @param identity whose it is: identified data
     */
    public record Copy(
            String study,
            String series,
            String instance,
            String sopClass,
            String transferSyntax,
            String modality,
            String shiftedDate,
            String featureId,
            @Nullable LocalDate acquisitionDay,
            @Nullable String device,
            String sha256,
            long bytes,
            PixelWork pixels,
            Pseudonyms pseudonyms,
            Identity identity) {}

    /**
     * The pseudonyms by which somebody may ask for the person.
     *
     * @param patient goes into Patient ID
     * @param accession goes into Accession Number, null when the original has none
     */
    public record Pseudonyms(String patient, @Nullable String accession) {}
}
