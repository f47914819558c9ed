package org.medsendx.segmenter.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.model.ModelFailure.Reason;

/** From the grid of an image to that of a model and back: spacing, orientation, samples. */
class GridsTest {

    @ParameterizedTest
    @CsvSource({
        // has, wanted, where the pixel of row 0 and column 1 of a 2 x 3 image goes
        "LP, LP, 1",
        "RP, LP, 1",
        "LA, LP, 4",
        "PL, LP, 2",
        "AL, LP, 2",
        "PL, L, 2",
        "PR, L, 3",
        "AR, A, 1",
        "PR, A, 1",
        "HA, FA, 1"
    })
    void turns_an_image_as_the_model_has_learned_it(String has, String wanted, int place)
            throws ModelFailure {
        var turn = Turn.between(List.of(has.split("")), List.of(wanted.split("")));
        float[] image = {0, 1, 2, 3, 4, 5};

        float[] turned = turn.turn(image, 2, 3);

        assertThat(turn.place(0, 1, 2, 3)).isEqualTo(place);
        assertThat(turned[place]).isEqualTo(1);
        assertThat(turn.back(new byte[] {10, 11, 12, 13, 14, 15}, 2, 3)[1])
                .isEqualTo((byte) (10 + place));
    }

    @Test
    void mirrors_left_and_right() throws ModelFailure {
        var turn = Turn.between(List.of("R", "P"), List.of("L", "P"));

        assertThat(turn.turn(new float[] {1, 2, 3, 4, 5, 6}, 2, 3))
                .containsExactly(3, 2, 1, 6, 5, 4);
    }

    @Test
    void refuses_an_image_that_lies_along_other_axes_or_does_not_say() {
        assertThat(reason(List.of("L", "H"), List.of("L", "P"))).isEqualTo(Reason.GEOMETRY);
        assertThat(reason(List.of("P", "H"), List.of("L"))).isEqualTo(Reason.GEOMETRY);
        assertThat(reason(List.of(), List.of("L"))).isEqualTo(Reason.GEOMETRY);
    }

    private static Reason reason(List<String> has, List<String> wanted) {
        return catchThrowableOfType(ModelFailure.class, () -> Turn.between(has, wanted)).reason();
    }

    @Test
    void reads_spacing_and_orientation_of_a_header() {
        var header = new DataSet();
        header.putString(Tag.ImagerPixelSpacing, VR.DS, "0.1", "0.2");
        header.putString(Tag.PatientOrientation, VR.CS, "P", "FL");
        var geometry = new Geometry(header);

        assertThat(geometry.pixelSpacing()).containsExactly(0.1, 0.2);
        assertThat(geometry.orientation()).containsExactly("P", "F");

        header.putString(Tag.PixelSpacing, VR.DS, "0.7", "0.8");
        header.putString(Tag.SliceThickness, VR.DS, "5");
        header.putString(Tag.ImageOrientationPatient, VR.DS, "-1", "0", "0", "0", "0.1", "-0.99");
        assertThat(geometry.pixelSpacing()).containsExactly(0.7, 0.8);
        assertThat(geometry.sliceSpacing(1)).isEqualTo(5);
        assertThat(geometry.orientation()).containsExactly("R", "F");

        header.putString(Tag.SpacingBetweenSlices, VR.DS, "-2.5");
        assertThat(geometry.sliceSpacing(1)).isEqualTo(2.5);
        header.putString(Tag.PixelSpacing, VR.DS, "0", "1E30");
        header.putString(Tag.ImagerPixelSpacing, VR.DS, "x");
        assertThat(geometry.pixelSpacing()).isEmpty();
    }

    @Test
    void reads_functional_groups_of_an_enhanced_image() {
        var header = new DataSet();
        var shared = new DataSet();
        shared.putSequence(
                Tag.PixelMeasuresSequence,
                new DataSet()
                        .putString(Tag.PixelSpacing, VR.DS, "0.5", "0.6")
                        .putString(Tag.SliceThickness, VR.DS, "9"));
        shared.putSequence(
                Tag.PlaneOrientationSequence,
                new DataSet()
                        .putString(
                                Tag.ImageOrientationPatient, VR.DS, "1", "0", "0", "0", "1", "0"));
        header.putSequence(Tag.SharedFunctionalGroupsSequence, shared);
        var frames = new ArrayList<DataSet>();
        for (int z = 0; z < 3; z++) {
            var frame = new DataSet();
            frame.putSequence(
                    Tag.PlanePositionSequence,
                    new DataSet()
                            .putString(Tag.ImagePositionPatient, VR.DS, "0", "0", "" + z * 1.25));
            frames.add(frame);
        }
        header.putSequence(Tag.PerFrameFunctionalGroupsSequence, frames.toArray(DataSet[]::new));
        var geometry = new Geometry(header);

        assertThat(geometry.pixelSpacing()).containsExactly(0.5, 0.6);
        assertThat(geometry.orientation()).containsExactly("L", "P");
        assertThat(geometry.sliceSpacing(3)).isEqualTo(1.25);
        assertThat(geometry.sliceSpacing(1)).isEqualTo(9);
    }

