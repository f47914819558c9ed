package org.medsendx.miner.listing;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.ReviewRates;
import org.medsendx.contracts.deidentified.ReviewRates.Reason;
import org.medsendx.contracts.deidentified.ReviewRates.Share;
import org.medsendx.miner.statistics.Answer;
import org.medsendx.miner.statistics.Cause;
import org.medsendx.miner.statistics.ChartPoint;
import org.medsendx.miner.statistics.Effect;
import org.medsendx.miner.statistics.Evidence;
import org.medsendx.miner.statistics.FleetShift;
import org.medsendx.miner.statistics.FleetView;
import org.medsendx.miner.statistics.FleetView.Point;
import org.medsendx.miner.statistics.FleetView.Scanner;
import org.medsendx.miner.statistics.RejectSeries;
import org.medsendx.miner.statistics.Since;

/**
 * An analysis as the miner makes them, of as many scanners as a test wants: names, makes, trucks,
 * days and charts; one scanner in twenty changed, others are silent, new or cannot be told apart.
 * The same for the same number.
 */
public final class SampleFleet {

    /** The day of the analysis. */
    public static final LocalDate TODAY = LocalDate.of(2026, 11, 28);

    private static final List<String> MAKES = List.of("SIEMENS", "GE", "HOLOGIC", "FUJIFILM");
    private static final List<String> MODELS =
            List.of("SOMATOM_GO", "REVOLUTION", "SELENIA", "AMULET");
    private static final int DAYS = 90;
    private static final int CHANGE = 50;

    private final SplittableRandom random = new SplittableRandom(11);
    private final List<Point> points = new ArrayList<>();

    private SampleFleet() {}

    /** A fleet of that many scanners; SCANNER-00001 is one that changed. */
    public static FleetView of(int scanners) {
        var sample = new SampleFleet();
        var all = new ArrayList<Scanner>();
        for (int i = 0; i < scanners; i++) {
            all.add(sample.scanner(i));
        }
        return new FleetView(
                TODAY,
                all,
                List.of(),
                List.of(
                        new FleetShift(
                                "noise",
                                new Effect(4.2, 3.1, 5.3),
                                new Since(
                                        TODAY.minusDays(20),
                                        TODAY.minusDays(22),
                                        TODAY.minusDays(18)),
                                scanners - scanners / 5,
                                scanners)),
                sample.points);
    }

    private static Answer answer(int index) {
        return switch (index % 20) {
            case 1 -> Answer.OUTLIER;
            case 7 -> Answer.SILENT;
            case 11 -> Answer.NOT_ENOUGH_DATA;
            case 13 -> index % 40 == 13 ? Answer.CANNOT_SAY_WHICH : Answer.FLEET_CHANGED;
            default -> Answer.OK;
        };
    }

    private Scanner scanner(int index) {
        var id = String.format("SCANNER-%05d", index);
        var answer = answer(index);
        boolean mammograms = index % 4 >= 2;
        weeks(id, answer);
        return new Scanner(
                id,
                "TRUCK-" + String.format("%04d", index / 3),
                MAKES.get(index % 4),
                MODELS.get(index % 4),
                mammograms ? "MG" : "CT",
                answer == Answer.NOT_ENOUGH_DATA ? 4 : 300 + index % 700,
                answer == Answer.NOT_ENOUGH_DATA ? 16 : 4L * (300 + index % 700),
                TODAY.minusDays(DAYS),
                answer == Answer.SILENT ? TODAY.minusDays(30) : TODAY.minusDays(index % 3),
                answer,
                switch (answer) {
                    case OUTLIER -> "moved";
                    case SILENT -> "silent";
                    case NOT_ENOUGH_DATA -> "few-exams";
                    case CANNOT_SAY_WHICH -> "two-against-one";
                    case FLEET_CHANGED -> "moved-with-fleet";
                    case UNKNOWN_SCANNER -> "unknown-scanner";
                    case OK -> "usual";
                },
                answer == Answer.NOT_ENOUGH_DATA ? List.of() : evidence(index, answer),
                index % 5 == 4 ? null : reviews(index));
    }

    private List<Evidence> evidence(int index, Answer answer) {
        var evidence =
                new ArrayList<>(
                        List.of(
                                evidence("gain", Cause.GAIN, "%", answer == Answer.OUTLIER),
                                evidence("noise", Cause.NOISE, "%", false),
                                evidence("edgeWidthMm", Cause.SHARPNESS, "%", false),
                                evidence("defectColumns", Cause.DEFECT, "count", false)));
        if (index == 2) {
            evidence.add(evidence("rejects", Cause.HANDLING, RejectSeries.UNIT, false));
        }
        return evidence;
    }

    /** Of four in five scanners; SCANNER-00002 rejects most. */
    private static ReviewRates reviews(int index) {
        int scans = 900 + index % 300;
        int bad = index == 2 ? 180 : 20 + index % 40;
        return new ReviewRates(
                TODAY.minusDays(89),
                TODAY.minusDays(1),
                scans,
                scans / 4,
                share(bad, scans),
                share(bad / 2, scans),
                List.of(
                        new Reason("positioning", "positioning", share(bad - bad / 3, scans)),
                        new Reason("foreign-object", "preparation", share(bad / 3, scans))));
    }

    private static Share share(int hits, int scans) {
        double percent = Math.round(1e4 * hits / scans) / 100.0;
        return new Share(hits, percent, Math.max(0, percent - 1.1), Math.min(100, percent + 1.3));
    }

    private Evidence evidence(String feature, Cause cause, String unit, boolean moved) {
        var chart = new ArrayList<ChartPoint>();
        double up = 0;
        double down = 0;
        for (int day = 0; day < DAYS; day++) {
            var date = TODAY.minusDays(DAYS - day);
            if (date.getDayOfWeek() == DayOfWeek.SUNDAY) {
                continue;
            }
            int exams = 3 + random.nextInt(12);
            double width = 3.5 / Math.sqrt(exams);
            double value = width / 2 * random.nextGaussian() + (moved && day >= CHANGE ? -3.2 : 0);
            up = Math.max(0, up + value / width * 2 - 0.5);
            down = Math.max(0, down - value / width * 2 - 0.5);
            chart.add(
                    new ChartPoint(
                            date,
                            exams,
                            value,
                            -width,
                            width,
                            Math.min(up, 40),
                            Math.min(down, 40),
                            6.2));
        }
        return new Evidence(
                feature,
                cause,
                unit,
                moved ? new Effect(-3.2, -3.9, -2.5) : new Effect(0.2, -0.5, 0.9),
                moved ? since() : null,
                moved ? 31 + random.nextInt(9) : random.nextInt(500) / 100.0,
                6.2,
                moved ? 240 : 180,
                moved ? 34 : 24,
                moved,
                chart);
    }

    private static @Nullable Since since() {
        var day = TODAY.minusDays(DAYS - CHANGE);
        return new Since(day, day.minusDays(3), day.plusDays(2));
    }

    private void weeks(String id, Answer answer) {
        var first = TODAY.minusDays(DAYS).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        int count = DAYS / 7;
        for (int week = 0; week < count; week++) {
            double moved = answer == Answer.OUTLIER && week > count / 2 ? -3.2 : 0;
            points.add(
                    new Point(
                            id,
                            first.plusWeeks(week),
                            20,
                            moved + 0.5 * random.nextGaussian(),
                            moved + 0.8 * random.nextGaussian(),
                            week >= count - 4,
                            moved < 0 ? 1 : 0));
        }
    }
}
