package org.medsendx.segmenter.breast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.medsendx.segmenter.breast.BreastPhantom.Spec;
import org.medsendx.segmenter.breast.BreastReading.Mark;
import org.medsendx.segmenter.feature.Field;
import org.medsendx.segmenter.feature.Padding;

/** Folds of the skin among vessels; docs/breast-density.md has the figures of many more. */
class SkinFoldsTest {

    private static final BreastLines VESSELS = new BreastLines(5, false);
    private static final BreastLines VESSELS_AND_FOLD = new BreastLines(5, true);

    @Test
    void finds_most_folds_in_fatty_breasts_and_hardly_takes_a_vessel_for_one() {
        int found = 0;
        int wrong = 0;
        for (long seed = 1000; seed < 1008; seed++) {
            var spec = new Spec(seed, seed % 2 == 0, seed % 3 == 0, 0.04, true);

            wrong += read(spec, VESSELS).findings().contains("skin-fold") ? 1 : 0;
            found += read(spec, VESSELS_AND_FOLD).findings().contains("skin-fold") ? 1 : 0;
        }
        assertThat(found).isGreaterThanOrEqualTo(4);
        // one of these eight, and no other of the 400 of the page
        assertThat(wrong).isLessThanOrEqualTo(1);
    }

    @Test
    void draws_a_fold_where_it_is() {
        var spec = new Spec(703, false, true, 0.14, true);
        int[] without = BreastPhantom.of(spec, VESSELS).stored();
        int[] with = BreastPhantom.of(spec, VESSELS_AND_FOLD).stored();

        var marks = folds(read(spec, VESSELS_AND_FOLD));

        assertThat(marks).hasSizeGreaterThan(4);
        for (var mark : marks) {
            assertThat(differsNear(without, with, mark.fromRow(), mark.fromColumn())).isTrue();
            assertThat(differsNear(without, with, mark.toRow(), mark.toColumn())).isTrue();
        }
        assertThat(folds(read(spec, VESSELS))).isEmpty();
    }

    @Test
    void follows_a_chain_from_end_to_end_and_refuses_a_patch() {
        int columns = 40;
        var set = new boolean[30 * columns];
        for (int i = 0; i < 20; i++) {
            // a slanted line with a gap of one cell
            set[(5 + i / 2) * columns + 8 + i] = i != 11;
        }
        for (int i = 0; i < 100; i++) {
            set[(18 + i / 10) * columns + 28 + i % 10] = true;
        }

        var chains = Chains.of(set, 30, columns, 15);

        assertThat(chains).hasSize(1);
        var points = chains.getFirst().points(columns);
        assertThat(List.of(points.getFirst()[1], points.getLast()[1]))
                .containsExactlyInAnyOrder(8.0, 27.0);
        assertThat(chains.getFirst().length()).isBetween(20.0, 26.0);
    }

    private static boolean differsNear(int[] one, int[] other, double row, double column) {
        for (int y = (int) row - 2; y <= row + 2; y++) {
            for (int x = (int) column - 3; x <= column + 3; x++) {
                int at = y * BreastPhantom.COLUMNS + x;
                if (Math.abs(one[at] - other[at]) > 0.03 * one[at]) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Mark> folds(BreastReading reading) {
        return reading.marks().stream().filter(mark -> mark.kind() == Mark.Kind.SKIN_FOLD).toList();
    }

    private static BreastReading read(Spec spec, BreastLines lines) {
        var phantom = BreastPhantom.of(spec, lines);
        return Objects.requireNonNull(
                BreastReader.read(
                        phantom.stored(),
                        Field.whole(BreastPhantom.ROWS, BreastPhantom.COLUMNS),
                        Padding.NONE,
                        Mammogram.read(phantom.dataSet(), true)));
    }
}