    @Test
    void interpolates_where_there_become_more_and_averages_where_there_become_fewer() {
        assertThat(new Axis(2, 4).apply(new float[] {0, 4}, 1, 1)).containsExactly(0, 1, 3, 4);
        assertThat(new Axis(3, 3).apply(new float[] {5, 6, 7}, 1, 1)).containsExactly(5, 6, 7);
        // Under a triangle of reach 2 around 0.5 and 2.5.
        float[] halved = new Axis(4, 2).apply(new float[] {0, 0, 8, 8}, 1, 1);
        assertThat(halved[0]).isEqualTo(1f);
        assertThat(halved[1]).isEqualTo(7f);
        // The middle one of three axes.
        assertThat(new Axis(1, 2).apply(new float[] {1, 2, 3, 4}, 2, 2))
                .containsExactly(1, 2, 1, 2, 3, 4, 3, 4);
    }

    @ParameterizedTest
    @CsvSource({"7, 3", "3, 7", "512, 100", "100, 512", "1, 9", "9, 1", "64, 65"})
    void keeps_a_constant_and_a_slope(int from, int to) {
        var axis = new Axis(from, to);
        var flat = new float[from];
        var slope = new float[from];
        for (int i = 0; i < from; i++) {
            flat[i] = 3;
            slope[i] = (i + 0.5f) / from;
        }

        assertThat(axis.apply(flat, 1, 1)).hasSize(to);
        for (float value : axis.apply(flat, 1, 1)) {
            assertThat(value).isCloseTo(3f, Offset.offset(1e-5f));
        }
        float[] resampled = axis.apply(slope, 1, 1);
        double reach = Math.max(1, (double) from / to);
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * from / to;
            if (centre > reach && centre < from - reach) {
                assertThat((double) resampled[i])
                        .isCloseTo((i + 0.5) / to, Offset.offset(0.6 / to));
            }
            assertThat(axis.last(i)).isBetween(axis.first(i), from - 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 6, 7, 9, 12, 4", "9, 12, 4, 5, 6, 7", "6, 6, 1, 20, 13, 1", "4, 4, 4, 4, 4, 4"})
    void labels_are_those_of_logits_that_were_resampled_all_at_once(
            int g0, int g1, int g2, int m0, int m1, int m2) throws ModelFailure {
        int[] grid = {g0, g1, g2};
        int[] image = {m0, m1, m2};
        int inPlane = g1 * g2;
        var random = new Random(5);
        var logits = new float[3][g0 * inPlane];
        for (var label : logits) {
            for (int i = 0; i < label.length; i++) {
                label[i] = random.nextFloat();
            }
        }
        var found = new byte[m0 * m1 * m2];
        var planes =
                new LabelPlanes(
                        3,
                        grid,
                        image,
                        (index, own) ->
                                System.arraycopy(own, 0, found, index * m1 * m2, own.length));
        for (int p = 0; p < g0; p++) {
            var plane = new float[3 * inPlane];
            for (int label = 0; label < 3; label++) {
                System.arraycopy(logits[label], p * inPlane, plane, label * inPlane, inPlane);
            }
            planes.plane(p, plane);
        }

        var whole = new float[3][];
        for (int label = 0; label < 3; label++) {
            var a = new Axis(g0, m0).apply(logits[label], 1, inPlane);
            var b = new Axis(g1, m1).apply(a, m0, g2);
            whole[label] = new Axis(g2, m2).apply(b, m0 * m1, 1);
        }
        for (int i = 0; i < found.length; i++) {
            int best = 0;
            for (int label = 1; label < 3; label++) {
                best = whole[label][i] > whole[best][i] ? label : best;
            }
            assertThat(whole[found[i]][i]).isCloseTo(whole[best][i], Offset.offset(1e-5f));
        }
    }
}
