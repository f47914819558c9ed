package org.medsendx.segmenter.measure;

import java.util.Arrays;

/**
 * Lines of an anti-scatter grid: the strongest peak in the power spectrum of rows and of columns,
 * 0.1 to 0.5 cycles per pixel (Lin et al., J Digit Imaging 19:351, 2006, find them so). The image
 * is cut into 8 bands across the lines, and the second lowest height counts: a grid is in all of
 * the image, the fringes of two parallel edges are where the edges are.
 *
 * @param peak power of the peak over the 85th percentile of the frequencies beside it, in dB: edges
 *     make many peaks beside each other, a grid makes one
 * @param frequency of the peak in cycles per pixel
 */
record GridLines(double peak, double frequency) {

    private static final int LENGTH = 512;
    private static final int LINES = 96;
    private static final int BANDS = 8;
    private static final int LEAST_BANDS = 4;
    private static final int LEAST_LINES = 6;
    private static final double LEAST_FREQUENCY = 0.1;
    private static final int BESIDE = 20;
    private static final int GAP = 3;
    private static final double SURROUNDINGS = 0.85;
    private static final Fourier FOURIER = new Fourier(LENGTH);
    private static final double[] WINDOW = new double[LENGTH];

    static {
        for (int i = 0; i < LENGTH; i++) {
            WINDOW[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / LENGTH);
        }
    }

    /** The peak; NaN when the frame is too small or too few lines are whole. */
    static GridLines of(Frame frame) {
        var along = direction(frame, frame.rows(), frame.columns(), frame.columns(), 1);
        var across = direction(frame, frame.columns(), frame.rows(), 1, frame.columns());
        return !(across.peak > along.peak) ? along : across;
    }

    private static GridLines direction(Frame frame, int lines, int length, int step, int next) {
        if (length < LENGTH || lines < LINES) {
            return new GridLines(Double.NaN, Double.NaN);
        }
        var power = new double[BANDS][LENGTH / 2 + 1];
        var used = new int[BANDS];
        var re = new double[LENGTH];
        var im = new double[LENGTH];
        int pieces = Math.min(4, length / LENGTH);
        for (int line = 0; line < LINES; line++) {
            int base = (int) ((2L * line + 1) * lines / (2L * LINES)) * step;
            int band = line * BANDS / LINES;
            for (int piece = 0; piece < pieces; piece++) {
                int begin = (length - pieces * LENGTH) / 2 + piece * LENGTH;
                if (load(frame, base, begin, next, re)) {
                    Arrays.fill(im, 0);
                    FOURIER.transform(re, im);
                    for (int k = 0; k < power[band].length; k++) {
                        // The logarithm, so that one line with a bright marker does not count
                        // for all of them.
                        power[band][k] += Math.log(re[k] * re[k] + im[k] * im[k] + 1e-9);
                    }
                    used[band]++;
                }
            }
        }
        return peak(power, used);
    }

    /** Second differences of a piece of a line under a Hann window; false when it is masked. */
    private static boolean load(Frame frame, int base, int begin, int next, double[] re) {
        int[] stored = frame.stored();
        boolean varies = false;
        for (int i = 0; i < LENGTH; i++) {
            int at = base + (begin + i) * next;
            if (!frame.allMeasured() && frame.masked(at)) {
                return false;
            }
            int before = i == 0 ? at : at - next;
            int behind = i == LENGTH - 1 ? at : at + next;
            double d = 2.0 * stored[at] - stored[before] - stored[behind];
            varies |= d != 0;
            re[i] = d * WINDOW[i];
        }
        return varies;
    }

    private static GridLines peak(double[][] logs, int[] used) {
        double best = Double.NEGATIVE_INFINITY;
        int bestAt = 0;
        var above = new double[BANDS];
        var beside = new double[2 * BESIDE];
        for (int k = (int) Math.ceil(LEAST_FREQUENCY * LENGTH); k < LENGTH / 2; k++) {
            int bands = 0;
            for (int band = 0; band < BANDS; band++) {
                if (used[band] >= LEAST_LINES) {
                    above[bands++] = height(logs[band], k, beside) / used[band];
                }
            }
            if (bands < LEAST_BANDS) {
                return new GridLines(Double.NaN, Double.NaN);
            }
            Arrays.sort(above, 0, bands);
            if (above[1] > best) {
                best = above[1];
                bestAt = k;
            }
        }
        return new GridLines(best * 10 / Math.log(10), (double) bestAt / LENGTH);
    }

    private static double height(double[] logs, int k, double[] beside) {
        int n = 0;
        for (int d = GAP; d < BESIDE; d++) {
            beside[n++] = logs[Math.max(1, k - d)];
            if (k + d < logs.length) {
                beside[n++] = logs[k + d];
            }
        }
        Arrays.sort(beside, 0, n);
        return logs[k] - beside[(int) (SURROUNDINGS * n)];
    }
}
