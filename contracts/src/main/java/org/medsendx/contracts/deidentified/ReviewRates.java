package org.medsendx.contracts.deidentified;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.medsendx.contracts.Checks;

/**
 * What people decided about the scans of one scanner, over its latest weeks with a decision.
 *
 * @param firstDay first real day of acquisition
 * @param lastDay last one
 * @param scans scans that somebody decided about
 * @param exams exams that they are of
 * @param rejected how many of the scans were rejected
 * @param repeated how many were, or are to be, taken again
 * @param reasons why, the most frequent first; those that nobody gave are left out
 */
public record ReviewRates(
        LocalDate firstDay,
        LocalDate lastDay,
        int scans,
        int exams,
        Share rejected,
        Share repeated,
        List<Reason> reasons) {

    public ReviewRates {
        Objects.requireNonNull(firstDay, "firstDay");
        Objects.requireNonNull(lastDay, "lastDay");
        Objects.requireNonNull(rejected, "rejected");
        Objects.requireNonNull(repeated, "repeated");
        reasons = List.copyOf(reasons);
        if (scans < 0 || exams < 0 || exams > scans || lastDay.isBefore(firstDay)) {
            throw new IllegalArgumentException("scans are of exams, and days in their order");
        }
    }

    /**
     * How many of the scans, and what share that is.
     *
     * @param scans how many
     * @param percent of all that somebody decided about
     * @param low lower end of its 95 % interval, with scans of one exam taken together
     * @param high upper end
     */
    public record Share(int scans, double percent, double low, double high) {
        public Share {
            if (scans < 0 || !(low >= 0 && low <= percent && percent <= high && high <= 100)) {
                throw new IllegalArgumentException("a share lies in its interval of 0 to 100");
            }
        }
    }

    /**
     * Scans that were rejected for one reason.
     *
     * @param reason a code such as {@code positioning}
     * @param cause the class of cause it points to, a code
     */
    public record Reason(String reason, String cause, Share share) {
        public Reason {
            Checks.reason(reason);
            Checks.reason(cause);
            Objects.requireNonNull(share, "share");
        }
    }
}
