package org.medsendx.miner.statistics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.RejectReason;
import org.medsendx.contracts.deidentified.ReviewRates;
import org.medsendx.contracts.deidentified.ReviewRates.Reason;
import org.medsendx.contracts.deidentified.ReviewRates.Share;
import org.medsendx.miner.reviews.RejectGroup;
import org.medsendx.miner.reviews.ReviewCounts;
import org.medsendx.miner.reviews.ScannerReviews;

/**
 * Shares of rejected scans in the latest {@value #DAYS} days, as reject analyses state them: of all
 * scans that somebody decided about. Intervals are Wilson's (J. Am. Stat. Assoc. 22 (1927) 209-212)
 * for as many independent scans as exams say that there are: images of one patient are rejected
 * together.
 */
final class RejectRates {

    /** Three months, as AAPM Report No. 151 has it for mammography. */
    static final int DAYS = 91;

    private static final double Z = 1.959964;

    private RejectRates() {}

    /** The shares of a scanner; null when nobody decided about its scans. */
    static @Nullable ReviewRates of(ScannerReviews reviews) {
        if (reviews.scans() == 0) {
            return null;
        }
        var sum = new ReviewCounts();
        int from = Math.toIntExact(reviews.lastDay().toEpochDay()) - DAYS + 1;
        int first = Integer.MAX_VALUE;
        for (var unit : reviews.units()) {
            if (unit.day() >= from) {
                sum.add(unit.counts());
                first = Math.min(first, unit.day());
            }
        }
        var reasons = new ArrayList<Reason>();
        for (var reason : RejectReason.values()) {
            int scans = sum.scans(reason);
            if (scans > 0) {
                reasons.add(
                        new Reason(
                                reason.code(),
                                code(cause(RejectGroup.of(reason))),
                                share(scans, sum.exams(reason), sum)));
            }
        }
        reasons.sort(Comparator.comparing((Reason one) -> one.share().scans()).reversed());
        return new ReviewRates(
                LocalDate.ofEpochDay(first),
                reviews.lastDay(),
                sum.scans(),
                sum.exams(),
                share(sum.rejectedScans(), sum.rejectedExams(), sum),
                share(sum.repeatedScans(), sum.repeatedExams(), sum),
                reasons);
    }

    /** The class of cause that reasons of a group point to. */
    static Cause cause(RejectGroup group) {
        return switch (group) {
            case EXPOSURE -> Cause.EXPOSURE;
            case DEFECT -> Cause.DEFECT;
            case POSITIONING -> Cause.POSITIONING;
            case MOTION -> Cause.MOTION;
            case PREPARATION -> Cause.PREPARATION;
            case IDENTIFICATION -> Cause.IDENTIFICATION;
            case PROTOCOL -> Cause.PROTOCOL;
            case OTHER -> Cause.HANDLING;
        };
    }

    private static String code(Cause cause) {
        return cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @param hits scans
     * @param exams that they are of
     */
    private static Share share(int hits, int exams, ReviewCounts of) {
        double percent = 100.0 * hits / of.scans();
        // Without a hit nothing says how many images of an exam fall together: all of them.
        double events = hits == 0 ? 0 : exams;
        double n = hits == 0 ? of.exams() : (double) of.scans() * exams / hits;
        double p = events / n;
        double middle = p + Z * Z / (2 * n);
        double half = Z * Math.sqrt((p * (1 - p) + Z * Z / (4 * n)) / n);
        double scale = 100 / (1 + Z * Z / n);
        return new Share(
                hits,
                rounded(percent),
                Math.min(rounded(percent), rounded(Math.max(0, scale * (middle - half)))),
                Math.max(
                        rounded(percent),
                        rounded(Math.min(1, (middle + half) / (1 + Z * Z / n)) * 100)));
    }

    private static double rounded(double percent) {
        return Math.rint(percent * 100) / 100;
    }
}
