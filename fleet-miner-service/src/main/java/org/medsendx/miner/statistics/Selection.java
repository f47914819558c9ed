package org.medsendx.miner.statistics;

/**
 * Medians of millions of values: the same numbers as {@link Robust} gives, without sorting (C. A.
 * R. Hoare, Comm. ACM 4 (1961) 321). Values must be numbers; their order is not kept.
 */
final class Selection {

    private Selection() {}

    /** The middle value; of an even count, the mean of the two middle ones. */
    static double median(double[] values) {
        int n = values.length;
        double upper = select(values, n / 2);
        if (n % 2 == 1) {
            return upper;
        }
        // What lies before is not greater; the greatest of it is the other middle one.
        double lower = values[0];
        for (int i = 1; i < n / 2; i++) {
            lower = Math.max(lower, values[i]);
        }
        return (lower + upper) / 2;
    }

    /** {@link Robust#scale} around a centre; the values become their distances from it. */
    static double scale(double[] values, double centre) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i] - centre);
        }
        return Robust.MAD_TO_SIGMA * median(values);
    }

    /** The value of rank k, from 0; smaller ones are before its place then, greater ones behind. */
    private static double select(double[] values, int k) {
        int low = 0;
        int high = values.length - 1;
        while (low < high) {
            double pivot = pivot(values, low, high);
            int i = low;
            int j = high;
            while (i <= j) {
                while (values[i] < pivot) {
                    i++;
                }
                while (values[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    double held = values[i];
                    values[i++] = values[j];
                    values[j--] = held;
                }
            }
            if (k <= j) {
                high = j;
            } else if (k >= i) {
                low = i;
            } else {
                break;
            }
        }
        return values[k];
    }

    private static double pivot(double[] values, int low, int high) {
        double a = values[low];
        double b = values[(low + high) >>> 1];
        double c = values[high];
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
