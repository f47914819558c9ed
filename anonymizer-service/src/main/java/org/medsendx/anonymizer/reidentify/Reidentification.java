package org.medsendx.anonymizer.reidentify;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.medsendx.audit.AuditEvent;
import org.medsendx.audit.AuditEvent.Kind;
import org.medsendx.audit.AuditEvent.ObjectOf;
import org.medsendx.audit.AuditEvent.Outcome;
import org.medsendx.audit.AuditLog;
import org.medsendx.deidentification.release.Identity;

/**
 * Answers an authorised request for the person behind a pseudonym. The request is in the audit log
 * before anything is looked up: no line, no answer. Thread safe.
 */
public final class Reidentification {

    private static final Pattern PSEUDONYM =
            Pattern.compile("P-[0-9A-F]{16}|A[0-9A-F]{15}|2\\.25\\.[0-9]{1,39}");

    /**
     * Who asks.
     *
     * @param known whether it is the name of an account that signed in; else it is a claim
     * @param address where the request came from, null for the truck itself
     */
    public record Requester(String name, boolean known, @Nullable String address) {

        private Kind kind() {
            return known ? Kind.REIDENTIFIED : Kind.REIDENTIFIED_BY_CLAIM;
        }
    }

    private final PatientTable patients;
    private final AuditLog audit;

    public Reidentification(PatientTable patients, AuditLog audit) {
        this.patients = patients;
        this.audit = audit;
    }

    /**
     * Whom a pseudonym stands for, or null when it is none of this truck.
     *
     * @param reason why
     * @throws IllegalArgumentException when it has not the form of a pseudonym, or somebody does
     *     not say who asks and why; the message quotes nothing
     * @throws IOException when the audit log cannot be written or the table not be read
     */
    public @Nullable Identity find(String pseudonym, Requester by, String reason)
            throws IOException {
        // What is no pseudonym may be a name, and must not get into the log.
        if (!PSEUDONYM.matcher(pseudonym).matches()) {
            throw new IllegalArgumentException(
                    "expected a pseudonym: P- and 16 hex digits, A and 15, or a UID under 2.25");
        }
        if (by.name().isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("who asks and why must be said");
        }
        audit.add(
                new AuditEvent(
                        by.kind(),
                        Outcome.SUCCESS,
                        by.name().strip(),
                        by.address(),
                        List.of(new ObjectOf("pseudonym", pseudonym)),
                        reason.strip()));
        Identity identity;
        try {
            identity = patients.find(pseudonym);
        } catch (IOException e) {
            outcome(pseudonym, by, Outcome.SERIOUS_FAILURE, "table-unusable");
            throw e;
        }
        if (identity == null) {
            outcome(pseudonym, by, Outcome.MINOR_FAILURE, "unknown-pseudonym");
        }
        return identity;
    }

    private void outcome(String pseudonym, Requester by, Outcome outcome, String code)
            throws IOException {
        audit.add(
                new AuditEvent(
                        by.kind(),
                        outcome,
                        by.name().strip(),
                        by.address(),
                        List.of(new ObjectOf("pseudonym", pseudonym)),
                        code));
    }
}
