package org.medsendx.miner.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequentialChartTest {

    private static final int DAYS = 140;
    private static final int LEARNT = 21;
    private static final double RATE = 0.2;

    /** Steps of a sum of log likelihood ratios, and the run length that the limit is meant for. */
    @ParameterizedTest
    @CsvSource({
        "0.25, 20000",
        "0.5, 5000",
        "0.5, 50000",
        "1, 2000",
        "1, 100000",
        "1.5, 10000",
        "2, 10000"
    })
    void the_limit_gives_the_run_length_of_the_integral_equation(double step, double wanted) {
        double limit = Math.log(wanted * step * step / 2 * SignalLimits.crossing(step));

        // One arm of the exact chart: a sum with k = D / 2 and h = limit / D.
        double exact = 2 * Cusum.averageRunLength(step / 2, limit / step, 0);

        assertThat(exact).isCloseTo(wanted, withinPercentage(2));
    }

    @ParameterizedTest
    @CsvSource({"0.003, 0.012, 1", "0.01, 0.012, 3", "0, 0.012, 3", "0.02, 0.012, 3"})
    void signals_no_more_often_than_promised_although_levels_and_weeks_are_estimated(
            double week, double exam, int exams) {
        var random = new SplittableRandom(5);
        int runs = 1500;
        int signals = 0;
        for (int run = 0; run < runs; run++) {
            signals += signals(chart(random, week, exam, exams, 0)) ? 1 : 0;
        }

        double years = runs * (DAYS - LEARNT) / 365.25;
        double error = Math.sqrt(RATE / years);
        assertThat(signals / years).isLessThan(RATE + 3 * error);
    }

    @ParameterizedTest
    @CsvSource({"0.003, 0.5", "0.01, 0.5", "0.01, 0.8"})
    void signals_no_more_often_than_promised_where_weeks_resemble_each_other(
            double week, double memory) {
        var random = new SplittableRandom(15);
        int runs = 1500;
        int signals = 0;
        for (int run = 0; run < runs; run++) {
            signals += signals(chart(random, week, memory, 0.012, 2, 0)) ? 1 : 0;
        }

        double years = runs * (DAYS - LEARNT) / 365.25;
        assertThat(signals / years).isLessThan(RATE + 3 * Math.sqrt(RATE / years));
    }

    @ParameterizedTest
    @CsvSource({"0.003, 0.012", "0.01, 0.012"})
    void finds_a_step_and_tells_its_size_and_day(double week, double exam) {
        var random = new SplittableRandom(6);
        int runs = 200;
        int found = 0;
        int near = 0;
        double sum = 0;
        double squares = 0;
        for (int run = 0; run < runs; run++) {
            var moved = chart(random, week, exam, 2, 0.04).moved();
            if (moved != null) {
                found++;
                near += Math.abs(moved.day() - STEP) <= 3 ? 1 : 0;
                sum += moved.shift();
                double z = (moved.shift() - 0.04) / Math.sqrt(moved.variance());
                squares += z * z;
            }
        }

        assertThat(found).isGreaterThan(195);
        assertThat(sum / found).isCloseTo(0.04, withinPercentage(8));
        assertThat(Math.sqrt(squares / found)).isCloseTo(1, within(0.35));
        assertThat(near).isGreaterThan(week < 0.005 ? 190 : 140);
    }

    private static final int FIRST = 4;
    private static final int STEP = FIRST + 70;

    private static boolean signals(SequentialChart chart) {
        for (int i = 0; i < chart.given().size(); i++) {
            if (chart.up(i) > chart.limit(i) || chart.down(i) > chart.limit(i)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void a_chart_that_is_not_drawn_says_the_same_and_can_be_drawn_later() {
        var random = new SplittableRandom(31);
        int moved = 0;
        for (int run = 0; run < 60; run++) {
            var whole = chart(random, 0.003, 0.5, 0.012, 2, run % 3 * 0.02);

            var brief =
                    new SequentialChart(
                            whole.given(),
                            Feature.GAIN,
                            RATE,
                            FIRST + LEARNT,
                            Integer.MAX_VALUE,
                            false);

            assertThat(brief.moved()).isEqualTo(whole.moved());
            assertThat(brief.score()).isEqualTo(whole.score());
            assertThat(brief.limit()).isEqualTo(whole.limit());
            assertThat(brief.filter().level(0)).isEqualTo(whole.filter().level(0));
            assertThat(brief.deviations()).isEmpty();
            var later = brief.drawn();
            assertThat(later.deviations()).isEqualTo(whole.deviations());
            assertThat(later.variances()).isEqualTo(whole.variances());
            for (int i = 0; i < DAYS; i++) {
                assertThat(later.up(i)).isEqualTo(whole.up(i));
                assertThat(later.down(i)).isEqualTo(whole.down(i));
                assertThat(later.limit(i)).isEqualTo(whole.limit(i));
            }
            moved += whole.moved() == null ? 0 : 1;
        }
        assertThat(moved).isBetween(20, 59);
    }

    private static SequentialChart chart(
            SplittableRandom random, double weeks, double exam, int exams, double step) {
        return chart(random, weeks, 0, exam, exams, step);
    }

    private static SequentialChart chart(
            SplittableRandom random,
            double weeks,
            double memory,
            double exam,
            int exams,
            double step) {
        var day = new int[DAYS];
        var week = new int[DAYS];
        var count = new int[DAYS];
        var value = new double[DAYS];
        double variance = exam * exam / exams;
        double effect = 0;
        for (int i = 0; i < DAYS; i++) {
            effect =
                    i == 0
                            ? weeks * random.nextGaussian()
                            : i % 7 == 0
                                    ? memory * effect
                                            + Math.sqrt(1 - memory * memory)
                                                    * weeks
                                                    * random.nextGaussian()
                                    : effect;
            day[i] = i + FIRST;
            week[i] = i / 7 * 7 + FIRST;
            count[i] = exams;
            value[i] =
                    effect
                            + Math.sqrt(variance) * random.nextGaussian()
                            + (day[i] >= STEP ? step : 0);
        }
        var given =
                new Observations(
                        1,
                        new int[1],
                        day,
                        week,
                        new int[DAYS],
                        count,
                        value,
                        new double[] {exam * exam},
                        weeks * weeks,
                        memory,
                        new double[] {1e6},
                        new double[] {1e6});
        return new SequentialChart(given, Feature.GAIN, RATE, FIRST + LEARNT, Integer.MAX_VALUE);
    }
}
