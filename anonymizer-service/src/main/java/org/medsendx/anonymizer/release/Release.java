package org.medsendx.anonymizer.release;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.anonymizer.pixels.PixelWork;
import org.medsendx.anonymizer.rules.Outcome;

/**
 * What came of one instance.
 *
 * @param outcome released or withheld
 * @param copy the verified copy; null when withheld
 */
public record Release(Outcome outcome, @Nullable Copy copy) {

    public Release {
        if ((copy == null) != (outcome instanceof Outcome.Withheld)) {
            throw new IllegalArgumentException("a released instance has a copy, a withheld none");
        }
    }

    static Release withheld(List<Outcome.Reason> reasons) {
        return new Release(new Outcome.Withheld(reasons), null);
    }

    static Release withheld(String rule, @Nullable Integer tag) {
        return withheld(List.of(new Outcome.Reason(rule, tag)));
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
     * @param featureId see {@link org.medsendx.anonymizer.rules.Subject#featureId}
     * @param acquisitionDay the real day, identified data; null when the header has none
     * @param device a code of manufacturer, model and serial number, {@code s-} and 16 hex digits;
     *     null when the header lacks the serial number
     * @param sha256 of the copy
     * @param bytes size of the copy
     * @param pixels what was done about its pixels
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
            PixelWork pixels) {}
}
