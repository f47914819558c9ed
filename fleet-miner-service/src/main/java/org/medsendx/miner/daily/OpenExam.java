package org.medsendx.miner.daily;

import java.util.Arrays;

/**
 * An exam in one stratum to which images may still come: what it has added to its day, so that
 * another image changes the exam's mean and not the number of exams.
 */
final class OpenExam {

    /** Images that are told apart; further ones of the same exam count as images only. */
    static final int MOST_IMAGES = 256;

    final int day;
    final float[] sum = new float[Quantity.all().size()];
    final short[] count = new short[Quantity.all().size()];
    int[] images = new int[1];
    int known;

    OpenExam(int day) {
        this.day = day;
    }

    boolean has(int image) {
        for (int i = 0; i < known; i++) {
            if (images[i] == image) {
                return true;
            }
        }
        return false;
    }

    boolean full() {
        return known == MOST_IMAGES;
    }

    void know(int image) {
        if (known == images.length) {
            images = Arrays.copyOf(images, Math.min(MOST_IMAGES, 2 * known));
        }
        images[known++] = image;
    }

    /** Adds one image to the exam, and the change of the exam's means to its day. */
    void add(double[] values, Sums day) {
        for (int i = 0; i < sum.length; i++) {
            if (Double.isNaN(values[i])) {
                continue;
            }
            float before = count[i] == 0 ? 0 : sum[i] / count[i];
            if (count[i] == 0) {
                day.count[i] = (short) Math.min(Short.MAX_VALUE, day.count[i] + 1);
            }
            sum[i] += (float) values[i];
            count[i]++;
            day.sum[i] += sum[i] / count[i] - before;
        }
    }

    /** Measures of earlier definitions count no more. */
    void forgetMeasures() {
        for (var quantity : Quantity.all()) {
            if (quantity.kind() == Quantity.Kind.MEASURE) {
                sum[quantity.index()] = 0;
                count[quantity.index()] = 0;
            }
        }
    }
}
