package org.medsendx.miner.daily;

/**
 * One day (further back: one week) of one kind of scan on one scanner: of each quantity the sum of
 * exam means and over how many exams.
 */
public final class Sums {

    final float[] sum = new float[Quantity.all().size()];
    final short[] count = new short[Quantity.all().size()];
    int exams;
    int images;

    Sums() {}

    /** Exams with at least one image. */
    public int exams() {
        return exams;
    }

    /** Images, whether they are of exams that are known or not. */
    public int images() {
        return images;
    }

    /** Over how many exams a quantity is averaged. */
    public int exams(Quantity quantity) {
        return count[quantity.index()];
    }

    /** Mean of the exam means; NaN without any. */
    public double mean(Quantity quantity) {
        int i = quantity.index();
        return count[i] == 0 ? Double.NaN : (double) sum[i] / count[i];
    }

    void add(Sums other) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.sum[i];
            count[i] = (short) Math.min(Short.MAX_VALUE, count[i] + other.count[i]);
        }
        exams += other.exams;
        images += other.images;
    }

    void forgetMeasures() {
        for (var quantity : Quantity.all()) {
            if (quantity.kind() == Quantity.Kind.MEASURE) {
                sum[quantity.index()] = 0;
                count[quantity.index()] = 0;
            }
        }
    }
}
