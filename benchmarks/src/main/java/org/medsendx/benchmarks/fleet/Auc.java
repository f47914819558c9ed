package org.medsendx.benchmarks.fleet;

import java.util.ArrayList;
import java.util.List;

/** Area under the ROC curve: how often a broken scanner's score is above a healthy one's. */
final class Auc {

    private final List<Double> broken = new ArrayList<>();
    private final List<Double> healthy = new ArrayList<>();

    void add(boolean isBroken, double score) {
        (isBroken ? broken : healthy).add(score);
    }

    double area() {
        double wins = 0;
        for (double b : broken) {
            for (double h : healthy) {
                wins += b > h ? 1 : b == h ? 0.5 : 0;
            }
        }
        return wins / broken.size() / healthy.size();
    }

    int broken() {
        return broken.size();
    }
}
