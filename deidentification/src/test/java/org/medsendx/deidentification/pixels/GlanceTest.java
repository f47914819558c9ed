package org.medsendx.deidentification.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GlanceTest {

    private static final int WIDTH = 200;
    private static final int RISE = 200;
    private static final int SAME = 40;

    @Test
    void a_row_is_never_settled_by_its_turns_that_holds_strokes() {
        var random = new Random(7);
        int with = 0;
        int without = 0;
        for (int round = 0; round < 20_000; round++) {
            int[] row = row(random);
            boolean strokes =
                    Glance.strokes(row, 0, WIDTH, 1, RISE, SAME)
                            || Glance.strokes(row, 0, WIDTH, -1, RISE, SAME);

            assertThat(Glance.strokes(row, 0, WIDTH, RISE, SAME))
                    .as("row %d", round)
                    .isEqualTo(strokes);
            with += strokes ? 1 : 0;
            without += strokes ? 0 : 1;
        }
        assertThat(with).isGreaterThan(1_000);
        assertThat(without).isGreaterThan(1_000);
    }

    @Test
    void values_of_all_32_bits_are_compared_without_wrapping_round() {
        int[] row = new int[WIDTH];
        for (int x = 0; x < WIDTH; x++) {
            row[x] = x % 10 < 3 ? Integer.MAX_VALUE - x % 3 : Integer.MIN_VALUE + x % 3;
        }

        assertThat(Glance.strokes(row, 0, WIDTH, 1 << 30, 100)).isTrue();
    }

    /** Steps, ramps and strokes of all heights around the one that counts, with some noise. */
    private static int[] row(Random random) {
        var row = new int[WIDTH];
        int noise = random.nextInt(1, 40);
        int pen = random.nextInt(150, 400) * (random.nextBoolean() ? 1 : -1);
        int strokes = random.nextInt(0, 30);
        double slope = random.nextInt(4) == 0 ? random.nextDouble(-6, 6) : 0;
        for (int x = 0; x < WIDTH; x++) {
            row[x] = (int) (x * slope) + random.nextInt(noise);
        }
        for (int stroke = 0; stroke < strokes; stroke++) {
            int at = random.nextInt(WIDTH);
            int end = Math.min(WIDTH, at + random.nextInt(1, 25));
            int height = random.nextInt(5) == 0 ? random.nextInt(-400, 400) : pen;
            for (int x = at; x < end; x++) {
                row[x] += height;
            }
        }
        return row;
    }
}
