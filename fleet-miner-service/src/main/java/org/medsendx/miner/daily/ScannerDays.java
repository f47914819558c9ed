package org.medsendx.miner.daily;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.Stratum;

/**
 * All that judging one scanner needs: per kind of scan and day the number of exams and the sums of
 * exam means. One thread at a time.
 *
 * <p>The unit is the exam in a stratum: images that share an exam key are averaged first, however
 * many messages bring them; an image without one is its own exam. Nothing counts twice: images of
 * the {@value #OPEN} exams that had an image last are told apart, closed exams are known by their
 * hash, and what is older than those is refused. A new pseudonym key gives the same exam another
 * name, so a day counts by the key that counted first on it.
 *
 * <p>Bounded: up to 8 KB for the latest exams of the scanner and 10 KB per kind of scan, of which
 * there are {@value #MOST_STRATA} at most.
 */
public final class ScannerDays {

    /** The scanner id of scans whose device is not known. */
    public static final String UNKNOWN = "unknown";

    static final int OPEN = 32;
    static final int MOST_STRATA = 64;
    static final int MOST_KEYS = 16;

    /** A day so long before a scanner's first is not believed once it has some exams. */
    private static final int DAYS_BEFORE = 60;

    private static final int EXAMS_TO_TRUST = 3;

    /** A day so long after the last waits until others agree. */
    private static final int LONG_GAP = 366;

    private static final int AGREES_WITHIN = 31;

    final String scanner;
    String truck = "unknown";
    int firstDay = Integer.MAX_VALUE;
    int lastDay = Integer.MIN_VALUE;
    long exams;
    long stratumExams;
    long images;
    long revision;
    int leapDay = Integer.MIN_VALUE;
    int leapScans;
    private long usualAt = -1;
    private @Nullable Stratum usual;
    final TreeMap<String, StratumDays> strata = new TreeMap<>();
    final TreeMap<Long, Integer> keys = new TreeMap<>();
    final CountedExams counted = new CountedExams();
    final LinkedHashMap<Long, OpenExam> open = new LinkedHashMap<>(16, 0.75f, true);

    ScannerDays(String scanner) {
        this.scanner = scanner;
    }

    /** A scanner without a scan. */
    public static ScannerDays of(String scanner) {
        return new ScannerDays(scanner);
    }

    /**
     * What {@link #write} wrote.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static ScannerDays read(byte[] stored) {
        return DaysForm.read(stored);
    }

    /** All of it, in a form that {@link #read} understands. */
    public byte[] write() {
        return DaysForm.write(this);
    }

    /**
     * Counts one image, or says why not; then nothing is changed.
     *
     * @throws IllegalArgumentException when it is of another scanner
     */
    public Taken take(ScanFeatures scan) {
        if (!scan.scanner().equals(scanner)) {
            throw new IllegalArgumentException("a scan of another scanner");
        }
        int day = Math.toIntExact(scan.acquisitionDay().toEpochDay());
        if (counted.closed(day)) {
            return Taken.TOO_OLD;
        }
        if (exams >= EXAMS_TO_TRUST && day < firstDay - DAYS_BEFORE) {
            return Taken.BEFORE_ITS_TIME;
        }
        if (exams > 0 && day > lastDay + LONG_GAP && !believedLeap(day)) {
            return Taken.IMPLAUSIBLE_DAY;
        }
        if (scanner.equals(UNKNOWN)) {
            return counted(scan, day);
        }
        var fine = scan.stratum().fineId();
        var days = strata.get(fine);
        if (days == null && strata.size() >= MOST_STRATA && !dropOldest(day)) {
            return Taken.TOO_MANY_STRATA;
        }
        Integer key = key(scan.examKeyId());
        if (key == null || counted.ofAnotherKey(day, key)) {
            return Taken.OTHER_KEY;
        }
        var examKey = scan.examKey();
        long exam = IdHash.of(examKey == null ? scan.featureId() : examKey);
        long unit = IdHash.of(exam, fine);
        int image = (int) (IdHash.of(scan.featureId()) >>> 32);
        var known = open.get(unit);
        if (known != null && (known.has(image) || !adjacent(known.day, day))) {
            return Taken.REPEATED;
        }
        if (known == null && counted.has(day, brief(unit))) {
            return Taken.EXAM_CLOSED;
        }
        if (days == null) {
            days = new StratumDays(scan.stratum());
            strata.put(fine, days);
        }
        count(scan, days, known, day, key, exam, unit, image);
        return Taken.COUNTED;
    }

    // Several devices hide behind it: a number is all that is kept.
    private Taken counted(ScanFeatures scan, int day) {
        images++;
        exams++;
        seen(scan, day);
        return Taken.COUNTED;
    }

    private void seen(ScanFeatures scan, int day) {
        revision++;
        truck = day >= lastDay ? scan.truck() : truck;
        firstDay = Math.min(firstDay, day);
        if (day > lastDay) {
            lastDay = day;
            strata.values().forEach(stratum -> stratum.fold(day));
        }
    }

