package org.medsendx.miner.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntToDoubleFunction;

/** Weekly means of one feature in one series, in the order of time. */
final class WeekMeans {

    private final String scanner;
    private final List<double[]> weeks = new ArrayList<>();

    WeekMeans(String scanner) {
        this.scanner = scanner;
    }

    String scanner() {
        return scanner;
    }

    /**
     * Adds a later week.
     *
     * @param monday of the week, an epoch day
     * @param exams that the mean rests on
     */
    void add(int monday, double mean, double exams) {
        weeks.add(new double[] {monday, mean, exams});
    }

    /** The same with something taken off each week, which is asked for by its Monday. */
    WeekMeans less(IntToDoubleFunction common) {
        var rest = new WeekMeans(scanner);
        weeks.forEach(week ->
                rest.add((int) week[0], week[1] - common.applyAsDouble((int) week[0]), week[2]));
        return rest;
    }

    /** How far each week is from the usual one, by its Monday. */
    void deviations(BiConsumer<Integer, Double> each) {
        if (!weeks.isEmpty()) {
            double usual = Robust.median(weeks.stream().mapToDouble(week -> week[1]).toArray());
            weeks.forEach(week -> each.accept((int) week[0], week[1] - usual));
        }
    }

    /**
     * Differences of each week to the first one that is later by so many weeks, each with its
     * variance for exams of variance 1.
     *
     * @param least weeks between the two
     * @param most weeks between the two
     */
    List<double[]> differences(int least, int most) {
        var differences = new ArrayList<double[]>();
        int next = 0;
        for (var week : weeks) {
            while (next < weeks.size() && weeks.get(next)[0] < week[0] + 7.0 * least) {
                next++;
            }
            if (next == weeks.size()) {
                break;
            }
            var later = weeks.get(next);
            if (later[0] <= week[0] + 7.0 * most) {
                differences.add(new double[] {later[1] - week[1], 1 / week[2] + 1 / later[2]});
            }
        }
        return differences;
    }
}
