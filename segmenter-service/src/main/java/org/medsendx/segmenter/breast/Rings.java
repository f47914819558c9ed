package org.medsendx.segmenter.breast;

import org.jspecify.annotations.Nullable;

/**
 * What fat attenuates at each distance from the skin: a compressed breast is thinner there. Beyond
 * the roll-off its thickness is even.
 */
final class Rings {

    private static final int LEAST = 30;
    private static final double FAT = 0.05;

    private final double[] fat;
    private final double even;

    private Rings(double[] fat, double even) {
        this.fat = fat;
        this.even = even;
    }

    /**
     * Reads the rings.
     *
     * @param reach from this depth on thickness is even, in cells
     * @return null when there is nothing beyond the roll-off
     */
    static @Nullable Rings of(float[] values, boolean[] tissue, float[] depth, double reach) {
        int rings = (int) Math.ceil(reach);
        var begins = new int[rings + 2];
        for (int i = 0; i < values.length; i++) {
            if (tissue[i] && !Float.isNaN(values[i])) {
                begins[ring(depth[i], rings) + 1]++;
            }
        }
        for (int ring = 0; ring <= rings; ring++) {
            begins[ring + 1] += begins[ring];
        }
        var members = new float[begins[rings + 1]];
        var next = begins.clone();
        for (int i = 0; i < values.length; i++) {
            if (tissue[i] && !Float.isNaN(values[i])) {
                members[next[ring(depth[i], rings)]++] = values[i];
            }
        }
        var fat = new double[rings + 1];
        for (int ring = 0; ring <= rings; ring++) {
            int count = begins[ring + 1] - begins[ring];
            fat[ring] =
                    count < LEAST
                            ? Double.NaN
                            : new Ranks(members, begins[ring], begins[ring + 1])
                                    .at((int) (FAT * (count - 1)));
        }
        if (Double.isNaN(fat[rings])) {
            return null;
        }
        return new Rings(rising(fat), fat[rings]);
    }

    private static int ring(float depth, int rings) {
        return Math.min(rings, (int) depth);
    }

    /** From the inside out fat never attenuates more: there is never more of it nearer the skin. */
    private static double[] rising(double[] fat) {
        var rising = fat.clone();
        for (int ring = rising.length - 2; ring >= 0; ring--) {
            double inner = rising[ring + 1];
            rising[ring] = Double.isNaN(rising[ring]) ? inner : Math.min(inner, rising[ring]);
        }
        return rising;
    }

    /** By how much attenuation is less at a depth than where thickness is even; at least 0. */
    double lost(double depth) {
        int last = fat.length - 1;
        if (depth >= last) {
            return 0;
        }
        int ring = (int) depth;
        // depth is the middle of a cell; between rings the way is straight
        double share = depth - ring;
        return even - ((1 - share) * fat[ring] + share * fat[ring + 1]);
    }

    /**
     * The thickness at a depth as a share of the even one.
     *
     * @param whole what fat of the even thickness attenuates more than air
     */
    double thickness(double depth, double whole) {
        return whole <= 0 ? 1 : Math.clamp(1 - lost(depth) / whole, 0.05, 1);
    }
}
