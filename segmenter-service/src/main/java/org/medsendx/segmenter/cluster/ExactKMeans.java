package org.medsendx.segmenter.cluster;

import java.util.ArrayList;

/**
 * k-means in one dimension, solved exactly: the partition of least within-cluster sum of squares,
 * not a local minimum that depends on a start.
 *
 * <p>In one dimension an optimal cluster is an interval, so dynamic programming over the split
 * positions finds the optimum (Wang and Song, "Ckmeans.1d.dp", The R Journal 3/2, 2011). The best
 * last split moves right as the range grows, so each layer is solved by divide and conquer: O(k n
 * log n) time and O(k n) memory for n different values, however many pixels there are.
 *
 * <p>Of several optimal partitions the one with the lower splits is taken, so that the answer is
 * the same in every run.
 */
public final class ExactKMeans {

    private final double[] weight;
    private final double[] sum;
    private double[] best;
    private double[] next;
    private int[] split;

    private ExactKMeans(double[] weight, double[] sum) {
        this.weight = weight;
        this.sum = sum;
        this.best = new double[weight.length];
        this.next = new double[weight.length];
        this.split = new int[weight.length];
    }

    /**
     * The best partition into {@code k} clusters.
     *
     * @throws IllegalArgumentException when fewer than {@code k} different values occur
     */
    public static Clusters cluster(Histogram histogram, int k) {
        int[] bins = occupied(histogram);
        int n = bins.length;
        if (k < 1 || n < k) {
            throw new IllegalArgumentException("k is 1 to the number of different values");
        }
        // Prefix sums over bin numbers seen from the middle: whole numbers far below 2^53, so they
        // are exact in a double, and squares lose little.
        int origin = middle(histogram, bins);
        var weight = new double[n + 1];
        var sum = new double[n + 1];
        for (int i = 0; i < n; i++) {
            double count = histogram.count(bins[i]);
            weight[i + 1] = weight[i] + count;
            sum[i + 1] = sum[i] + count * (bins[i] - origin);
        }
        int[] ends = new ExactKMeans(weight, sum).ends(k);
        return partition(histogram, bins, ends);
    }

    /** For each cluster the index after its last value. */
    private int[] ends(int k) {
        int n = weight.length - 1;
        for (int j = 1; j <= n; j++) {
            best[j] = gain(0, j);
        }
        var splits = new int[k][];
        for (int layer = 1; layer < k; layer++) {
            split = new int[n + 1];
            // Only the whole range is asked for in the last layer.
            int first = layer == k - 1 ? n : layer + 1;
            solve(first, n, layer, n - 1);
            splits[layer] = split;
            var swap = best;
            best = next;
            next = swap;
        }
        var ends = new int[k];
        int end = n;
        for (int layer = k - 1; layer >= 0; layer--) {
            ends[layer] = end;
            if (layer > 0) {
                end = splits[layer][end];
            }
        }
        return ends;
    }

    /** Fills {@code next[from..to]}, knowing that the last split lies in {@code [low, high]}. */
    private void solve(int from, int to, int low, int high) {
        if (from > to) {
            return;
        }
        int middle = (from + to) >>> 1;
        double most = Double.NEGATIVE_INFINITY;
        int at = low;
        for (int i = low, last = Math.min(high, middle - 1); i <= last; i++) {
            double gain = best[i] + gain(i, middle);
            if (gain > most) {
                most = gain;
                at = i;
            }
        }
        next[middle] = most;
        split[middle] = at;
        solve(from, middle - 1, low, at);
        solve(middle + 1, to, at, high);
    }

    /**
     * What one cluster of the values {@code [i, j)} saves: squared sum by weight. The cost is the
     * sum of squares of all, a constant, less the gains; so the greatest gain is the least cost.
     */
    private double gain(int i, int j) {
        double s = sum[j] - sum[i];
        return s * s / (weight[j] - weight[i]);
    }

    private static int[] occupied(Histogram histogram) {
        var bins = new int[histogram.distinct()];
        int n = 0;
        for (int bin = histogram.firstBin(); bin <= histogram.lastBin(); bin++) {
            if (histogram.count(bin) != 0) {
                bins[n++] = bin;
            }
        }
        return bins;
    }

    private static int middle(Histogram histogram, int[] bins) {
        double moment = 0;
        for (int bin : bins) {
            moment += (double) histogram.count(bin) * bin;
        }
        return (int) Math.round(moment / Math.max(1, histogram.total()));
    }

    private static Clusters partition(Histogram histogram, int[] bins, int[] ends) {
        var clusters = new ArrayList<Cluster>(ends.length);
        double cost = 0;
        int start = 0;
        for (int end : ends) {
            long count = 0;
            double moment = 0;
            int origin = histogram.value(bins[start]);
            for (int i = start; i < end; i++) {
                long c = histogram.count(bins[i]);
                count += c;
                moment += (double) c * ((double) histogram.value(bins[i]) - origin);
            }
            double centre = origin + moment / count;
            for (int i = start; i < end; i++) {
                double distance = histogram.value(bins[i]) - centre;
                cost += histogram.count(bins[i]) * distance * distance;
            }
            clusters.add(
                    new Cluster(
                            histogram.value(bins[start]),
                            histogram.lastValue(bins[end - 1]),
                            centre,
                            count));
            start = end;
        }
        return new Clusters(clusters, cost);
    }
}
