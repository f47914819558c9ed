package org.medsendx.miner.statistics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RejectChartTest {

    private static final int BASE = 21;
    private static final double LOG_LIMIT = Math.log(365 / 0.01);

    @Test
    void the_mean_time_to_a_false_signal_is_what_was_promised_also_where_the_fleet_is_otherwise() {
        // A limit of 200 days: on 300 series of 200 days the promise is 300 false signals.
        for (double rate : new double[] {0.004, 0.02, 0.1}) {
            for (double fleet : new double[] {rate / 3, rate, rate * 3}) {
                var random = new SplittableRandom(4);
                int signals = 0;
                for (int series = 0; series < 300; series++) {
                    var hits = hits(random, BASE + 200, 20, rate, rate, Integer.MAX_VALUE);
                    signals += chart(hits, 20, fleet, Math.log(200)).rise() != null ? 1 : 0;
                }
                assertThat(signals).as("rate %s, fleet %s", rate, fleet).isLessThan(200);
            }
        }
    }

    @Test
    void a_rate_that_doubles_or_rises_fivefold_is_found_with_its_day() {
        var random = new SplittableRandom(5);
        int doubled = 0;
        int fivefold = 0;
        for (int series = 0; series < 50; series++) {
            var rise = chart(hits(random, 180, 20, 0.06, 0.12, 90), 20, 0.06, LOG_LIMIT).rise();
            doubled += rise != null ? 1 : 0;
            var steep = chart(hits(random, 130, 20, 0.01, 0.05, 90), 20, 0.01, LOG_LIMIT).rise();
            fivefold += steep != null && steep.earliest() <= 91 && steep.latest() >= 89 ? 1 : 0;
        }

        assertThat(doubled).isGreaterThan(42);
        assertThat(fivefold).isGreaterThan(40);
    }

    @Test
    void a_rate_that_is_back_is_no_rise_any_more_and_the_next_one_is_another() {
        var hits = new double[200];
        var random = new SplittableRandom(6);
        for (int i = 0; i < hits.length; i++) {
            double rate = i >= 60 && i < 80 || i >= 180 ? 0.4 : 0.05;
            hits[i] = hit(random, 20, rate);
        }

        assertThat(chart(head(hits, 80), 20, 0.05, LOG_LIMIT).rise()).isNotNull();
        assertThat(chart(head(hits, 150), 20, 0.05, LOG_LIMIT).rise()).isNull();
        var second = requireNonNull(chart(hits, 20, 0.05, LOG_LIMIT).rise());
        assertThat(second.first()).isBetween(178, 182);
    }

    @Test
    void nothing_rejected_and_everything_rejected_are_numbers() {
        assertThat(chart(new double[100], 20, 0.01, LOG_LIMIT).rise()).isNull();
        var all = new double[5000];
        Arrays.fill(all, 20);
        assertThat(chart(all, 20, 0.01, LOG_LIMIT).evidence()).doesNotContain(Double.NaN);
        assertThat(chart(all, 20, 0.01, LOG_LIMIT).evidence())
                .doesNotContain(Double.POSITIVE_INFINITY);
    }

    private static double[] head(double[] hits, int length) {
        return Arrays.copyOf(hits, length);
    }

    private static double[] hits(
            SplittableRandom random, int days, int exams, double before, double after, int from) {
        var hits = new double[days];
        for (int i = 0; i < days; i++) {
            hits[i] = hit(random, exams, i < from ? before : after);
        }
        return hits;
    }

    private static int hit(SplittableRandom random, int exams, double rate) {
        int hits = 0;
        for (int exam = 0; exam < exams; exam++) {
            hits += random.nextDouble() < rate ? 1 : 0;
        }
        return hits;
    }

    private static RejectChart chart(double[] hits, int exams, double fleet, double limit) {
        var day = new int[hits.length];
        var n = new double[hits.length];
        for (int i = 0; i < hits.length; i++) {
            day[i] = i;
            n[i] = exams;
        }
        return new RejectChart(day, n, hits, Math.min(BASE, hits.length), fleet, limit);
    }
}
