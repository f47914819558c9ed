package org.medsendx.segmenter.cluster;

/**
 * How well neighbouring clusters are set apart: the depth of the valley between their peaks, as a
 * share of the lower peak. 1: nothing lies between them; 0: there is no valley, so that one hill
 * was cut in two. It is the "bimodal amplitude" of Zhang, Mapes and Soden ("Bimodality in tropical
 * water vapour", Q. J. R. Meteorol. Soc. 129, 2003, 2847-2866), taken on a smoothed histogram.
 *
 * <p>Otsu's ratio of between-class to total variance (1979) is no such measure: it is 0.89 for
 * three classes cut out of one flat hill, and 0.81 out of one Gaussian.
 */
public final class Separation {

    private static final int BINS = 128;

    /** Wide enough to fill the gaps of stretched 8-bit values, narrow enough to leave valleys. */
    private static final double BANDWIDTH_BINS = 4;

    private Separation() {}

    /** The shallowest valley of a partition, 0 to 1; 1 when there is one cluster. */
    public static double of(Histogram histogram, Clusters clusters) {
        double least = 1;
        for (int i = 0; i + 1 < clusters.clusters().size(); i++) {
            least =
                    Math.min(
                            least,
                            valley(
                                    histogram,
                                    clusters.clusters().get(i),
                                    clusters.clusters().get(i + 1)));
        }
        return least;
    }

    private static double valley(Histogram histogram, Cluster lower, Cluster upper) {
        // Three mean widths beyond the centres: a long tail must not make the bins coarse.
        double lowerReach = 3 * deviation(histogram, lower);
        double upperReach = 3 * deviation(histogram, upper);
        double from = Math.max(lower.first(), lower.centre() - lowerReach);
        double to = Math.min(upper.last(), upper.centre() + upperReach);
        double width = (to - from) / BINS;
        if (!(width > 0)) {
            return 1;
        }
        double[] density = smoothed(counts(histogram, from, width));
        double cut = (lower.last() + upper.first()) / 2.0;
        int boundary = (int) Math.clamp((cut - from) / width, 1, BINS - 2);
        int left = highest(density, 0, boundary);
        int right = highest(density, boundary, BINS - 1);
        double valley = Double.MAX_VALUE;
        for (int i = left; i <= right; i++) {
            valley = Math.min(valley, density[i]);
        }
        double peak = Math.min(density[left], density[right]);
        return peak <= 0 ? 0 : Math.clamp(1 - valley / peak, 0, 1);
    }

    private static double deviation(Histogram histogram, Cluster cluster) {
        double squares = 0;
        for (int bin = histogram.firstBin(); bin <= histogram.lastBin(); bin++) {
            int value = histogram.value(bin);
            if (value >= cluster.first() && value <= cluster.last()) {
                double distance = value - cluster.centre();
                squares += histogram.count(bin) * distance * distance;
            }
        }
        return Math.max(1, Math.sqrt(squares / cluster.count()));
    }

    private static double[] counts(Histogram histogram, double from, double width) {
        var counts = new double[BINS];
        double half = histogram.binWidth() / 2.0;
        for (int bin = histogram.firstBin(); bin <= histogram.lastBin(); bin++) {
            long count = histogram.count(bin);
            if (count == 0) {
                continue;
            }
            // A value stands for the interval around it, spread over the bins it covers.
            double low = (histogram.value(bin) - half - from) / width;
            double high = (histogram.value(bin) + half - from) / width;
            for (int i = Math.max(0, (int) Math.floor(low)); i < BINS && i < high; i++) {
                double overlap = Math.min(high, i + 1.0) - Math.max(low, i);
                if (overlap > 0) {
                    counts[i] += count * overlap / (high - low);
                }
            }
        }
        return counts;
    }

    private static double[] smoothed(double[] counts) {
        int reach = (int) Math.ceil(3 * BANDWIDTH_BINS);
        var smooth = new double[BINS];
        for (int i = 0; i < BINS; i++) {
            double sum = 0;
            double weights = 0;
            for (int j = Math.max(0, i - reach); j <= Math.min(BINS - 1, i + reach); j++) {
                double distance = (i - j) / BANDWIDTH_BINS;
                double weight = Math.exp(-distance * distance / 2);
                sum += weight * counts[j];
                weights += weight;
            }
            // At the ends only what is there counts, else a hill at an end would seem to fall.
            smooth[i] = sum / weights;
        }
        return smooth;
    }

    private static int highest(double[] density, int from, int to) {
        int at = from;
        for (int i = from + 1; i <= to; i++) {
            if (density[i] > density[at]) {
                at = i;
            }
        }
        return at;
    }
}
