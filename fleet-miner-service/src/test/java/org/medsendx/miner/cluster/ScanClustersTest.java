package org.medsendx.miner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScanClustersTest {

    @Test
    void finds_two_groups_that_are_apart_and_calls_the_smaller_one() {
        var clusters = ScanClusters.of(scans(8));

        for (int i = 0; i < 60; i++) {
            assertThat(clusters.groups()[i]).isEqualTo(i < 10 ? 1 : 0);
        }
        double strange = Arrays.stream(clusters.isolation(), 0, 10).average().orElseThrow();
        double usual = Arrays.stream(clusters.isolation(), 10, 60).average().orElseThrow();
        assertThat(strange).isGreaterThan(usual + 0.05);
    }

    @Test
    void says_the_same_every_time() {
        var first = ScanClusters.of(scans(1));
        var second = ScanClusters.of(scans(1));

        assertThat(second.groups()).isEqualTo(first.groups());
        assertThat(second.isolation()).isEqualTo(first.isolation());
    }

    @Test
    void makes_no_groups_of_few_or_equal_scans() {
        assertThat(ScanClusters.of(new double[0][]).groups()).isEmpty();
        assertThat(ScanClusters.of(new double[40][3]).groups()).containsOnly(0);
        assertThat(ScanClusters.of(new double[3][3]).isolation()).containsOnly(0.5);
    }

    private static double[][] scans(double apart) {
        var random = new SplittableRandom(3);
        var scans = new double[60][4];
        for (int i = 0; i < scans.length; i++) {
            for (int j = 0; j < 4; j++) {
                scans[i][j] = random.nextGaussian() + (i < 10 ? apart : 0);
            }
        }
        return scans;
    }
}
