package org.medsendx.segmenter.review;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.deidentified.RejectReason;
import org.medsendx.contracts.deidentified.ScanReviewed.Decision;
import org.medsendx.contracts.deidentified.ScanReviewed.Reviewer;

/**
 * What one person decided about one scan. It stays on the truck as a whole: name, time and comment
 * are in no event.
 *
 * @param objectId which scan
 * @param study its pseudonymous Study Instance UID
 * @param revision 1 for the first decision about the scan, one more for each change
 * @param decision accepted or rejected
 * @param reason why rejected, a code of {@link RejectReason}; null when accepted
 * @param repeat whether the view was, or is to be, taken again
 * @param comment what the person wrote; null when nothing
 * @param by the name of the account
 * @param role in which role
 * @param at when, by the truck's clock
 */
public record Review(
        UUID objectId,
        String study,
        int revision,
        Decision decision,
        @Nullable String reason,
        boolean repeat,
        @Nullable String comment,
        String by,
        Reviewer role,
        Instant at) {

    /** A comment is at most so many characters. */
    public static final int LONGEST_COMMENT = 1000;

    public Review {
        Checks.uid(study);
        if (reason != null) {
            Checks.reason(reason);
        }
        if ((decision == Decision.REJECTED) != (reason != null)) {
            throw new IllegalArgumentException("a rejected scan, and no other, has a reason");
        }
        if (comment != null && comment.length() > LONGEST_COMMENT) {
            throw new IllegalArgumentException("a comment has at most 1000 characters");
        }
    }
}
