package org.medsendx.miner.listing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.medsendx.contracts.deidentified.ReviewRates;
import org.medsendx.miner.statistics.FleetView.Scanner;

/**
 * What people decided about the scans of the whole fleet, over each scanner's latest weeks.
 *
 * @param scanners of how many somebody decided about scans
 * @param scans that somebody decided about
 * @param lines all that was rejected, what was taken again, and each reason, the most frequent
 *     first
 */
public record FleetRejects(int scanners, long scans, List<Line> lines) {

    /** How the line of all reasons is called. */
    public static final String ALL = "all reasons";

    /** How the line of what was taken again is called. */
    public static final String REPEATED = "taken again";

    public FleetRejects {
        lines = List.copyOf(lines);
    }

    /**
     * One reason, or all of them.
     *
     * @param reason a code, {@link #ALL} or {@link #REPEATED}
     * @param cause the class of cause, empty for those two
     * @param scans of the whole fleet
     * @param percent of all of the fleet's
     * @param lower lower quartile of the scanners' shares, per cent
     * @param median their median
     * @param upper upper quartile
     */
    public record Line(
            String reason,
            String cause,
            long scans,
            double percent,
            double lower,
            double median,
            double upper) {}

    private static final class Sum {
        final String cause;
        final double[] shares;
        long scans;

        Sum(String cause, int scanners) {
            this.cause = cause;
            this.shares = new double[scanners];
        }
    }

    /** Adds them up. */
    static FleetRejects of(List<Scanner> fleet) {
        var all =
                fleet.stream()
                        .map(Scanner::reviews)
                        .filter(Objects::nonNull)
                        .filter(reviews -> reviews.scans() > 0)
                        .toList();
        var sums = new TreeMap<String, Sum>();
        long scans = 0;
        for (int i = 0; i < all.size(); i++) {
            var reviews = all.get(i);
            scans += reviews.scans();
            add(sums, all.size(), i, ALL, "", reviews.rejected());
            add(sums, all.size(), i, REPEATED, "", reviews.repeated());
            for (var reason : reviews.reasons()) {
                add(sums, all.size(), i, reason.reason(), reason.cause(), reason.share());
            }
        }
        var lines = new ArrayList<Line>();
        long whole = scans;
        sums.forEach((reason, sum) -> {
            Arrays.sort(sum.shares);
            lines.add(
                    new Line(
                            reason,
                            sum.cause,
                            sum.scans,
                            100.0 * sum.scans / whole,
                            quantile(sum.shares, 0.25),
                            quantile(sum.shares, 0.5),
                            quantile(sum.shares, 0.75)));
        });
        lines.sort(
                Comparator.comparingInt((Line line) -> place(line.reason()))
                        .thenComparing(Comparator.comparingLong(Line::scans).reversed()));
        return new FleetRejects(all.size(), scans, lines);
    }

    private static void add(
            TreeMap<String, Sum> sums,
            int scanners,
            int at,
            String reason,
            String cause,
            ReviewRates.Share share) {
        var sum = sums.computeIfAbsent(reason, r -> new Sum(cause, scanners));
        sum.scans += share.scans();
        sum.shares[at] = share.percent();
    }

    private static int place(String reason) {
        return switch (reason) {
            case ALL -> 0;
            case REPEATED -> 1;
            default -> 2;
        };
    }

    // Nearest rank.
    private static double quantile(double[] sorted, double p) {
        return sorted[Math.clamp((int) Math.ceil(p * sorted.length) - 1, 0, sorted.length - 1)];
    }
}
