package org.medsendx.miner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WeekClustersTest {

    @Test
    void finds_two_groups_that_are_apart_and_calls_the_smaller_one() {
        int[] groups = WeekClusters.of(weeks(8));

        for (int i = 0; i < 60; i++) {
            assertThat(groups[i]).isEqualTo(i < 10 ? 1 : 0);
        }
    }

    @Test
    void says_the_same_every_time() {
        assertThat(WeekClusters.of(weeks(1))).isEqualTo(WeekClusters.of(weeks(1)));
    }

    @Test
    void makes_no_groups_of_few_or_equal_weeks() {
        assertThat(WeekClusters.of(List.of())).isEmpty();
        assertThat(WeekClusters.of(Collections.nCopies(40, new double[2]))).containsOnly(0);
        assertThat(WeekClusters.of(weeks(8).subList(0, 12))).containsOnly(0);
    }

    private static List<double[]> weeks(double apart) {
        var random = new SplittableRandom(3);
        var weeks = new ArrayList<double[]>();
        for (int i = 0; i < 60; i++) {
            double off = i < 10 ? apart : 0;
            weeks.add(new double[] {random.nextGaussian() + off, random.nextGaussian() + off});
        }
        return weeks;
    }
}
