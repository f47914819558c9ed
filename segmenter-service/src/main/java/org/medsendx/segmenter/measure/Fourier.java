package org.medsendx.segmenter.measure;

/** The discrete Fourier transform of a power of two of numbers, in place (Cooley and Tukey). */
final class Fourier {

    private final int n;
    // Of each stage one after the other: a half of the first, which has one, up to that of all.
    private final double[] cosines;
    private final double[] sines;

    /**
     * A transform.
     *
     * @param n how many numbers, a power of two
     */
    Fourier(int n) {
        if (Integer.bitCount(n) != 1) {
            throw new IllegalArgumentException("a power of two of numbers");
        }
        this.n = n;
        cosines = new double[Math.max(0, n - 1)];
        sines = new double[cosines.length];
        for (int length = 2; length <= n; length <<= 1) {
            int half = length / 2;
            for (int k = 0; k < half; k++) {
                cosines[half - 1 + k] = Math.cos(2 * Math.PI * k / length);
                sines[half - 1 + k] = -Math.sin(2 * Math.PI * k / length);
            }
        }
    }

    void transform(double[] re, double[] im) {
        if (re.length != n || im.length != n) {
            throw new IllegalArgumentException("as many numbers as it is for");
        }
        for (int i = 1, j = 0; i < n; i++) {
            int bit = n >> 1;
            for (; (j & bit) != 0; bit >>= 1) {
                j ^= bit;
            }
            j ^= bit;
            if (i < j) {
                swap(re, i, j);
                swap(im, i, j);
            }
        }
        for (int length = 2; length <= n; length <<= 1) {
            int half = length / 2;
            for (int k = 0; k < half; k++) {
                double cos = cosines[half - 1 + k];
                double sin = sines[half - 1 + k];
                for (int a = k; a < n; a += length) {
                    int b = a + half;
                    double x = re[b] * cos - im[b] * sin;
                    double y = re[b] * sin + im[b] * cos;
                    re[b] = re[a] - x;
                    im[b] = im[a] - y;
                    re[a] += x;
                    im[a] += y;
                }
            }
        }
    }

    private static void swap(double[] values, int i, int j) {
        double kept = values[i];
        values[i] = values[j];
        values[j] = kept;
    }
}
