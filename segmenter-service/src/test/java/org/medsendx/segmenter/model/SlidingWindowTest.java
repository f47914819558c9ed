package org.medsendx.segmenter.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlidingWindowTest {

    /** Says something that depends on the place in the patch, so that blending shows. */
    private static final Network UNEVEN =
            (patch, shape) -> {
                var logits = new float[2 * patch.length];
                for (int i = 0; i < patch.length; i++) {
                    logits[i] = patch[i] * (1 + i % 5) - i % 3;
                    logits[patch.length + i] = -patch[i] + i % 7;
                }
                return logits;
            };

    @ParameterizedTest
    @CsvSource({
        "20, 17, 1, 8, 6, 0, 0.5",
        "5, 40, 1, 8, 8, 0, 0.25",
        "31, 9, 1, 9, 9, 0, 0",
        "3, 4, 1, 8, 6, 0, 0.5",
        "9, 11, 13, 4, 5, 6, 0.5",
        "4, 20, 7, 6, 8, 9, 0.3",
        "40, 6, 6, 5, 6, 6, 0.8"
    })
    void blends_as_the_sum_over_all_patches_does(
            int n0, int n1, int n2, int p0, int p1, int p2, double overlap) throws ModelFailure {
        int[] size = {n0, n1, n2};
        int[] patch = p2 == 0 ? new int[] {p0, p1} : new int[] {p0, p1, p2};
        var random = new Random(n0 * 31L + n1);
        var image = new float[n0 * n1 * n2];
        for (int i = 0; i < image.length; i++) {
            image[i] = random.nextFloat();
        }
        int[] sides = {p0, p1, Math.max(1, p2)};
        var expected = allAtOnce(image, size, sides, overlap);

        var planes = new ArrayList<float[]>();
        new SlidingWindow(patch, overlap, 2)
                .run(
                        image,
                        size,
                        UNEVEN,
                        (index, logits) -> {
                            assertThat(index).isEqualTo(planes.size());
                            planes.add(logits.clone());
                        });

        assertThat(planes).hasSize(n0);
        for (int plane = 0; plane < n0; plane++) {
            for (int label = 0; label < 2; label++) {
                for (int i = 0; i < n1 * n2; i++) {
                    assertThat(planes.get(plane)[label * n1 * n2 + i])
                            .isCloseTo(
                                    (float) expected[label][plane * n1 * n2 + i],
                                    Offset.offset(2e-4f));
                }
            }
        }
    }

    // Weighted sums and weights over the whole padded image, with the Gaussian of three axes.
    private static double[][] allAtOnce(float[] image, int[] size, int[] sides, double overlap)
            throws ModelFailure {
        int[] padded = new int[3];
        int[] before = new int[3];
        List<int[]> starts = new ArrayList<>();
        for (int a = 0; a < 3; a++) {
            padded[a] = Math.max(size[a], sides[a]);
            before[a] = (padded[a] - size[a]) / 2;
            starts.add(SlidingWindow.starts(padded[a], sides[a], overlap));
        }
        int all = padded[0] * padded[1] * padded[2];
        var sums = new double[2][all];
        var weights = new double[all];
        int inPatch = sides[0] * sides[1] * sides[2];
        for (int s0 : starts.get(0)) {
            for (int s1 : starts.get(1)) {
                for (int s2 : starts.get(2)) {
                    var patch = new float[inPatch];
                    var at = new int[inPatch];
                    var weight = new double[inPatch];
                    for (int i = 0; i < inPatch; i++) {
                        int[] p = {
                            i / (sides[1] * sides[2]), i / sides[2] % sides[1], i % sides[2]
                        };
                        int[] place = {s0 + p[0], s1 + p[1], s2 + p[2]};
                        double distance = 0;
                        boolean in = true;
                        for (int a = 0; a < 3; a++) {
                            double d = (p[a] - sides[a] / 2) / (sides[a] / 8.0);
                            distance += d * d;
                            int own = place[a] - before[a];
                            in &= own >= 0 && own < size[a];
                        }
                        at[i] = (place[0] * padded[1] + place[1]) * padded[2] + place[2];
                        weight[i] = Math.exp(-0.5 * distance);
                        patch[i] =
                                in
                                        ? image[
                                                ((place[0] - before[0]) * size[1]
                                                                        + place[1]
                                                                        - before[1])
                                                                * size[2]
                                                        + place[2]
                                                        - before[2]]
                                        : 0;
                    }
                    var logits = UNEVEN.run(patch, sides);
                    for (int i = 0; i < inPatch; i++) {
                        weights[at[i]] += weight[i];
                        sums[0][at[i]] += weight[i] * logits[i];
                        sums[1][at[i]] += weight[i] * logits[inPatch + i];
                    }
                }
            }
        }
        var blended = new double[2][size[0] * size[1] * size[2]];
        for (int i = 0; i < blended[0].length; i++) {
            int p0 = i / (size[1] * size[2]) + before[0];
            int p1 = i / size[2] % size[1] + before[1];
            int p2 = i % size[2] + before[2];
            int from = (p0 * padded[1] + p1) * padded[2] + p2;
            for (int label = 0; label < 2; label++) {
                blended[label][i] = sums[label][from] / weights[from];
            }
        }
        return blended;
    }

    @Test
    void spreads_patches_evenly_with_at_least_the_overlap_asked_for() {
        // nnU-Net's example: an axis of 110 with patches of 64, half overlapping.
        assertThat(SlidingWindow.starts(110, 64, 0.5)).containsExactly(0, 23, 46);
        assertThat(SlidingWindow.starts(64, 64, 0.5)).containsExactly(0);
        assertThat(SlidingWindow.starts(65, 64, 0)).containsExactly(0, 1);
        assertThat(SlidingWindow.starts(128, 64, 0)).containsExactly(0, 64);
    }

    @Test
    void holds_no_more_than_the_reach_of_a_patch() {
        int[] tall = {100_000, 64, 1};

        assertThat(SlidingWindow.memory(tall, new int[] {16, 16}, 3))
                .isEqualTo(SlidingWindow.memory(new int[] {16, 64, 1}, new int[] {16, 16}, 3));
    }

    @Test
    void weights_of_a_patch_are_one_in_the_middle_and_never_zero() {
        for (int side : new int[] {1, 2, 7, 64, 512}) {
            var weights = SlidingWindow.gaussian(side);
            assertThat(weights[side / 2]).isEqualTo(1f);
            var sorted = weights.clone();
            Arrays.sort(sorted);
            assertThat(sorted[0]).isPositive();
        }
    }
}
