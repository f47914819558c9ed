package org.medsendx.segmenter.breast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.BreastDensity;

class ExamComparisonTest {

    @Test
    void finds_nothing_in_an_exam_that_agrees() {
        assertThat(
                        all(
                                List.of(
                                        of("L", "CC", 20, 100.0),
                                        of("R", "CC", 26, 103.0),
                                        of("L", "MLO", 23, 106.0),
                                        of("R", "MLO", 24, 98.0))))
                .isEmpty();
    }

    @Test
    void says_the_same_in_whichever_order_images_come() {
        var exam =
                new ArrayList<>(
                        List.of(
                                of("L", "CC", 20, 100.0),
                                of("R", "CC", 60, 103.0),
                                of("L", "MLO", 23, 112.0),
                                of("R", "MLO", 30, null)));

        for (int round = 0; round < 24; round++) {
            Collections.shuffle(exam, new Random(round));
            assertThat(all(exam))
                    .containsExactly(
                            "cc-mlo-differ", "left-right-differ", "posterior-nipple-line-differs");
        }
    }

    @Test
    void allows_for_what_both_are_uncertain_by() {
        var sure = of("L", "CC", 20, null);
        var unsure = new BreastDensity(34, 9, null, "b", "a", "b", "R", "CC", null, List.of());

        assertThat(ExamComparison.codes(sure, List.of(unsure))).isEmpty();
        assertThat(ExamComparison.codes(sure, List.of(of("R", "CC", 34, null))))
                .containsExactly("left-right-differ");
    }

    @Test
    void compares_no_views_that_are_not_alike() {
        assertThat(
                        all(
                                List.of(
                                        of("L", "CC", 10, 90.0),
                                        of("R", "MLO", 80, 140.0),
                                        of(null, "CC", 90, 10.0),
                                        of("L", "LATERAL", 90, 10.0))))
                .isEmpty();
    }

    /** What the events of an exam say together, when its images come in this order. */
    private static TreeSet<String> all(List<BreastDensity> exam) {
        var codes = new TreeSet<String>();
        for (int i = 0; i < exam.size(); i++) {
            codes.addAll(ExamComparison.codes(exam.get(i), exam.subList(0, i)));
        }
        return codes;
    }

    private static BreastDensity of(
            @Nullable String side, String view, double area, @Nullable Double line) {
        return new BreastDensity(area, 2, null, "a", "a", "b", side, view, line, List.of());
    }
}
