package org.medsendx.segmenter.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.Measures;
import org.medsendx.contracts.deidentified.Quality;
import org.medsendx.contracts.deidentified.Quality.Verdict;
import org.medsendx.segmenter.assess.QualityJudge.StoredForm;
import org.medsendx.segmenter.cluster.Histogram;
import org.medsendx.segmenter.usual.Unusualness;

class QualityJudgeTest {

    private static final StoredForm TWELVE_BIT = new StoredForm(12, false, false);
    private static final QualityJudge JUDGE = new QualityJudge(QualityLimits.DEFAULT);

    @Test
    void finds_nothing_wrong_with_an_ordinary_image() {
        var quality = judge(ramp(1000), TWELVE_BIT);

        assertThat(quality.verdict()).isEqualTo(Verdict.GOOD);
        assertThat(quality.findings()).isEmpty();
    }

    @Test
    void asks_to_repeat_an_empty_and_a_constant_image() {
        var empty = JUDGE.judge(Histogram.of(1).without(v -> true), TWELVE_BIT, 1);
        var constant = judge(new int[] {7, 7, 7}, TWELVE_BIT);

        assertThat(empty).isEqualTo(new Quality(Verdict.REPEAT, List.of("empty")));
        assertThat(constant).isEqualTo(new Quality(Verdict.REPEAT, List.of("constant")));
    }

    @Test
    void asks_to_look_at_one_per_cent_clipped_and_to_repeat_ten() {
        assertThat(judge(withTop(1000, 10, 4095), TWELVE_BIT).verdict()).isEqualTo(Verdict.LOOK);
        assertThat(judge(withTop(1000, 150, 4095), TWELVE_BIT).verdict()).isEqualTo(Verdict.REPEAT);
        assertThat(judge(withTop(1000, 5, 4095), TWELVE_BIT).verdict()).isEqualTo(Verdict.GOOD);
    }

    @Test
    void sees_clipping_of_a_twelve_bit_converter_in_sixteen_stored_bits() {
        var quality = judge(withTop(1000, 20, 4095), new StoredForm(16, false, false));

        assertThat(quality.findings()).containsExactly("clipped");
    }

    @Test
    void takes_a_black_ground_for_no_clipping_however_it_is_stored() {
        var normal = judge(withTop(1000, 900, 0), TWELVE_BIT);
        var inverted = judge(withTop(1000, 900, 4095), new StoredForm(12, false, true));

        assertThat(normal.findings()).isEmpty();
        assertThat(inverted.findings()).isEmpty();
    }

    @Test
    void sees_clipping_at_zero_when_low_values_are_bright() {
        var quality = judge(withTop(1000, 100, 0), new StoredForm(12, false, true));

        assertThat(quality.findings()).containsExactly("clipped");
    }

    @Test
    void asks_to_look_at_few_values_and_at_low_contrast() {
        assertThat(judge(new int[] {1, 2, 3, 3}, TWELVE_BIT).findings())
                .containsExactly("few-values");
        int[] flat = ramp(1000);
        Arrays.setAll(flat, i -> i < 4 ? i * 500 : 600 + i % 6);
        assertThat(judge(flat, TWELVE_BIT).findings()).containsExactly("low-contrast");
    }

    @Test
    void asks_to_look_when_hardly_anything_is_valid() {
        var quality = JUDGE.judge(Histogram.of(ramp(90)), TWELVE_BIT, 1000);

        assertThat(quality.findings()).containsExactly("mostly-masked");
    }

    private static Quality judge(int[] values, StoredForm form) {
        return JUDGE.judge(Histogram.of(values), form, values.length);
    }

    private static int[] ramp(int n) {
        return IntStream.range(0, n).map(i -> 100 + i).toArray();
    }

    /** n values of which some are at one end. */
    private static int[] withTop(int n, int top, int value) {
        int[] values = ramp(n);
        Arrays.fill(values, 0, top, value);
        return values;
    }

    @Test
    void sees_a_cut_off_body_only_where_the_field_is_as_wide_as_the_scanner() {
        var measures = new Measures(1, Map.of("borderTissue", 0.8), Map.of());

        assertThat(with(measures, true, List.of()).findings()).containsExactly("cut-off");
        assertThat(with(measures, false, List.of()).findings()).isEmpty();
    }

    @Test
    void calls_a_scan_noisy_or_blurred_only_against_those_of_its_kind() {
        var measures = new Measures(1, Map.of("noise", 90.0), Map.of());

        assertThat(with(measures, true, List.of("noise-high")).findings()).containsExactly("noisy");
        assertThat(with(measures, true, List.of("edge-width-high")).findings())
                .containsExactly("blurred");
        assertThat(with(measures, true, List.of("noise-low", "edge-width-low")).findings())
                .isEmpty();
    }

    private static Quality with(Measures measures, boolean wholeWidth, List<String> unusual) {
        return JUDGE.with(
                new Quality(Verdict.GOOD, List.of()),
                measures,
                wholeWidth,
                new Unusualness(100, true, 9, unusual));
    }
}
