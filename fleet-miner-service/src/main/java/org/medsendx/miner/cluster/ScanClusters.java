package org.medsendx.miner.cluster;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import smile.anomaly.IsolationForest;
import smile.clustering.KMeans;
import smile.math.MathEx;

/**
 * Scans in two clusters, and how isolated each is. A picture beside the verdict, no part of it:
 * k-means always finds two clusters, also in a healthy fleet.
 *
 * <p>S. P. Lloyd, Least Squares Quantization in PCM, IEEE Trans. Inf. Theory 28 (1982) 129-137; F.
 * T. Liu, K. M. Ting, Z.-H. Zhou, Isolation Forest, ICDM 2008, 413-422; both as implemented by
 * Smile.
 *
 * @param groups 0 for the larger cluster, 1 for the smaller, per scan
 * @param isolation the forest's score per scan, 0 to 1, about 0.5 for a usual one
 */
@SuppressWarnings("ArrayRecordComponent") // read at once by the analysis, never compared
public record ScanClusters(int[] groups, double[] isolation) {

    private static final long SEED = 20_240_117L;
    private static final int LEAST_SCANS = 16;
    private static final int ITERATIONS = 100;
    private static final int TREES = 50;

    /**
     * The same for the same scans in the same order.
     *
     * @param scans standardised features, a row per scan
     */
    public static ScanClusters of(double[][] scans) {
        var groups = new int[scans.length];
        var isolation = new double[scans.length];
        Arrays.fill(isolation, 0.5);
        if (scans.length < LEAST_SCANS || distinct(scans) < 2) {
            return new ScanClusters(groups, isolation);
        }
        // Smile's generator belongs to the thread: seeded, the same scans give the same clusters.
        MathEx.setSeed(SEED);
        var found = KMeans.fit(scans, 2, ITERATIONS).group();
        int ones = Arrays.stream(found).sum();
        int smaller = ones * 2 <= scans.length ? 1 : 0;
        for (int i = 0; i < groups.length; i++) {
            groups[i] = found[i] == smaller ? 1 : 0;
        }
        return new ScanClusters(groups, isolation(scans));
    }

    /**
     * Smile grows the trees of a forest in parallel, each thread with a generator of its own; in a
     * pool of one thread there is one generator, and the same forest every time.
     */
    private static double[] isolation(double[][] scans) {
        // At most 256 scans a tree, as the paper found enough; Smile wants a share below 1.
        int sample = Math.min(256, scans.length * 9 / 10);
        int depth = Math.max(2, (int) Math.ceil(Math.log(sample) / Math.log(2)));
        var options = new IsolationForest.Options(TREES, depth, sample / (double) scans.length, 0);
        try (var one = new ForkJoinPool(1)) {
            return one.submit(
                            () -> {
                                MathEx.setSeed(SEED);
                                return IsolationForest.fit(scans, options).score(scans);
                            })
                    .join();
        }
    }

    private static long distinct(double[][] scans) {
        return Arrays.stream(scans).map(Arrays::toString).distinct().limit(2).count();
    }
}
