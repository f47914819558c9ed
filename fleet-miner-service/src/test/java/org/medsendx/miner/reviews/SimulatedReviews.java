package org.medsendx.miner.reviews;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.RejectReason;
import org.medsendx.contracts.deidentified.ScanOutcome;
import org.medsendx.contracts.deidentified.ScanReviewed.Decision;

/**
 * Decisions about the scans of one scanner, exam by exam: four images of a patient, of whom some
 * are rejected for one reason, often more than one image at once; some rejections are repeated.
 * Rates differ from scanner to scanner and, where a test wants, from week to week. Seeded.
 */
public final class SimulatedReviews {

    /** Monday. */
    public static final LocalDate FIRST_DAY = LocalDate.of(2026, 2, 2);

    private static final int IMAGES = 4;

    /** Shares of exams with a rejection for a reason: 5 % together, as mammography has it. */
    private static final Map<RejectReason, Double> USUAL =
            new EnumMap<>(
                    Map.of(
                            RejectReason.POSITIONING, 0.025,
                            RejectReason.MOTION, 0.008,
                            RejectReason.UNDEREXPOSED, 0.003,
                            RejectReason.OVEREXPOSED, 0.002,
                            RejectReason.CUT_OFF, 0.004,
                            RejectReason.ARTEFACT, 0.004,
                            RejectReason.FOREIGN_OBJECT, 0.003,
                            RejectReason.OTHER, 0.001));

    private final String scanner;
    private final SplittableRandom random;
    private final double weeks;
    private final double own;
    private double week = 1;
    private long number;

    /**
     * @param devices how scanners' rates differ, as a standard deviation of their logarithm
     * @param weeks how a scanner's weeks differ, likewise
     */
    public SimulatedReviews(String scanner, long seed, double devices, double weeks) {
        this.scanner = scanner;
        this.random = new SplittableRandom(seed);
        this.weeks = weeks;
        this.own = Math.exp(devices * random.nextGaussian());
    }

    /** What happens on a day beside what is usual: a factor for a reason, or for all. */
    public record Fault(@Nullable RejectReason reason, double factor) {
        /** Nothing. */
        public static final Fault NONE = new Fault(null, 1);
    }

    /**
     * The decisions of one day.
     *
     * @param day from 0
     * @param exams how many there are
     * @param onlyBad whether only rejections are said, as by a crew that accepts in silence
     */
    public List<ScanOutcome> day(int day, int exams, Fault fault, boolean onlyBad) {
        if (day % 7 == 0) {
            week = Math.exp(weeks * random.nextGaussian());
        }
        var outcomes = new ArrayList<ScanOutcome>();
        for (int exam = 0; exam < exams; exam++) {
            var why = reason(fault);
            int bad = why == null ? 0 : 1 + (random.nextInt(3) == 0 ? random.nextInt(IMAGES) : 0);
            var key = id();
            for (int image = 0; image < IMAGES; image++) {
                boolean rejected = image < bad;
                if (rejected || !onlyBad) {
                    outcomes.add(outcome(scanner, id(), key, day, rejected ? why : null, 1));
                }
            }
        }
        return outcomes;
    }

    private @Nullable RejectReason reason(Fault fault) {
        double at = random.nextDouble();
        for (var usual : USUAL.entrySet()) {
            boolean meant = fault.reason() == null || fault.reason() == usual.getKey();
            at -= usual.getValue() * own * week * (meant ? fault.factor() : 1);
            if (at < 0) {
                return usual.getKey();
            }
        }
        return null;
    }

    private String id() {
        return "%016x%016x".formatted(random.nextLong(), number++);
    }

    /** One decision. */
    public static ScanOutcome outcome(
            String scanner,
            String id,
            String exam,
            int day,
            @Nullable RejectReason reason,
            int revision) {
        return new ScanOutcome(
                id,
                "T1",
                scanner,
                FIRST_DAY.plusDays(day),
                "MG",
                reason == null ? Decision.ACCEPTED : Decision.REJECTED,
                reason == null ? null : reason.code(),
                reason != null && reason != RejectReason.OTHER,
                revision,
                exam,
                "0".repeat(16));
    }
}
