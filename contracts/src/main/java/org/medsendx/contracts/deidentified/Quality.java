package org.medsendx.contracts.deidentified;

import java.util.List;
import java.util.Objects;
import org.medsendx.contracts.Checks;

/**
 * Technical quality of a scan, for the crew: scanning again while the patient is still there is
 * worth more than any alert next week.
 *
 * @param verdict the verdict
 * @param findings codes of what was found, such as {@code clipped}; empty for {@link Verdict#GOOD}
 */
public record Quality(Verdict verdict, List<String> findings) {

    public Quality {
        Objects.requireNonNull(verdict, "verdict");
        findings = List.copyOf(findings);
        findings.forEach(Checks::reason);
    }

    /** How good. */
    public enum Verdict {
        GOOD,
        /** Usable; a person should look. */
        LOOK,
        /** Not usable as it is. */
        REPEAT,
        /** Not an image that can be judged here. */
        NOT_JUDGED
    }
}
