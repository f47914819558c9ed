package org.medsendx.segmenter.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.contracts.deidentified.OrderPriority;
import org.medsendx.contracts.deidentified.Quality;
import org.medsendx.contracts.deidentified.Quality.Verdict;
import org.medsendx.contracts.deidentified.Stratum;
import org.medsendx.contracts.deidentified.Triage;
import org.medsendx.contracts.deidentified.Triage.Part;
import org.medsendx.segmenter.usual.Unusualness;

class TriageRuleTest {

    private static final Stratum HEAD = new Stratum("CT", "HEAD", "NONE", "120-129");
    private static final Unusualness USUAL = new Unusualness(100, true, 2, List.of());

    private final TriageRule rule = new TriageRule(TriageWeights.DEFAULT);

    @Test
    void says_that_the_order_is_not_known_and_adds_nothing_for_it() {
        var triage = place(Verdict.GOOD, null, USUAL);

        assertThat(triage.priority()).isEqualTo(50);
        assertThat(triage.inputs()).containsExactly("order-unknown");
        assertThat(triage.parts()).containsExactly(new Part("base", 50));
    }

    @Test
    void takes_an_orders_priority_when_there_is_one() {
        assertThat(place(Verdict.GOOD, OrderPriority.STAT, USUAL).priority()).isEqualTo(90);
        assertThat(place(Verdict.GOOD, OrderPriority.HIGH, USUAL).priority()).isEqualTo(70);
        assertThat(place(Verdict.GOOD, OrderPriority.ROUTINE, USUAL).priority()).isEqualTo(50);
        assertThat(place(Verdict.GOOD, OrderPriority.LOW, USUAL).priority()).isEqualTo(30);
    }

    @Test
    void gives_its_parts_and_their_sum_is_the_priority() {
        var triage =
                place(
                        Verdict.LOOK,
                        null,
                        new Unusualness(100, true, 6, List.of("noise-high", "mean-low")));

        assertThat(triage.parts())
                .containsExactly(
                        new Part("base", 50),
                        new Part("quality-look", 10),
                        new Part("unusual", 7.5));
        assertThat(triage.priority()).isEqualTo(68);
        assertThat(triage.inputs())
                .containsExactly(
                        "order-unknown",
                        "quality-look",
                        "unusual",
                        "unusual-noise-high",
                        "unusual-mean-low");
    }

    @Test
    void stays_between_0_and_100() {
        var far = new Unusualness(100, true, 1e9, List.of());

        assertThat(place(Verdict.REPEAT, OrderPriority.STAT, far).priority()).isEqualTo(100);
    }

    @Test
    void says_when_too_few_scans_of_its_kind_were_seen() {
        var triage = place(Verdict.GOOD, null, Unusualness.notEnough(3));

        assertThat(triage.inputs()).containsExactly("order-unknown", "not-enough-alike");
        assertThat(triage.priority()).isEqualTo(50);
    }

    @Test
    void keeps_what_cannot_be_judged_where_it_begins() {
        var triage = rule.place(new Quality(Verdict.NOT_JUDGED, List.of()), null);

        assertThat(triage.priority()).isEqualTo(50);
        assertThat(triage.inputs()).containsExactly("order-unknown", "not-judged");
    }

    @Test
    void follows_the_first_rule_of_the_site_that_fits() {
        var site =
                new TriageRule(
                        new TriageWeights(
                                50,
                                40,
                                20,
                                -20,
                                30,
                                10,
                                15,
                                4,
                                8,
                                List.of(
                                        KindRule.parse("CT/HEAD/0-17=20"),
                                        KindRule.parse("CT/HEAD=15"),
                                        KindRule.parse("*/*/70-=5"))));
        var good = new Quality(Verdict.GOOD, List.of());

        var child = site.place(good, null, USUAL, HEAD, 4);
        var unknown = site.place(good, null, USUAL, HEAD, null);
        var old = site.place(good, null, USUAL, new Stratum("MG", "BREAST", "NONE", "NONE"), 71);

        assertThat(child.parts()).contains(new Part("rule-1", 20));
        assertThat(unknown.parts()).contains(new Part("rule-2", 15));
        assertThat(old.parts()).contains(new Part("rule-3", 5));
        assertThat(old.priority()).isEqualTo(55);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CT", "ct=5", "CT=500", "CT/HEAD/x=1", "CT/HEAD=1 or 2", "CT=NaN"})
    void refuses_a_rule_of_another_form(String text) {
        assertThatThrownBy(() -> KindRule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a rule ");
    }

    @ParameterizedTest
    @CsvSource({"045Y,45", "011M,0", "030M,2", "100D,0", "012W,0", "90Y,", "'',", "0450,"})
    void reads_an_age_in_whole_years(String age, Integer years) {
        assertThat(KindRule.years(age)).isEqualTo(years);
    }

    private Triage place(Verdict verdict, @Nullable OrderPriority order, Unusualness unusual) {
        return rule.place(new Quality(verdict, List.of()), order, unusual, HEAD, 50);
    }
}
