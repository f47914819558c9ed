package org.medsendx.segmenter.derived;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.medsendx.contracts.deidentified.Quality;
import org.medsendx.contracts.deidentified.Quality.Verdict;
import org.medsendx.contracts.deidentified.Triage;
import org.medsendx.segmenter.assess.TriageRule;
import org.medsendx.segmenter.pipeline.Assessment;

class PictureChoiceTest {

    private static final PictureChoice USUAL = new PictureChoice(20);

    private static List<Integer> picked(PictureChoice choice, int images) {
        return IntStream.rangeClosed(1, images).filter(choice::picks).boxed().toList();
    }

    @Test
    void a_series_of_eight_has_a_picture_of_each_and_a_longer_one_of_some() {
        assertThat(picked(USUAL, 8)).hasSize(8);
        assertThat(picked(USUAL, 2000))
                .containsExactly(
                        1, 2, 3, 4, 5, 6, 7, 8, 24, 40, 56, 72, 88, 104, 168, 232, 296, 552, 808,
                        1832);
    }

    @Test
    void the_document_has_the_same_numbers() throws IOException {
        String said =
                picked(USUAL, 2000).stream()
                        .filter(number -> number > 8)
                        .map(String::valueOf)
                        .reduce((a, b) -> a + ", " + b)
                        .orElseThrow();

        assertThat(Files.readString(Path.of("../docs/derived.md"))).contains(said);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 7, 20, 33, 100})
    void no_series_has_more_than_asked_for(int most) {
        assertThat(picked(new PictureChoice(most), 200_000)).hasSizeLessThanOrEqualTo(most);
    }

    @ParameterizedTest
    @CsvSource({"100, 13", "300, 17", "1000, 19", "100000, 20"})
    void long_series_have_that_many(int images, int pictures) {
        assertThat(picked(USUAL, images)).hasSize(pictures);
    }

    @Test
    void very_many_are_every_image() {
        assertThat(picked(new PictureChoice(1_000_000), 50_000)).hasSize(50_000);
        assertThat(new PictureChoice(Integer.MAX_VALUE).picks(Integer.MAX_VALUE)).isFalse();
    }

    @Test
    void what_is_unusual_or_to_be_taken_again_has_a_picture_whatever_its_number() {
        var none = new PictureChoice(0);

        assertThat(picks(none, assessment(Verdict.GOOD, "not-enough-alike"))).isFalse();
        assertThat(picks(none, assessment(Verdict.LOOK, "quality-look"))).isFalse();
        assertThat(picks(none, assessment(Verdict.GOOD, TriageRule.UNUSUAL))).isTrue();
        assertThat(picks(none, assessment(Verdict.REPEAT, "quality-repeat"))).isTrue();
    }

    @Test
    void what_the_fleet_calls_unusual_makes_no_picture() {
        var none = new PictureChoice(0);

        assertThat(
                        picks(
                                none,
                                assessment(
                                        Verdict.GOOD,
                                        "not-enough-alike",
                                        TriageRule.OF_FLEET,
                                        TriageRule.UNUSUAL)))
                .isFalse();
    }

    private static boolean picks(PictureChoice choice, Assessment assessment) {
        return choice.picks(500, assessment.quality(), assessment.triage());
    }

    private static Assessment assessment(Verdict verdict, String... inputs) {
        return new Assessment.NotMeasured(
                "any", new Quality(verdict, List.of()), new Triage(50, List.of(inputs), List.of()));
    }

    @Test
    void fewer_than_none_are_refused() {
        assertThatThrownBy(() -> new PictureChoice(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
