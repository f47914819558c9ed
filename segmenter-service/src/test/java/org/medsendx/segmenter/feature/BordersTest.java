package org.medsendx.segmenter.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BordersTest {

    private static final int ROWS = 120;
    private static final int COLUMNS = 160;

    @Test
    void leaves_an_image_whole_that_has_no_border() {
        int[] values = noise(1);
        var whole = Field.whole(ROWS, COLUMNS);

        assertThat(Borders.frame(whole, values).isWhole()).isTrue();
        assertThat(Borders.blades(whole, values, true).isWhole()).isTrue();
    }

    @Test
    void cuts_off_a_frame_of_one_value() {
        int[] values = noise(2);
        paint(values, 0, 7, 0, COLUMNS, 0);
        paint(values, ROWS - 12, ROWS, 0, COLUMNS, 0);
        paint(values, 0, ROWS, 0, 20, 0);

        var field = Borders.frame(Field.whole(ROWS, COLUMNS), values);

        assertThat(field.pixels()).isEqualTo((ROWS - 19L) * (COLUMNS - 20));
        assertThat(field.row(6)).isEmpty();
        assertThat(field.row(7)).containsExactly(20, COLUMNS);
    }

    @Test
    void does_not_take_a_dark_half_for_a_frame() {
        int[] values = noise(3);
        paint(values, 0, ROWS * 45 / 100, 0, COLUMNS, 0);

        assertThat(Borders.frame(Field.whole(ROWS, COLUMNS), values).isWhole()).isTrue();
    }

    @Test
    void leaves_a_flat_image_alone() {
        var flat = new int[ROWS * COLUMNS];

        assertThat(Borders.frame(Field.whole(ROWS, COLUMNS), flat).isWhole()).isTrue();
        assertThat(Borders.blades(Field.whole(ROWS, COLUMNS), flat, true).isWhole()).isTrue();
        assertThat(Borders.circle(Field.whole(ROWS, ROWS), new int[ROWS * ROWS]).isWhole())
                .isTrue();
    }

    @Test
    void finds_four_collimator_blades_with_scatter_behind_them() {
        var random = new Random(4);
        int[] values = anatomy();
        blade(values, random, 0, 18, 0, COLUMNS);
        blade(values, random, ROWS - 15, ROWS, 0, COLUMNS);
        blade(values, random, 0, ROWS, 0, 22);
        blade(values, random, 0, ROWS, COLUMNS - 30, COLUMNS);

        var field = Borders.blades(Field.whole(ROWS, COLUMNS), values, true);

        int[] middle = field.row(ROWS / 2);
        assertThat(middle[0]).isBetween(20, 24);
        assertThat(middle[1]).isBetween(COLUMNS - 32, COLUMNS - 28);
        assertThat(field.row(16)).isEmpty();
        assertThat(field.row(20)).isNotEmpty();
        assertThat(field.row(ROWS - 13)).isEmpty();
        assertThat(field.row(ROWS - 18)).isNotEmpty();
    }

    @Test
    void masks_what_lies_outside_the_circle_of_a_reconstruction() {
        var random = new Random(5);
        int side = 128;
        var values = new int[side * side];
        for (int i = 0; i < values.length; i++) {
            double y = i / side + 0.5 - side / 2.0;
            double x = i % side + 0.5 - side / 2.0;
            values[i] = Math.hypot(x, y) > side / 2.0 ? -1024 : random.nextInt(-1000, 200);
        }

        var field = Borders.circle(Field.whole(side, side), values);

        assertThat((double) field.pixels() / (Math.PI * side * side / 4)).isBetween(0.98, 1.02);
    }

    @Test
    void leaves_corners_that_hold_an_image() {
        int side = 128;
        int[] values = Arrays.copyOf(noise(6), side * side);

        assertThat(Borders.circle(Field.whole(side, side), values).isWhole()).isTrue();
    }

    private static int[] noise(long seed) {
        return new Random(seed).ints((long) ROWS * COLUMNS, 100, 4000).toArray();
    }

    /** A lung field: bright and dark structures that reach all edges. */
    private static int[] anatomy() {
        var random = new Random(7);
        var values = new int[ROWS * COLUMNS];
        for (int i = 0; i < values.length; i++) {
            double x = i % COLUMNS / (double) COLUMNS;
            double y = i / COLUMNS / (double) ROWS;
            double wave = Math.sin(9 * x) * Math.cos(7 * y);
            values[i] = (int) (2000 + 1200 * wave + 40 * random.nextGaussian());
        }
        return values;
    }

    private static void blade(
            int[] values, Random random, int top, int bottom, int left, int right) {
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                values[row * COLUMNS + column] = (int) (3900 + 15 * random.nextGaussian());
            }
        }
    }

    private static void paint(int[] values, int top, int bottom, int left, int right, int value) {
        for (int row = top; row < bottom; row++) {
            Arrays.fill(values, row * COLUMNS + left, row * COLUMNS + right, value);
        }
    }
}
