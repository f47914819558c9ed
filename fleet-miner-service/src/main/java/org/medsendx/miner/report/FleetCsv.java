package org.medsendx.miner.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.miner.board.ViewForm;
import org.medsendx.miner.listing.FleetListing;
import org.medsendx.miner.statistics.FleetView.Scanner;

/**
 * Scanners as a table for a spreadsheet: CSV as RFC 4180 has it, UTF-8, one line for each scanner
 * with what decides about it, or comes nearest to that.
 */
public final class FleetCsv {

    private static final String HEAD =
            "scanner,truck,make,model,modality,state,reason,exams,images,first_day,last_day,"
                    + "feature,cause,effect,effect_low,effect_high,unit,since,since_earliest,"
                    + "since_latest,score,limit,decided_scans,rejected,rejected_percent,"
                    + "rejected_low,rejected_high,repeated,repeated_percent\r\n";

    private FleetCsv() {}

    /** The whole table, its head too. */
    public static String of(List<Scanner> scanners) {
        var csv = new StringBuilder(HEAD);
        for (var scanner : scanners) {
            line(csv, scanner);
        }
        return csv.toString();
    }

    private static void line(StringBuilder csv, Scanner scanner) {
        add(csv, scanner.id());
        add(csv, scanner.truck());
        add(csv, scanner.make());
        add(csv, scanner.model());
        add(csv, scanner.modality());
        add(csv, ViewForm.code(scanner.answer()));
        add(csv, scanner.reason());
        add(csv, Long.toString(scanner.exams()));
        add(csv, Long.toString(scanner.images()));
        add(csv, text(scanner.firstDay()));
        add(csv, text(scanner.lastDay()));
        var leading = FleetListing.leading(scanner);
        if (leading.isEmpty()) {
            csv.append(",,,,,,,,,,");
        } else {
            var evidence = leading.get();
            var since = evidence.since();
            add(csv, evidence.feature());
            add(csv, ViewForm.code(evidence.cause()));
            number(csv, evidence.effect().value());
            number(csv, evidence.effect().low());
            number(csv, evidence.effect().high());
            add(csv, evidence.unit());
            add(csv, since == null ? "" : text(since.day()));
            add(csv, since == null ? "" : text(since.earliest()));
            add(csv, since == null ? "" : text(since.latest()));
            number(csv, evidence.score());
            csv.append(number(evidence.limit()));
        }
        var reviews = scanner.reviews();
        if (reviews == null) {
            csv.append(",,,,,,,\r\n");
            return;
        }
        csv.append(',').append(reviews.scans()).append(',');
        csv.append(reviews.rejected().scans()).append(',');
        number(csv, reviews.rejected().percent());
        number(csv, reviews.rejected().low());
        number(csv, reviews.rejected().high());
        csv.append(reviews.repeated().scans()).append(',');
        csv.append(number(reviews.repeated().percent())).append("\r\n");
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static void number(StringBuilder csv, double value) {
        csv.append(number(value)).append(',');
    }

    /** A number with four digits behind the point, as none of it is known better. */
    public static String number(double value) {
        return Double.toString(Math.round(value * 1e4) / 1e4);
    }

    private static void add(StringBuilder csv, String cell) {
        csv.append(cell(cell)).append(',');
    }

    /**
     * A cell of text. What a spreadsheet would take for a formula begins with an apostrophe, since
     * names come from headers of images.
     */
    public static String cell(String text) {
        var safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? "\"" + safe.replace("\"", "\"\"") + "\""
                : safe;
    }
}
