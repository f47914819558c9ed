package org.medsendx.deidentification.release;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.InstanceUids;
import org.medsendx.contracts.deidentified.VerificationReport;
import org.medsendx.deidentification.pixels.PixelWork;
import org.medsendx.deidentification.pixels.StoredFrames;
import org.medsendx.deidentification.rules.Reason;

/**
 * What came of one instance: released, with a verified copy, or withheld, with reasons.
 *
 * <p>There is no "released with warnings". An instance whose rules could not all be applied, or
 * whose written copy did not pass the gate, is withheld.
 */
public sealed interface Release {

    /** What the verification report says of it. */
    Evidence evidence();

    /** Every rule was applied, and the gate found nothing. */
    record Released(Copy copy, Evidence evidence) implements Release {}

    /**
     * At least one rule failed, and there is no copy.
     *
     * @param reasons at least one
     */
    record Withheld(List<Reason> reasons, Evidence evidence) implements Release {
        public Withheld {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("withheld without a reason");
            }
        }

        /** Before anything was done. */
        static Withheld because(String rule, @Nullable Integer tag) {
            return new Withheld(List.of(new Reason(rule, tag)), Evidence.NONE);
        }
    }

    /** An input that is a copy of ours. */
    static Release already() {
        return Withheld.because(Releaser.ALREADY, null);
    }

    /** The original is not where it was put. */
    static Release originalMissing() {
        return Withheld.because(Releaser.ORIGINAL_MISSING, null);
    }

    /** The original is not what was put there. */
    static Release originalChanged() {
        return Withheld.because(Releaser.ORIGINAL_CHANGED, null);
    }

    /** Nobody has said what the profile is that was chosen for it. */
    static Release unknownProfile() {
        return Withheld.because(Releaser.UNKNOWN_PROFILE, null);
    }

    /**
     * What was done and checked, as far as it came.
     *
     * @param keyId the key or random table of the study; null when the study was not found out
     * @param inputCode a code of the input's SHA-256, null when the study was not found out
     * @param actions what became of the elements
     * @param checks what the gate checked
     */
    record Evidence(
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
     * @param uids its pseudonymous UIDs
     * @param sopClass SOP Class UID
     * @param transferSyntax of the copy
     * @param modality a modality code, {@code OT} where the header has none
     * @param shiftedDate Study Date as in the copy, or {@code undated}
     * @param featureId see {@link org.medsendx.deidentification.rules.Subject#featureId}
     * @param examKey see {@link org.medsendx.deidentification.rules.Subject#examKey}
     * @param examKeyId see {@link org.medsendx.deidentification.rules.Subject#examKeyId}
     * @param acquisitionDay the real day, identified data; null when the header has none
     * @param device a code of manufacturer, model and serial number, {@code s-} and 16 hex digits;
     *     null when the header lacks the serial number
     * @param sha256 of the copy
     * @param bytes size of the copy
     * @param pixels what was done about its pixels
     * @param frames how its frames are stored
     * @param pseudonyms the patient's and the accession number's
     * @param identity whose it is: identified data
     */
    record Copy(
            InstanceUids uids,
            String sopClass,
            String transferSyntax,
            String modality,
            String shiftedDate,
            String featureId,
            String examKey,
            String examKeyId,
            @Nullable LocalDate acquisitionDay,
            @Nullable String device,
            String sha256,
            long bytes,
            PixelWork pixels,
            StoredFrames frames,
            Pseudonyms pseudonyms,
            Identity identity) {}

    /**
     * The pseudonyms by which somebody may ask for the person.
     *
     * @param patient goes into Patient ID
     * @param accession goes into Accession Number, null when the original has none
     */
    record Pseudonyms(String patient, @Nullable String accession) {}
}
