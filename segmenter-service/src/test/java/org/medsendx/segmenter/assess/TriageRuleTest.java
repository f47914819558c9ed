package org.medsendx.segmenter.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.medsendx.contracts.deidentified.Features;
import org.medsendx.contracts.deidentified.Features.Percentiles;
import org.medsendx.contracts.deidentified.Features.Tissue;
import org.medsendx.contracts.deidentified.Quality;
import org.medsendx.contracts.deidentified.Quality.Verdict;
import org.medsendx.contracts.deidentified.Triage;

class TriageRuleTest {

    @Test
    void begins_in_the_middle_and_says_that_it_does_not_know_the_order() {
        var triage = TriageRule.place(quality(Verdict.GOOD), List.of());

        assertThat(triage).isEqualTo(new Triage(50, List.of("order-unknown")));
    }

    @Test
    void puts_a_scan_that_should_be_taken_again_first() {
        var triage = TriageRule.place(quality(Verdict.REPEAT), List.of("unusual-mean"));

        assertThat(triage.priority()).isEqualTo(95);
        assertThat(triage.inputs())
                .containsExactly("order-unknown", "quality-repeat", "unusual-mean");
    }

    @Test
    void leaves_what_cannot_be_judged_in_the_middle() {
        assertThat(TriageRule.place(quality(Verdict.NOT_JUDGED), List.of()))
                .isEqualTo(new Triage(50, List.of("order-unknown", "not-judged")));
    }

    @Test
    void finds_nothing_unusual_in_usual_scans() {
        assertThat(UsualBounds.outside(ct(-300, 1500, 0.1))).isEmpty();
        assertThat(UsualBounds.outside(mammogram(0.3, 0.2))).isEmpty();
    }

    @Test
    void names_every_bound_that_is_exceeded() {
        assertThat(UsualBounds.outside(ct(600, 9000, 0.5)))
                .containsExactly("unusual-mean", "unusual-maximum", "unusual-bone");
        assertThat(UsualBounds.outside(mammogram(0.001, 0.03)))
                .containsExactly("unusual-density", "unusual-background");
    }

    private static Quality quality(Verdict verdict) {
        return new Quality(verdict, List.of());
    }

    private static Features ct(double mean, double maximum, double bone) {
        return features(
                "HU",
                mean,
                maximum,
                new Tissue("air", -1000, 0.4),
                new Tissue("soft-tissue", 40, 0.6 - bone),
                new Tissue("bone", 700, bone));
    }

    private static Features mammogram(double fat, double fibroglandular) {
        return features(
                "stored",
                500,
                4000,
                new Tissue("background", 10, 1 - fat - fibroglandular),
                new Tissue("fat", 1000, fat),
                new Tissue("fibroglandular", 2000, fibroglandular));
    }

    private static Features features(String unit, double mean, double maximum, Tissue... tissues) {
        return new Features(
                unit,
                100,
                mean,
                1,
                mean - 1,
                maximum,
                new Percentiles(1, 2, 3, 4, 5, 6, 7),
                List.of(tissues));
    }
}
