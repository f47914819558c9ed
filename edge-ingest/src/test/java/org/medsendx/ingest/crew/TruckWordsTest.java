package org.medsendx.ingest.crew;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.medsendx.ingest.tracking.ExamLine;
import org.medsendx.ingest.tracking.Verdict;
import org.medsendx.outbox.LinkNow;
import org.medsendx.outbox.ScansWaiting;

class TruckWordsTest {

    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final ScansWaiting.For NOTHING = ScansWaiting.For.NOTHING;
    private static final TruckFacts.Disk ROOM =
            new TruckFacts.Disk(50_000_000_000L, 100_000_000_000L, 1_000_000_000L, List.of());

    private static ExamLine exam(@Nullable Verdict verdict, int open, String... findings) {
        return new ExamLine(
                "2.25.1",
                NOON.minusSeconds(120),
                NOON.minusSeconds(60),
                "mg-1",
                "MG",
                4,
                4,
                2,
                0,
                verdict,
                open,
                List.of(findings),
                UUID.randomUUID());
    }

    private static ScansWaiting waiting(Instant asOf, @Nullable Double ahead) {
        var link =
                new LinkNow(
                        12,
                        90_000_000,
                        NOON.minusSeconds(4000),
                        250_000L,
                        360L,
                        4_000_000_000L,
                        20_000_000_000L,
                        1_000_000_000L,
                        null,
                        false,
                        true,
                        ahead);
        return new ScansWaiting(
                asOf,
                NOTHING,
                NOTHING,
                new ScansWaiting.For(12, 0, NOON.minusSeconds(4000)),
                1,
                0,
                null,
                link);
    }

    private static TruckFacts facts(
            List<ExamLine> exams, Instant heard, @Nullable ScansWaiting waiting) {
        return new TruckFacts(
                true,
                true,
                true,
                heard,
                exams,
                3,
                Map.of("mg-1", NOON),
                List.of(),
                waiting,
                OptionalLong.of(1_200),
                0,
                ROOM);
    }

    private static TruckView view(Language language, TruckFacts facts) {
        return new TruckWords(new Words(Texts.in(language), ZoneId.of("Europe/Berlin"), NOON))
                .view(facts);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void an_exam_to_be_repeated_comes_first_with_what_to_do_in_every_language(Language language) {
        var view =
                view(
                        language,
                        facts(
                                List.of(
                                        exam(Verdict.GOOD, 0),
                                        exam(Verdict.REPEAT, 2, "motion", "no-such-code")),
                                NOON,
                                waiting(NOON, 0.4)));

        assertThat(view.notices()).isEmpty();
        assertThat(view.clock()).isEqualTo("13:00");
        assertThat(view.repeats()).hasSize(1);
        assertThat(view.repeats().getFirst().time()).isEqualTo("12:59");
        assertThat(view.repeats().getFirst().findings())
                .extracting(TruckView.Finding::todo)
                .contains(
                        Texts.in(language).text("do.motion"), Texts.in(language).text("do.other"));
        assertThat(view.needs()).extracting(TruckView.Need::level).containsExactly("bad", "bad");
        assertThat(view.link()).extracting(TruckView.Fact::level).contains("good", "warn");
    }

    @Test
    void a_page_that_hears_nothing_says_so_and_since_when() {
        var view =
                view(
                        Language.EN,
                        facts(
                                List.of(),
                                NOON.minusSeconds(600),
                                waiting(NOON.minusSeconds(900), 200.0)));

        assertThat(view.notices())
                .extracting(TruckView.Notice::text)
                .anySatisfy(text -> assertThat(text).contains("since 12:50"))
                .anySatisfy(text -> assertThat(text).contains("since 12:45", "anonymizer-service"))
                .anySatisfy(text -> assertThat(text).contains("clock", "3\u00a0min"));
        assertThat(view(Language.EN, facts(List.of(), Instant.EPOCH, null)).notices())
                .extracting(TruckView.Notice::text)
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).contains("yet").doesNotContain("1970"));
    }

    @Test
    void a_page_that_does_not_hear_does_not_say_that_nothing_is_to_be_done() {
        assertThat(view(Language.EN, facts(List.of(), NOON, null)).known()).isTrue();
        assertThat(view(Language.EN, facts(List.of(), NOON.minusSeconds(60), null)).known())
                .isFalse();
        assertThat(view(Language.EN, facts(List.of(), Instant.EPOCH, null)).known()).isFalse();
    }

    @Test
    void a_full_disk_is_the_first_thing_that_is_said() {
        var facts =
                new TruckFacts(
                        true,
                        false,
                        false,
                        NOON,
                        List.of(),
                        0,
                        Map.of(),
                        List.of(),
                        null,
                        OptionalLong.empty(),
                        0,
                        null);

        assertThat(view(Language.DE, facts).notices())
                .singleElement()
                .satisfies(notice -> {
                    assertThat(notice.level()).isEqualTo("bad");
                    assertThat(notice.text()).startsWith("Die Platte ist voll");
                });
    }

    @Test
    void what_waits_for_the_archive_is_told_where_there_is_one() {
        var with = view(Language.EN, facts(List.of(), NOON, waiting(NOON, 0.4)));
        assertThat(with.queues().getLast().label()).isEqualTo("for the hospital archive");
        assertThat(with.queues().getLast().value()).isEqualTo("1,200");
        assertThat(view(Language.EN, facts(List.of(), NOON, null)).queues()).hasSize(1);
    }
}
