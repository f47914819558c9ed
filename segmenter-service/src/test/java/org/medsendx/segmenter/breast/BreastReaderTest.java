package org.medsendx.segmenter.breast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.segmenter.breast.BreastPhantom.Spec;
import org.medsendx.segmenter.breast.Mammogram.View;
import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.feature.Padding;

/** Phantoms of known density; docs/breast-density.md has the figures of many more. */
class BreastReaderTest {

    private static final double[] TARGETS = {0.05, 0.15, 0.3, 0.45, 0.6};
    private static final Offset<Double> THREE_POINTS = Offset.offset(3.0);

    @ParameterizedTest
    @CsvSource({
        "201,false,false,true",
        "202,false,true,true",
        "203,true,false,true",
        "204,true,true,true",
        "205,false,true,false",
        "206,true,true,false",
    })
    void measures_area_and_volume_within_three_points_and_rising(
            long seed, boolean mlo, boolean right, boolean processing) {
        double area = -1;
        double volume = -1;
        for (double target : TARGETS) {
            var phantom = BreastPhantom.of(new Spec(seed, mlo, right, target, processing));

            var reading = read(phantom, processing);

            double found = Objects.requireNonNull(reading.area());
            assertThat(found).isCloseTo(100 * phantom.area(), THREE_POINTS).isGreaterThan(area);
            area = found;
            if (processing) {
                double share = Objects.requireNonNull(reading.volume());
                assertThat(share)
                        .isCloseTo(100 * phantom.volume(), THREE_POINTS)
                        .isGreaterThan(volume);
                volume = share;
            } else {
                assertThat(reading.volume()).isNull();
            }
            assertThat(phantom.overlap(reading.classes())).isGreaterThan(0.94);
        }
    }

    @Test
    void sees_the_same_breast_from_either_side() {
        var left = read(BreastPhantom.of(new Spec(31, true, false, 0.3, true)), true);
        var right = read(BreastPhantom.of(new Spec(31, true, true, 0.3, true)), true);

        assertThat(right.area()).isEqualTo(left.area());
        assertThat(right.volume()).isEqualTo(left.volume());
        assertThat(right.findings()).isEqualTo(left.findings());
    }

    @Test
    void has_no_area_for_tissue_of_one_kind() {
        var phantom = BreastPhantom.of(new Spec(32, false, false, 0, true));

        var reading = read(phantom, true);

        assertThat(reading.area()).isNull();
        assertThat(reading.reason()).isEqualTo("one-kind-of-tissue");
    }

    @Test
    void finds_the_edge_of_the_muscle_in_an_oblique_view_alone() {
        var oblique = read(BreastPhantom.of(new Spec(33, true, false, 0.25, true)), true);
        var craniocaudal = read(BreastPhantom.of(new Spec(33, false, false, 0.25, true)), true);

        assertThat(oblique.marks())
                .extracting(BreastReading.Mark::kind)
                .contains(BreastReading.Mark.Kind.MUSCLE, BreastReading.Mark.Kind.FOLD);
        assertThat(craniocaudal.marks())
                .extracting(BreastReading.Mark::kind)
                .containsExactly(BreastReading.Mark.Kind.NIPPLE_LINE);
    }

    @Test
    void says_when_the_muscle_and_the_fold_are_not_in_view() {
        // a craniocaudal breast that was cut through below the nipple, said to be an oblique view
        var phantom = BreastPhantom.of(new Spec(34, false, false, 0.25, false));
        int rows = BreastPhantom.ROWS * 6 / 10;
        int[] values = Arrays.copyOf(phantom.stored(), rows * BreastPhantom.COLUMNS);

        var reading =
                Objects.requireNonNull(
                        BreastReader.read(
                                values,
                                Field.whole(rows, BreastPhantom.COLUMNS),
                                Padding.NONE,
                                mammogram(View.MLO, "left")));

        assertThat(reading.findings())
                .containsExactly("pectoral-not-found", "inframammary-fold-not-in-view");
        assertThat(reading.areaUncertainty()).isGreaterThan(5);
    }

