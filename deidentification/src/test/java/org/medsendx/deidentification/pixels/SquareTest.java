package org.medsendx.deidentification.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SquareTest {

    private static final int SIDE = Ink.SIDE;
    private static final int HALF = Ink.STROKE / 2;

    private final int[] values = new Random(11).ints(SIDE * SIDE, 0, 0x10000).toArray();
    private final Square square = new Square();

    @Test
    void finds_the_least_and_the_greatest_within_nine_pixels() {
        var least = new int[values.length];
        var greatest = new int[values.length];

        square.least(values, least);
        square.greatest(values, greatest);

        for (int y = HALF; y < SIDE - HALF; y += 7) {
            for (int x = HALF; x < SIDE - HALF; x++) {
                int low = Integer.MAX_VALUE;
                int high = 0;
                for (int dy = -HALF; dy <= HALF; dy++) {
                    for (int dx = -HALF; dx <= HALF; dx++) {
                        int value = values[(y + dy) * SIDE + x + dx];
                        low = Math.min(low, value);
                        high = Math.max(high, value);
                    }
                }
                assertThat(least[y * SIDE + x]).isEqualTo(low);
                assertThat(greatest[y * SIDE + x]).isEqualTo(high);
            }
        }
    }

    @Test
    void may_write_over_what_it_reads() {
        var apart = new int[values.length];
        square.least(values, apart);

        int[] same = values.clone();
        square.least(same, same);

        assertThat(same).isEqualTo(apart);
    }

    @Test
    void counts_the_last_pixel_of_all_alone() {
        var least = new int[values.length];

        square.least(values, least);

        assertThat(least[values.length - 1]).isEqualTo(values[values.length - 1]);
    }
}
