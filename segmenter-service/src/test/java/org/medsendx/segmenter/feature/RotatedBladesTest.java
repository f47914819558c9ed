package org.medsendx.segmenter.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Radiographs whose collimator was turned, and others whose edges are straight for other reasons.
 */
class RotatedBladesTest {

    private static final int ROWS = 480;
    private static final int COLUMNS = 400;

    @ParameterizedTest
    @ValueSource(ints = {-40, -25, -12, -4, 3, 8, 17, 30, 44})
    void finds_a_collimator_at_an_angle_by_its_four_blades(int degrees) {
        var picture = new Picture(degrees + 100);
        var truth = picture.collimate(degrees, 150, 170, 4);

        var field = Borders.blades(Field.whole(ROWS, COLUMNS), picture.values, true);

        assertThat(overlap(field, truth)).isGreaterThan(0.97);
    }

    @Test
    void finds_two_blades_that_meet_and_leaves_the_rest() {
        var picture = new Picture(7);
        var truth = picture.collimate(20, 150, 170, 2);

        var field = Borders.blades(Field.whole(ROWS, COLUMNS), picture.values, true);

        assertThat(overlap(field, truth)).isGreaterThan(0.97);
    }

    @Test
    void goes_by_exposure_and_not_by_how_it_is_stored() {
        var picture = new Picture(8);
        var truth = picture.collimate(15, 150, 170, 2);
        for (int i = 0; i < picture.values.length; i++) {
            picture.values[i] = 4095 - picture.values[i];
        }

        assertThat(
                        overlap(
                                Borders.blades(Field.whole(ROWS, COLUMNS), picture.values, false),
                                truth))
                .isGreaterThan(0.97);
        // two flat corners on the exposed side are air
        assertThat(RotatedBlades.narrow(Field.whole(ROWS, COLUMNS), picture.values, true).isWhole())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void leaves_anatomy_that_fills_the_image(long seed) {
        var picture = new Picture(seed);

        assertThat(RotatedBlades.narrow(Field.whole(ROWS, COLUMNS), picture.values, true).isWhole())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {-35, -15, 10, 25, 42})
    void takes_air_beside_a_limb_for_no_blade(int degrees) {
        var picture = new Picture(degrees + 200);
        picture.limb(degrees, 60);

        assertThat(RotatedBlades.narrow(Field.whole(ROWS, COLUMNS), picture.values, true).isWhole())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 38, 45})
    void takes_air_above_two_shoulders_for_no_blades(int degrees) {
        var picture = new Picture(degrees);
        picture.shoulders(degrees);

        assertThat(RotatedBlades.narrow(Field.whole(ROWS, COLUMNS), picture.values, true).isWhole())
                .isTrue();
    }

    private static double overlap(Field field, boolean[] truth) {
        int both = 0;
        int either = 0;
        for (int row = 0; row < ROWS; row++) {
            var inside = new boolean[COLUMNS];
            int[] pieces = field.row(row);
            for (int piece = 0; piece < pieces.length; piece += 2) {
                for (int column = pieces[piece]; column < pieces[piece + 1]; column++) {
                    inside[column] = true;
                }
            }
            for (int column = 0; column < COLUMNS; column++) {
                boolean is = truth[row * COLUMNS + column];
                both += is && inside[column] ? 1 : 0;
                either += is || inside[column] ? 1 : 0;
            }
        }
        return (double) both / either;
    }

    /** A radiograph with greater values where less was exposed: waves of tissue, ribs, noise. */
    private static final class Picture {

        private final int[] values = new int[ROWS * COLUMNS];
        private final Random random;

        Picture(long seed) {
            random = new Random(seed);
            double a = 4 + 5 * random.nextDouble();
            double b = 4 + 5 * random.nextDouble();
            double phase = 6 * random.nextDouble();
            for (int i = 0; i < values.length; i++) {
                double x = (double) (i % COLUMNS) / COLUMNS;
                double y = (double) (i / COLUMNS) / ROWS;
                double tissue = 1500 + 700 * Math.sin(a * x + phase) * Math.cos(b * y);
                double rib = Math.max(0, Math.sin(40 * y + 6 * x + phase) - 0.4) * 500;
                values[i] = (int) (tissue + rib + 30 * random.nextGaussian());
            }
        }

        /** Lead beyond lines at half a width and a height from the middle; what is left. */
        boolean[] collimate(int degrees, int halfWidth, int halfHeight, int blades) {
            double angle = Math.toRadians(degrees);
            var left = new boolean[values.length];
            for (int i = 0; i < values.length; i++) {
                double y = i / COLUMNS - ROWS / 2.0;
                double x = i % COLUMNS - COLUMNS / 2.0;
                double u = x * Math.cos(angle) + y * Math.sin(angle);
                double v = -x * Math.sin(angle) + y * Math.cos(angle);
                double out = Math.max(u - halfWidth, v - halfHeight);
                if (blades == 4) {
                    out = Math.max(out, Math.max(-u - halfWidth, -v - halfHeight));
                }
                left[i] = out < 0;
                // half a shadow of three pixels, scatter that falls off, little noise
                double lead = Math.clamp(0.5 + out / 3, 0, 1);
                double behind = 3600 + 60 * Math.min(1, Math.max(0, out) / 80);
                values[i] =
                        (int)
                                ((1 - lead) * values[i]
                                        + lead * (behind + 12 * random.nextGaussian()));
            }
            return left;
        }

        /** Air on both sides of a limb whose sides bulge as those of limbs do. */
        void limb(int degrees, int half) {
            double angle = Math.toRadians(degrees);
            for (int i = 0; i < values.length; i++) {
                double y = i / COLUMNS - ROWS / 2.0;
                double x = i % COLUMNS - COLUMNS / 2.0;
                double u = x * Math.cos(angle) + y * Math.sin(angle);
                double v = -x * Math.sin(angle) + y * Math.cos(angle);
                if (Math.abs(u) > half + 12 * Math.sin(v / 90)) {
                    air(i);
                }
            }
        }

        /** Air in both upper corners, beyond lines that are as straight as lines can be. */
        void shoulders(int degrees) {
            double slope = Math.tan(Math.toRadians(degrees));
            for (int i = 0; i < values.length; i++) {
                double x = Math.abs(i % COLUMNS - COLUMNS / 2.0);
                if (i / COLUMNS < (x - 40) * slope) {
                    air(i);
                }
            }
        }

        private void air(int at) {
            values[at] = (int) (60 + 15 * random.nextGaussian());
        }
    }
}