    @ParameterizedTest
    @ValueSource(longs = {301, 302, 303, 304, 305, 306, 307, 308})
    void says_of_a_muscle_that_ends_too_high_that_it_does(long seed) {
        boolean processing = seed % 2 == 0;
        var phantom = BreastPhantom.of(new Spec(seed, true, seed % 3 == 0, 0.25, processing));

        var findings = read(phantom, processing).findings();

        // within a centimetre either is right: the muscle of the phantom is bent
        if (Math.abs(phantom.muscleShortBy()) > 10) {
            assertThat(findings.contains("pectoral-above-nipple-line"))
                    .isEqualTo(phantom.muscleShortBy() > 0);
        }
        assertThat(findings).doesNotContain("pectoral-not-found", "inframammary-fold-not-in-view");
    }

    @Test
    void says_when_the_breast_is_cut_off_or_lies_the_other_way_round() {
        var phantom = BreastPhantom.of(new Spec(35, false, false, 0.25, false));
        int columns = 180;
        var values = new int[BreastPhantom.ROWS * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = phantom.stored()[i / columns * BreastPhantom.COLUMNS + i % columns];
        }

        var reading =
                Objects.requireNonNull(
                        BreastReader.read(
                                values,
                                Field.whole(BreastPhantom.ROWS, columns),
                                Padding.NONE,
                                mammogram(View.CC, "right")));

        assertThat(reading.findings()).containsExactly("breast-cut-off", "orientation-differs");
    }

    @Test
    void leaves_a_marker_of_metal_out_and_gives_no_density_beside_an_implant() {
        var phantom = BreastPhantom.of(new Spec(36, false, false, 0.3, false));
        double before = Objects.requireNonNull(read(phantom, false).area());
        disc(phantom.stored(), phantom.nippleRow(), 60, 9);

        var marked = read(phantom, false);

        assertThat(marked.metal()).isTrue();
        assertThat(Objects.requireNonNull(marked.area())).isCloseTo(before, Offset.offset(1.0));
        disc(phantom.stored(), phantom.nippleRow(), 80, 60);
        assertThat(read(phantom, false).reason()).isEqualTo("implant-or-metal");
    }

    @Test
    void finds_no_breast_where_there_is_none() {
        int[] flat = new int[200 * 200];
        int[] disc = new int[200 * 200];
        for (int i = 0; i < disc.length; i++) {
            disc[i] = Math.hypot(i / 200 - 100.0, i % 200 - 100.0) < 60 ? 2000 : i % 7;
        }

        for (int[] values : new int[][] {flat, disc}) {
            assertThat(
                            BreastReader.read(
                                    values,
                                    Field.whole(200, 200),
                                    Padding.NONE,
                                    mammogram(View.CC, "left")))
                    .isNull();
        }
    }

    private static void disc(int[] values, int centreRow, int centreColumn, int radius) {
        for (int row = centreRow - radius; row <= centreRow + radius; row++) {
            for (int column = Math.max(0, centreColumn - radius);
                    column <= centreColumn + radius;
                    column++) {
                if (Math.hypot(row - centreRow, column - centreColumn) <= radius) {
                    values[row * BreastPhantom.COLUMNS + column] = 4095;
                }
            }
        }
    }

    private static BreastReading read(BreastPhantom phantom, boolean processing) {
        return Objects.requireNonNull(
                BreastReader.read(
                        phantom.stored(),
                        Field.whole(BreastPhantom.ROWS, BreastPhantom.COLUMNS),
                        Padding.NONE,
                        Mammogram.read(phantom.dataSet(), processing)));
    }

    private static Mammogram mammogram(View view, String chestWall) {
        return new Mammogram(
                "L",
                view,
                false,
                false,
                true,
                0.4,
                60,
                28,
                "",
                new HeaderLie(chestWall.equals("right"), null, false));
    }
}
