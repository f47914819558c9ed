package org.medsendx.miner.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.ReviewRates;
import org.medsendx.contracts.deidentified.ReviewRates.Share;
import org.medsendx.miner.listing.FleetRejects;
import org.medsendx.miner.report.FleetWords;

/**
 * What was rejected, and why, as text for a page.
 *
 * @param head what the shares are of, in words; empty when nobody decided
 * @param rows all reasons, what was taken again, and each reason
 */
public record RejectTable(String head, List<Row> rows) {

    /** A reason; {@code range} is the interval of the share, or how scanners differ. */
    public record Row(String reason, String cause, String scans, String percent, String range) {}

    /** Of one scanner. */
    static RejectTable of(@Nullable ReviewRates reviews) {
        if (reviews == null || reviews.scans() == 0) {
            return new RejectTable("", List.of());
        }
        var rows = new ArrayList<Row>();
        rows.add(row(FleetRejects.ALL, "", reviews.rejected()));
        rows.add(row(FleetRejects.REPEATED, "", reviews.repeated()));
        for (var reason : reviews.reasons()) {
            rows.add(row(reason.reason(), reason.cause(), reason.share()));
        }
        return new RejectTable(
                FleetWords.counted(reviews.scans(), "image")
                        + " of "
                        + FleetWords.counted(reviews.exams(), "exam")
                        + " that somebody decided about, "
                        + reviews.firstDay()
                        + " to "
                        + reviews.lastDay(),
                rows);
    }

    private static Row row(String reason, String cause, Share share) {
        return new Row(
                reason.replace('-', ' '),
                cause.replace('-', ' '),
                Integer.toString(share.scans()),
                percent(share.percent()),
                percent(share.low()) + " to " + percent(share.high()));
    }

    /** Of the whole fleet. */
    static RejectTable of(FleetRejects rejects) {
        if (rejects.scanners() == 0) {
            return new RejectTable("", List.of());
        }
        return new RejectTable(
                FleetWords.counted(rejects.scans(), "image")
                        + " that somebody decided about, on "
                        + FleetWords.counted(rejects.scanners(), "scanner")
                        + ", in the latest three months of each",
                rejects.lines().stream()
                        .map(line ->
                                new Row(
                                        line.reason().replace('-', ' '),
                                        line.cause().replace('-', ' '),
                                        Long.toString(line.scans()),
                                        percent(line.percent()),
                                        percent(line.median())
                                                + " ("
                                                + percent(line.lower())
                                                + " to "
                                                + percent(line.upper())
                                                + ")"))
                        .toList());
    }

    /** A share as lists have it; empty when nobody decided. */
    static String brief(@Nullable ReviewRates reviews) {
        return reviews == null || reviews.scans() == 0 ? "" : percent(reviews.rejected().percent());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share);
    }
}
