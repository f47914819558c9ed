package org.medsendx.miner.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.medsendx.miner.board.ViewForm;
import org.medsendx.miner.listing.SampleFleet;
import org.medsendx.miner.statistics.Answer;
import org.medsendx.miner.statistics.Cause;

class FleetWordsTest {

    @Test
    void an_answer_stands_with_the_numbers_that_it_rests_on() {
        var fleet = SampleFleet.of(12);

        assertThat(FleetWords.answer(fleet.scanners().get(1)))
                .singleElement()
                .asString()
                .startsWith("Gain: -3.20 % (95 %: -3.90 to -2.50), since 2026-10-19")
                .contains(
                        "(2026-10-16 to 2026-10-21); class of cause: gain. It rests on 240 exams of 34 days")
                .endsWith("where 6.20 decides.");
        assertThat(FleetWords.answer(fleet.scanners().get(0)))
                .singleElement()
                .asString()
                .startsWith("Nearest to its limit is ");
        assertThat(FleetWords.answer(fleet.scanners().get(11))).isEmpty();
    }

    @Test
    void every_answer_and_every_cause_has_words_of_its_own() {
        var sample = SampleFleet.of(40).scanners();

        assertThat(sample.stream().map(FleetWords::means).distinct().count())
                .isEqualTo(sample.stream().map(s -> s.answer()).distinct().count());
        assertThat(Cause.values())
                .allSatisfy(cause -> assertThat(FleetWords.look(cause)).isNotBlank());
        assertThat(ViewForm.code(Answer.CANNOT_SAY_WHICH)).isEqualTo("cannot-say-which");
        assertThat(FleetWords.plain(Answer.CANNOT_SAY_WHICH)).isEqualTo("cannot say which");
    }

    @Test
    void numbers_have_the_digits_that_count() {
        assertThat(FleetWords.figure(0)).isEqualTo("0");
        assertThat(FleetWords.figure(1234.5)).isEqualTo("1235");
        assertThat(FleetWords.figure(-12.34)).isEqualTo("-12.3");
        assertThat(FleetWords.signed(3.456)).isEqualTo("+3.46");
        assertThat(FleetWords.figure(0.0123)).isEqualTo("0.0123");
    }

    @Test
    void names_of_features_are_words() {
        assertThat(FleetWords.feature("edgeWidthMm")).isEqualTo("edge width mm");
        assertThat(FleetWords.feature("protocol-share")).isEqualTo("protocol share");
    }
}