    private void count(
            ScanFeatures scan,
            StratumDays days,
            @Nullable OpenExam known,
            int day,
            int key,
            long exam,
            long unit,
            int image) {
        int counting = known == null ? day : known.day;
        var sums = days.sums(counting);
        if (known == null) {
            known = new OpenExam(day);
            open.put(unit, known);
            sums.exams++;
            stratumExams++;
            var ofDay = counted.day(day, key);
            int before = ofDay.size;
            if (!ofDay.has(brief(exam))) {
                ofDay.add(brief(exam));
                ofDay.exams++;
                exams++;
            }
            ofDay.add(brief(unit));
            counted.entries += ofDay.size - before;
        }
        if (!known.full()) {
            known.know(image);
            known.add(values(scan, days), sums);
        }
        sums.images++;
        images++;
        seen(scan, day);
        if (open.size() > OPEN) {
            open.pollFirstEntry();
        }
        counted.bound();
    }

    private double[] values(ScanFeatures scan, StratumDays days) {
        var measures = scan.features().measures();
        boolean comparable = measures != null && measures.version() == Quantity.MEASURES_VERSION;
        if (comparable && days.measuresVersion != Quantity.MEASURES_VERSION) {
            // What was kept is of a version that an earlier release knew.
            days.measuresOf(Quantity.MEASURES_VERSION);
            open.values().forEach(OpenExam::forgetMeasures);
        }
        var values = Quantity.of(scan.features(), comparable);
        days.cut(values);
        return values;
    }

    private boolean believedLeap(int day) {
        if (Math.abs((long) day - leapDay) > AGREES_WITHIN) {
            leapDay = day;
            leapScans = 0;
        }
        leapScans++;
        return leapScans >= EXAMS_TO_TRUST;
    }

    private boolean dropOldest(int day) {
        for (var entry : strata.entrySet()) {
            var units = entry.getValue().units();
            if (units.isEmpty() || units.getLast().day() < day - LONG_GAP) {
                strata.remove(entry.getKey());
                return true;
            }
        }
        return false;
    }

    private @Nullable Integer key(@Nullable String id) {
        long hash = id == null ? 0 : IdHash.of(id);
        var known = keys.get(hash);
        if (known == null && keys.size() < MOST_KEYS) {
            known = keys.size();
            keys.put(hash, known);
        }
        return known;
    }

    // An exam around midnight is one exam.
    private static boolean adjacent(int a, int b) {
        return Math.abs(a - b) <= 1;
    }

    // 24 bits, within one day and scanner: of thirty exams a day two in a million share it.
    private static int brief(long hash) {
        return (int) (hash >>> 40);
    }

    public String scanner() {
        return scanner;
    }

    /** The truck of the latest day, or {@code unknown}. */
    public String truck() {
        return truck;
    }

    /** Manufacturer in the stratum of most exams, or {@code NONE}. */
    public String make() {
        var most = usual();
        return most == null || most.make() == null ? "NONE" : most.make();
    }

    /** Model in the stratum of most exams, or {@code NONE}. */
    public String model() {
        var most = usual();
        return most == null || most.model() == null ? "NONE" : most.model();
    }

    /** Modality of most exams, or {@code OT}. */
    public String modality() {
        var most = usual();
        return most == null ? "OT" : most.modality();
    }

    private @Nullable Stratum usual() {
        if (usualAt != revision) {
            usual = null;
            int most = 0;
            for (var days : strata.values()) {
                int own = days.exams();
                if (own > most) {
                    most = own;
                    usual = days.stratum();
                }
            }
            usualAt = revision;
        }
        return usual;
    }

    /** Whether a scan was counted. */
    public boolean isEmpty() {
        return images == 0;
    }

    /**
     * The first day with a scan.
     *
     * @throws IllegalStateException without a scan
     */
    public LocalDate firstDay() {
        return day(firstDay);
    }

    /**
     * The latest day with a scan.
     *
     * @throws IllegalStateException without a scan
     */
    public LocalDate lastDay() {
        return day(lastDay);
    }

    private LocalDate day(int epochDay) {
        if (isEmpty()) {
            throw new IllegalStateException("no scan, no day");
        }
        return LocalDate.ofEpochDay(epochDay);
    }

    /** Exams counted, each once, whatever strata it has. */
    public long exams() {
        return exams;
    }

    /** In how many strata an exam has images, on average: 2 where each breast has two views. */
    public double strataPerExam() {
        return exams == 0 ? 1 : Math.max(1, (double) stratumExams / exams);
    }

    /** Images counted. */
    public long images() {
        return images;
    }

    /** Grows with every scan that counts: the second stage asks for what has changed. */
    public long revision() {
        return revision;
    }

    /** The kinds of scans. */
    public Collection<StratumDays> strata() {
        return Collections.unmodifiableCollection(strata.values());
    }
}
