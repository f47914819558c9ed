package org.medsendx.readinglist.exam;

import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.ScanReviewed;

/**
 * What somebody on the truck decided about an image. Nobody in the cloud decides here.
 *
 * @param reason why it was rejected, a code; null when it was accepted
 * @param repeat whether the view was, or is to be, taken again
 * @param revision the highest counts
 */
public record Review(
        ScanReviewed.Decision decision,
        @Nullable String reason,
        boolean repeat,
        int revision,
        ScanReviewed.Reviewer reviewer) {

    static Review of(ScanReviewed scan) {
        return new Review(
                scan.decision(), scan.reason(), scan.repeat(), scan.revision(), scan.reviewer());
    }

    /** Whether the image is not to be read. */
    public boolean isRejection() {
        return decision == ScanReviewed.Decision.REJECTED;
    }
}
