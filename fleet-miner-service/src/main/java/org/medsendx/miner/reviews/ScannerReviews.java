package org.medsendx.miner.reviews;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.RejectReason;
import org.medsendx.contracts.deidentified.ScanOutcome;
import org.medsendx.miner.daily.IdHash;
import org.medsendx.miner.daily.Weeks;

/**
 * What was decided about the scans of one scanner. Of a scan the decision of the highest revision
 * counts, so a second look takes the place of the first and nothing counts twice, in whatever order
 * and however often messages come. One thread at a time.
 *
 * <p>Bounded: scans are told apart in the latest days, {@value #OPEN} of them at most; days before
 * are closed and become weeks, of which the first {@value #FIRST_WEEKS} and the latest are kept,
 * {@value #WEEKS} together. Less than 10 KB.
 */
public final class ScannerReviews {

    static final int OPEN = 512;
    static final int FIRST_WEEKS = 10;
    static final int WEEKS = 52;

    /** A day so long before a scanner's first is not believed once some scans were decided. */
    private static final int DAYS_BEFORE = 60;

    private static final int SCANS_TO_TRUST = 3;

    /** The scans of one day that can be told apart, by their hash of 40 bits. */
    static final class Day {
        final int key;
        final TreeMap<Long, Decided> scans = new TreeMap<>();

        Day(int key) {
            this.key = key;
        }
    }

    final String scanner;
    String truck = "unknown";
    int firstDay = Integer.MAX_VALUE;
    int lastDay = Integer.MIN_VALUE;
    int closedBefore = Integer.MIN_VALUE;
    long scans;
    int open;
    final TreeMap<Integer, Day> days = new TreeMap<>();
    final TreeMap<Integer, ReviewCounts> weeks = new TreeMap<>();

    ScannerReviews(String scanner) {
        this.scanner = scanner;
    }

    /**
     * Some days together.
     *
     * @param day the day, or the Monday of the week, as an epoch day
     * @param whole whether it is a week, as far as its days are closed
     */
    public record Unit(int day, boolean whole, ReviewCounts counts) {}

    /** A scanner about whose scans nobody decided. */
    public static ScannerReviews of(String scanner) {
        return new ScannerReviews(scanner);
    }

    /**
     * What {@link #write} wrote.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static ScannerReviews read(byte[] stored) {
        return ReviewsForm.read(stored);
    }

    /** All of it, in a form that {@link #read} understands. */
    public byte[] write() {
        return ReviewsForm.write(this);
    }

    /**
     * Takes one decision, or says why not; then nothing is changed.
     *
     * @throws IllegalArgumentException when it is of another scanner
     */
    public ReviewTaken take(ScanOutcome outcome) {
        if (!outcome.scanner().equals(scanner)) {
            throw new IllegalArgumentException("a scan of another scanner");
        }
        long scan = IdHash.of(outcome.featureId()) >>> 24;
        for (var day : days.values()) {
            var known = day.scans.get(scan);
            if (known != null) {
                if (outcome.revision() <= known.revision()) {
                    return ReviewTaken.REPEATED;
                }
                day.scans.put(scan, decided(outcome, known.exam()));
                return ReviewTaken.REPLACED;
            }
        }
        int at = Math.toIntExact(outcome.acquisitionDay().toEpochDay());
        if (at < closedBefore) {
            return ReviewTaken.TOO_OLD;
        }
        if (scans >= SCANS_TO_TRUST && at < firstDay - DAYS_BEFORE) {
            return ReviewTaken.BEFORE_ITS_TIME;
        }
        var keyId = outcome.examKeyId();
        int key = keyId == null ? 0 : (int) IdHash.of(keyId);
        var day = days.get(at);
        if (day == null) {
            day = new Day(key);
        } else if (day.key != key) {
            return ReviewTaken.OTHER_KEY;
        } else if (day.scans.size() >= OPEN) {
            return ReviewTaken.TOO_MANY;
        }
        days.put(at, day);
        var examKey = outcome.examKey();
        int exam = (int) (IdHash.of(examKey == null ? outcome.featureId() : examKey) >>> 40);
        day.scans.put(scan, decided(outcome, exam));
        open++;
        scans++;
        truck = at >= lastDay ? outcome.truck() : truck;
        firstDay = Math.min(firstDay, at);
        lastDay = Math.max(lastDay, at);
        while (open > OPEN && days.size() > 1) {
            closeOldest();
        }
        return ReviewTaken.COUNTED;
    }

    private static Decided decided(ScanOutcome outcome, int exam) {
        return new Decided(exam, outcome.revision(), reason(outcome.reason()), outcome.repeat());
    }

    private static @Nullable RejectReason reason(@Nullable String code) {
        return code == null ? null : RejectReason.of(code).orElse(RejectReason.OTHER);
    }

    private void closeOldest() {
        var oldest = days.pollFirstEntry();
        int day = oldest.getKey();
        open -= oldest.getValue().scans.size();
        closedBefore = day + 1;
        weeks.computeIfAbsent(Weeks.monday(day), ignored -> new ReviewCounts())
                .add(ReviewCounts.of(oldest.getValue().scans.values()));
        Weeks.bound(weeks, FIRST_WEEKS, WEEKS);
    }

    public String scanner() {
        return scanner;
    }

    /** The truck of the latest day, or {@code unknown}. */
    public String truck() {
        return truck;
    }

    /** Scans that somebody decided about. */
    public long scans() {
        return scans;
    }

    /**
     * The latest day of acquisition.
     *
     * @throws IllegalStateException without a decision
     */
    public LocalDate lastDay() {
        if (scans == 0) {
            throw new IllegalStateException("no decision, no day");
        }
        return LocalDate.ofEpochDay(lastDay);
    }

    /** In order of time. */
    public List<Unit> units() {
        var units = new ArrayList<Unit>(weeks.size() + days.size());
        weeks.forEach((week, counts) -> units.add(new Unit(week, true, counts)));
        days.forEach(
                (at, day) -> units.add(new Unit(at, false, ReviewCounts.of(day.scans.values()))));
        return units;
    }
}
