package org.medsendx.miner.statistics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BeginningsTest {

    private static final int FIRST = 20_454; // a Monday
    private static final int DAYS = 120;
    private static final double EXAM = 0.01;

    @Test
    void a_wild_first_value_does_not_stay_in_the_level() {
        for (int seed = 0; seed < 20; seed++) {
            var values = usual(seed);
            values[0] = seed % 2 == 0 ? 0.25 : -0.25;
            var chart =
                    new SequentialChart(
                            given(values), Feature.GAIN, 0.01, FIRST + 21, Integer.MAX_VALUE);

            assertThat(chart.moved()).isNull();
            assertThat(chart.filter().level(0)).isCloseTo(0, within(0.005));
        }
    }

    @Test
    void a_first_value_that_the_next_ones_bear_out_stays_as_it_is() {
        var values = usual(1);
        values[0] = 2.5 * EXAM;
        var given = given(values);
        var beginnings = new Beginnings(given);

        for (int i = 0; i < DAYS; i++) {
            assertThat(beginnings.value(given, i)).isEqualTo(values[i]);
        }
    }

    @Test
    void of_two_values_nobody_knows_which_is_the_wild_one() {
        var given = given(new double[] {0.25, 0});

        assertThat(new Beginnings(given).value(given, 0)).isEqualTo(0.25);
    }

    @Test
    void a_step_after_some_weeks_is_found_though_a_level_looks_at_its_first_weeks() {
        var values = usual(2);
        for (int i = 25; i < DAYS; i++) {
            values[i] += 0.03;
        }
        var chart =
                new SequentialChart(
                        given(values), Feature.GAIN, 0.01, FIRST + 21, Integer.MAX_VALUE);

        var moved = requireNonNull(chart.moved());
        assertThat(moved.shift()).isCloseTo(0.03, within(0.01));
    }

    @Test
    void what_goes_in_steps_varies_though_most_of_it_is_the_same() {
        var random = new SplittableRandom(3);
        var differences = new double[400];
        for (int i = 0; i < differences.length; i++) {
            double step = random.nextDouble() < 0.3 ? random.nextBoolean() ? 1 : -1 : 0;
            differences[i] = step + 1e-4 * random.nextGaussian();
        }

        // The plain one is 0.55.
        assertThat(Scales.scale(differences)).isBetween(0.5, 0.7);
    }

    @Test
    void a_few_wild_differences_do_not_move_the_scale_of_normal_ones() {
        var random = new SplittableRandom(4);
        var differences = new double[400];
        Arrays.setAll(differences, i -> i < 20 ? 50 : random.nextGaussian());

        assertThat(Scales.scale(differences)).isBetween(0.9, 1.3);
    }

    private static double[] usual(int seed) {
        var random = new SplittableRandom(seed);
        var values = new double[DAYS];
        Arrays.setAll(values, i -> EXAM * random.nextGaussian());
        return values;
    }

    private static Observations given(double[] values) {
        int n = values.length;
        var day = new int[n];
        var week = new int[n];
        var exams = new int[n];
        for (int i = 0; i < n; i++) {
            day[i] = FIRST + i;
            week[i] = FIRST + i / 7 * 7;
            exams[i] = 1;
        }
        return new Observations(
                1,
                new int[1],
                day,
                week,
                new int[n],
                exams,
                values,
                new double[] {EXAM * EXAM},
                0,
                0,
                new double[] {1e6},
                new double[] {1e6});
    }
}
