package org.medsendx.segmenter.measure;

/** The discrete Fourier transform of a power of two of numbers, in place (Cooley and Tukey). */
final class Fourier {

    private Fourier() {}

    static void transform(double[] re, double[] im) {
        int n = re.length;
        if (Integer.bitCount(n) != 1 || im.length != n) {
            throw new IllegalArgumentException("a power of two of numbers");
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
                double cos = Math.cos(2 * Math.PI * k / length);
                double sin = -Math.sin(2 * Math.PI * k / length);
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
