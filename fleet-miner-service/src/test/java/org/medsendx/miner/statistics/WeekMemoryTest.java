package org.medsendx.miner.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeekMemoryTest {

    private static final double EXAM = 0.012;
    private static final double WEEK = 0.01;
    private static final int EXAMS = 20;

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.8})
    void tells_how_much_weeks_resemble_each_other(double memory) {
        assertThat(mean(20, 45, memory, 0)).isCloseTo(memory, within(0.15));
    }

    @Test
    void a_scanner_that_drifts_makes_no_wandering_fleet() {
        // 1 % a month, on one scanner of ten
        assertThat(mean(10, 30, 0, 0.01 / 30 * 7)).isLessThan(0.15);
    }

    @Test
    void takes_a_lone_scanner_not_to_wander() {
        assertThat(mean(1, 45, 0.8, 0)).isZero();
    }

    /** Over 20 fleets. */
    private static double mean(int scanners, int weeks, double memory, double driftOfOne) {
        var random = new SplittableRandom(21);
        double sum = 0;
        for (int fleet = 0; fleet < 20; fleet++) {
            var all = new ArrayList<WeekMeans>();
            for (int s = 0; s < scanners; s++) {
                all.add(scanner("CT-" + s, weeks, memory, s == 0 ? driftOfOne : 0, random));
            }
            sum += WeekMemory.of(all, EXAM * EXAM, neighbours(all));
        }
        return sum / 20;
    }

    private static WeekMeans scanner(
            String id, int weeks, double memory, double drift, SplittableRandom random) {
        var means = new WeekMeans(id);
        double effect = WEEK * random.nextGaussian();
        for (int week = 0; week < weeks; week++) {
            double chance = EXAM / Math.sqrt(EXAMS) * random.nextGaussian();
            means.add(4 + 7 * week, effect + drift * week + chance, EXAMS);
            effect =
                    memory * effect + Math.sqrt(1 - memory * memory) * WEEK * random.nextGaussian();
        }
        return means;
    }

    /** As the family's model has it, without its safety. */
    private static double neighbours(List<WeekMeans> means) {
        double sum = 0;
        int count = 0;
        for (var weeks : means) {
            for (var d : weeks.differences(1, 1)) {
                sum += d[0] * d[0] - EXAM * EXAM * d[1];
                count++;
            }
        }
        return sum / count / 2;
    }
}
