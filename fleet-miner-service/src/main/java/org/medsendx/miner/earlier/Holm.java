package org.medsendx.miner.earlier;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's step-down procedure: the chance of one or more false rejections among all tests is at most
 * alpha, whatever their dependence.
 *
 * <p>S. Holm, A Simple Sequentially Rejective Multiple Test Procedure, Scand. J. Statist. 6 (1979)
 * 65-70.
 */
public final class Holm {

    private Holm() {}

    /** The adjusted p-values, in the order given: reject those not above alpha. */
    public static double[] adjust(double... p) {
        var order =
                IntStream.range(0, p.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> p[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        var adjusted = new double[p.length];
        double highest = 0;
        for (int rank = 0; rank < order.length; rank++) {
            highest = Math.max(highest, Math.min(1, (p.length - rank) * p[order[rank]]));
            adjusted[order[rank]] = highest;
        }
        return adjusted;
    }
}
