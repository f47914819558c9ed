package org.medsendx.segmenter.feature;

import java.util.List;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Features.Percentiles;
import org.medsendx.contracts.deidentified.Features.Tissue;
import org.medsendx.segmenter.cluster.Histogram;

/**
 * Computes the features of a scan from the histogram of its valid pixels: no pixel is looked at
 * twice, and percentiles are exact.
 *
 * <p>The p-th percentile is the least value that at least p per cent of the pixels do not exceed
 * (nearest rank), on the rescaled axis.
 */
public final class FeatureReader {

    private final Histogram histogram;
    private final ValueScale scale;

    /**
     * @param histogram stored values of the valid pixels, at least one
     * @param scale how they are rescaled
     */
    public FeatureReader(Histogram histogram, ValueScale scale) {
        if (histogram.total() == 0) {
            throw new IllegalArgumentException("features need at least one pixel");
        }
        this.histogram = histogram;
        this.scale = scale;
    }

    /**
     * All features.
     *
     * @param tissues the classes in order of their centres, or none
     */
    public Features read(List<Tissue> tissues) {
        double mean = storedMean();
        return new Features(
                scale.unit(),
                histogram.total(),
                scale.apply(mean),
                Math.abs(scale.slope()) * storedDeviation(mean),
                atRank(1),
                atRank(histogram.total()),
                new Percentiles(
                        percentile(1),
                        percentile(5),
                        percentile(25),
                        percentile(50),
                        percentile(75),
                        percentile(95),
                        percentile(99)),
                tissues);
    }

    /** One percentile, after rescale. */
    public double percentile(int percent) {
        long total = histogram.total();
        // Rounded up without a sum that overflows: total is below 2^40.
        return atRank(Math.clamp((total * percent + 99) / 100, 1, total));
    }

    /** The value of this rank in ascending order after rescale, from 1. */
    private double atRank(long rank) {
        long storedRank = scale.slope() > 0 ? rank : histogram.total() + 1 - rank;
        return scale.apply(histogram.valueAtRank(storedRank));
    }

    private double storedMean() {
        // Around the least value, so that a large offset does not cost digits.
        int origin = histogram.least();
        double moment = 0;
        for (int bin = histogram.firstBin(); bin <= histogram.lastBin(); bin++) {
            long count = histogram.count(bin);
            if (count != 0) {
                moment += count * ((double) histogram.value(bin) - origin);
            }
        }
        return origin + moment / histogram.total();
    }

    private double storedDeviation(double mean) {
        double squares = 0;
        for (int bin = histogram.firstBin(); bin <= histogram.lastBin(); bin++) {
            double distance = histogram.value(bin) - mean;
            squares += histogram.count(bin) * distance * distance;
        }
        return Math.sqrt(squares / histogram.total());
    }
}
