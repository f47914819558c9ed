package org.medsendx.miner.statistics;

import java.util.Arrays;
import java.util.List;

/** How far differences between neighbours scatter, robustly, and how sure that is. */
final class Scales {

    static final double CUT = 3;

    /** Of normal values cut at 3 standard deviations this share of the variance is left. */
    static final double LEFT_BY_CUT = 0.9834;

    /** Nine in ten values, and how many standard deviations a normal one is within as often. */
    private static final double MOST = 0.9;

    private static final double MOST_OF_NORMAL = 1.645;

    /** Standard errors that are added to variances: what is underestimated is taken for moved. */
    static final double SAFE = 0.8;

    private Scales() {}

    /**
     * Robust standard deviation around 0: what the middle of the values says, or what nine in ten
     * of them say if that is more. Values that go in steps, such as a tube voltage, are nearly the
     * same from one exam to the next in most cases, and vary all the same. Of values that are
     * mostly 0 the plain one.
     */
    static double scale(double[] values) {
        var sizes = Arrays.stream(values).map(Math::abs).sorted().toArray();
        if (sizes.length == 0) {
            return 0;
        }
        double middle = Robust.MAD_TO_SIGMA * Robust.median(sizes);
        double most = sizes[(int) (MOST * (sizes.length - 1))] / MOST_OF_NORMAL;
        if (middle > 0 || most > 0) {
            return Math.max(middle, most);
        }
        return Math.sqrt(Arrays.stream(sizes).map(v -> v * v).average().orElse(0));
    }

    static double cut(double value, double scale) {
        return within(value, CUT * scale);
    }

    /**
     * A value no farther from 0 than some other one. {@link Math#clamp} tells zeros apart, which
     * takes longer, and charts do it six times with each observation.
     */
    static double within(double value, double most) {
        return value > most ? most : value < -most ? -most : value;
    }

    /**
     * On the safe side. One error of a variance is in all values alike, so that a sum of them
     * passes its limit far more often, and Student's t of each alone does not help.
     */
    static double safe(double variance, double degrees, double least) {
        return Math.max(least, variance * (1 + SAFE * Math.sqrt(2 / degrees)));
    }

    // Neighbouring differences share a unit, which costs a third of their degrees of freedom.
    static double degrees(int pairs, int spent) {
        return Math.max(2, 2.0 / 3 * pairs - spent);
    }

    static double perExam(List<double[]> differences, int spent) {
        double scale =
                scale(differences.stream().mapToDouble(d -> d[0] / Math.sqrt(d[1])).toArray());
        double sum = 0;
        for (var d : differences) {
            double cut = cut(d[0] / Math.sqrt(d[1]), Math.max(scale, 1e-12));
            sum += cut * cut;
        }
        return sum / Math.max(differences.size() / 2.0, differences.size() - spent) / LEFT_BY_CUT;
    }
}
