package org.medsendx.benchmarks.fleet;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The best that anybody could do with one quantity: it knows the device, the patient's tissues and
 * every spread, and the size of the shift to look for; not the draws of weeks and patients, and not
 * whether or when. The week's effect is filtered out exactly (a normal prior, updated exam by
 * exam), and Page's two-sided CUSUM of the log likelihood ratio runs on the innovations; for a
 * known shift it is the quickest test there is (Moustakides, Ann. Statist. 14, 1986). Innovations
 * are cut at {@value #CUT} of their spreads, because patients have heavy tails (Huber's minimax
 * ratio, Ann. Math. Statist. 36, 1965).
 *
 * <p>Its limit is found by running its own statistic over weeks drawn anew and patients drawn from
 * a healthy fleet of the same plan, until false signals come at the promised rate.
 */
final class IdealEstimator implements Watcher {

    private static final double CUT = 2.5;
    private static final int SIMULATED_YEARS = 150;
    private static final int COUNTED = 100;

    /** Which quantity it watches. */
    enum Channel {
        GAIN,
        NOISE,
        EDGE;

        Sent.Reading of(Sent.Truth truth) {
            return switch (this) {
                case GAIN -> truth.gain();
                case NOISE -> truth.noise();
                case EDGE -> truth.edge();
            };
        }

        /** What a kind of fault is best seen by. */
        static Channel of(Fault.Kind kind) {
            return switch (kind) {
                case NOISE, EXPOSURE -> NOISE;
                case BLUR -> EDGE;
                default -> GAIN;
            };
        }
    }

    /** One scanner's statistic. */
    private static final class Chart {
        private final double weekVariance;
        private final double shift;
        private int week = -1;
        private double precision;
        private double weekMean;
        private double shiftSeen;
        private double up;
        private double down;

        Chart(double weekSpread, double shift) {
            this.weekVariance = weekSpread * weekSpread;
            this.shift = shift;
        }

        /** Takes an exam; the greater of both sums. */
        double take(int itsWeek, double value, double variance) {
            if (itsWeek != week) {
                week = itsWeek;
                precision = 1 / weekVariance;
                weekMean = 0;
                shiftSeen = 0;
            }
            double spread = Math.sqrt(variance + 1 / precision);
            double z = Math.clamp((value - weekMean) / spread, -CUT, CUT);
            // of a shift that was there all week the filter has taken some for the week's effect
            double expected = (shift - shiftSeen) / spread;
            up = Math.max(0, up + expected * z - expected * expected / 2);
            down = Math.max(0, down - expected * z - expected * expected / 2);
            double weight = 1 / variance / (precision + 1 / variance);
            weekMean += weight * z * spread;
            shiftSeen += weight * (shift - shiftSeen);
            precision += 1 / variance;
            return Math.max(up, down);
        }
    }

    private final Channel channel;
    private final double shift;
    private final double weekSpread;
    private final double limit;
    private final Map<Integer, Chart> charts = new HashMap<>();

    /**
     * @param channel what it watches
     * @param shift the size to look for, as a logarithm
     * @param weekSpread of the quantity, as a logarithm
     * @param limit on the log likelihood ratio
     */
    IdealEstimator(Channel channel, double shift, double weekSpread, double limit) {
        this.channel = channel;
        this.shift = Math.abs(shift);
        this.weekSpread = weekSpread;
        this.limit = limit;
    }

    /**
     * The limit with which a scanner gives so many false signals a year.
     *
     * @param chances what patients add to healthy exams, with its variance
     * @param perYear false signals of one scanner in a year
     */
    static double limitFor(
            double shift,
            double weekSpread,
            List<Sent.Reading> chances,
            double examsPerWeek,
            double perYear) {
        var random = new SplittableRandom(7);
        var tops = new ArrayList<Double>();
        var chart = new Chart(weekSpread, Math.abs(shift));
        int exams = Math.max(1, (int) Math.round(examsPerWeek));
        double top = 0;
        for (int week = 0; week < SIMULATED_YEARS * 52; week++) {
            double effect = weekSpread * random.nextGaussian();
            for (int i = 0; i < exams; i++) {
                var chance = chances.get(random.nextInt(chances.size()));
                double now = chart.take(week, effect + chance.value(), chance.variance());
                // an excursion ends when both sums are at zero; its top is one possible signal
                if (now == 0 && top > 0) {
                    tops.add(top);
                    top = 0;
                }
                top = Math.max(top, now);
            }
        }
        // One that has not ended counts too; of a shift that is small beside a week's spread, the
        // first may last.
        tops.add(top);
        tops.sort(null);
        // tops beyond a high limit fall off as exp(-limit), whatever the shift (D. Siegmund,
        // Sequential Analysis, 1985), so rarer signals than were simulated need no simulation
        int count = Math.max(COUNTED, (int) Math.round(perYear * SIMULATED_YEARS));
        double there = tops.get(Math.max(0, tops.size() - 1 - count));
        return there + Math.log(count / (perYear * SIMULATED_YEARS));
    }

    @Override
    public String name() {
        return "ideal estimator";
    }

    @Override
    public void take(Sent sent, LocalDate today) {
        var truth = sent.truth();
        if (truth == null) {
            return;
        }
        var reading = channel.of(truth);
        charts.computeIfAbsent(sent.scanner(), _ -> new Chart(weekSpread, shift))
                .take(truth.day() / 7, reading.value(), reading.variance());
    }

    @Override
    public List<Verdict> look(LocalDate today) {
        var verdicts = new ArrayList<Verdict>();
        charts.forEach((scanner, chart) -> {
            double score = Math.max(chart.up, chart.down) / limit;
            verdicts.add(Verdict.plain(scanner, score > 1, score));
        });
        return verdicts;
    }
}
