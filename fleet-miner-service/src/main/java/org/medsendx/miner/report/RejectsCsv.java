package org.medsendx.miner.report;

import java.util.List;
import org.medsendx.contracts.deidentified.ReviewRates;
import org.medsendx.contracts.deidentified.ReviewRates.Share;
import org.medsendx.miner.statistics.FleetView.Scanner;

/**
 * What was rejected for which reason as a table for a spreadsheet: a line for each scanner and
 * reason, one with {@code all}, one with {@code repeated}. Form as {@link FleetCsv}.
 */
public final class RejectsCsv {

    private static final String HEAD =
            "scanner,truck,make,model,modality,first_day,last_day,decided_scans,decided_exams,"
                    + "reason,cause,scans,percent,percent_low,percent_high\r\n";

    private RejectsCsv() {}

    /** The whole table, its head too; scanners about whose scans nobody decided have no line. */
    public static String of(List<Scanner> scanners) {
        var csv = new StringBuilder(HEAD);
        for (var scanner : scanners) {
            var reviews = scanner.reviews();
            if (reviews != null) {
                line(csv, scanner, reviews, "all", "", reviews.rejected());
                line(csv, scanner, reviews, "repeated", "", reviews.repeated());
                for (var reason : reviews.reasons()) {
                    line(csv, scanner, reviews, reason.reason(), reason.cause(), reason.share());
                }
            }
        }
        return csv.toString();
    }

    private static void line(
            StringBuilder csv,
            Scanner scanner,
            ReviewRates reviews,
            String reason,
            String cause,
            Share share) {
        for (var text :
                List.of(
                        scanner.id(),
                        scanner.truck(),
                        scanner.make(),
                        scanner.model(),
                        scanner.modality(),
                        reviews.firstDay().toString(),
                        reviews.lastDay().toString(),
                        Integer.toString(reviews.scans()),
                        Integer.toString(reviews.exams()),
                        reason,
                        cause)) {
            csv.append(FleetCsv.cell(text)).append(',');
        }
        csv.append(share.scans()).append(',');
        csv.append(FleetCsv.number(share.percent())).append(',');
        csv.append(FleetCsv.number(share.low())).append(',');
        csv.append(FleetCsv.number(share.high())).append("\r\n");
    }
}
