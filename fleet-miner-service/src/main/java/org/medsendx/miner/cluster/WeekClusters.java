package org.medsendx.miner.cluster;

import java.util.Arrays;
import java.util.List;
import smile.clustering.KMeans;
import smile.math.MathEx;

/**
 * Scanners' weeks in two clusters, as the first miner script had scans. A picture beside the
 * verdict, no part of it: k-means always finds two clusters, also in a healthy fleet.
 *
 * <p>S. P. Lloyd, Least Squares Quantization in PCM, IEEE Trans. Inf. Theory 28 (1982) 129-137, as
 * implemented by Smile.
 */
public final class WeekClusters {

    private static final long SEED = 20_240_117L;
    private static final int LEAST = 16;
    private static final int ITERATIONS = 100;

    private WeekClusters() {}

    /**
     * The same for the same weeks in the same order.
     *
     * @param weeks features, a row per week
     * @return 0 for the larger cluster, 1 for the smaller
     */
    public static int[] of(List<double[]> weeks) {
        var groups = new int[weeks.size()];
        if (weeks.size() < LEAST
                || weeks.stream().map(Arrays::toString).distinct().limit(2).count() < 2) {
            return groups;
        }
        // Smile's generator belongs to the thread: seeded, the same weeks give the same clusters.
        MathEx.setSeed(SEED);
        var found = KMeans.fit(weeks.toArray(double[][]::new), 2, ITERATIONS).group();
        int ones = Arrays.stream(found).sum();
        int smaller = ones * 2 <= groups.length ? 1 : 0;
        for (int i = 0; i < groups.length; i++) {
            groups[i] = found[i] == smaller ? 1 : 0;
        }
        return groups;
    }
}
