package org.medsendx.miner.statistics;

/**
 * How far the sums of {@link SequentialChart} may go.
 *
 * <p>The limit follows from the promised rate: a sum of steps D^2/2 passes h, when nothing moved,
 * at a rate of D^2/2 exp(-h - {@value #OVERSHOOT} D) per value (D. Siegmund, Sequential Analysis,
 * Springer 1985, 10.6).
 */
final class SignalLimits {

    /** Expected overshoot of a normal random walk, both ends: 2 x 0.583. */
    static final double OVERSHOOT = 1.166;

    /** No step of a sum is taken to be larger. */
    static final double MOST_STEP = 2;

    private static final double LEAST_LIMIT = 3;
    private static final double SLOW = 1.0 / 3;
    private static final double DAYS_PER_YEAR = 365.25;
    private static final double LEAST_YEARS = 28 / DAYS_PER_YEAR;

    /** {@link #crossing} in steps fine enough: it is asked for with every value. */
    private static final int RATES_PER_UNIT = 256;

    private static final double[] RATES = new double[(int) (MOST_STEP * RATES_PER_UNIT) + 2];

    static {
        for (int i = 0; i < RATES.length; i++) {
            RATES[i] = crossing((double) i / RATES_PER_UNIT);
        }
    }

    private SignalLimits() {}

    /** The movement of a size that is looked for: 0 the step, 1 a third of it. */
    static double target(Feature feature, int size) {
        return feature.target() * (size == 0 ? 1 : SLOW);
    }

    /**
     * The limit of the sums for each size, from all the information that the scanner's days hold.
     *
     * @param rate false signals a year that each sum may make
     */
    static double[] of(Observations given, Feature feature, double rate) {
        double week = 0;
        double seen = 0;
        int monday = Integer.MIN_VALUE;
        var information = new double[2];
        for (int i = 0; i < given.size(); i++) {
            if (given.week()[i] != monday) {
                double kept = monday == Integer.MIN_VALUE ? 0 : given.kept(monday, given.week()[i]);
                monday = given.week()[i];
                week = given.nextWeek(week, kept);
                seen = 1 - kept * (1 - seen);
            }
            double variance = week + given.variance(i);
            double root = Math.sqrt(variance);
            for (int size = 0; size < 2; size++) {
                // A step that begins within a week shows more clearly than one that is there.
                double shows = (1 + seen) / 2;
                double d = Scales.within(target(feature, size) * shows / root, MOST_STEP);
                information[size] += d * d / 2 * RATES[(int) (d * RATES_PER_UNIT + 0.5)];
            }
            double gain = week / variance;
            seen -= gain * seen;
            week -= gain * week;
        }
        int n = given.size();
        double years =
                Math.max(LEAST_YEARS, (given.day()[n - 1] - given.day()[0] + 1) / DAYS_PER_YEAR);
        var limits = new double[2];
        for (int size = 0; size < 2; size++) {
            limits[size] = Math.max(LEAST_LIMIT, Math.log(information[size] / years / rate));
        }
        return limits;
    }

    /**
     * Siegmund's factor exp(-OVERSHOOT D), with what it lacks for large steps beside the integral
     * equation of the run length.
     */
    static double crossing(double step) {
        return Math.exp(-OVERSHOOT * step) * (1 + 0.0073 * step * step * step);
    }
}
