package org.medsendx.uplink.ability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.medsendx.uplink.ability.StoreKnowledge.BrokenTrial;
import org.medsendx.uplink.upload.Progress;
import org.medsendx.uplink.upload.StoreUnavailable;

class StoreKnowledgeTest {

    private static final StoreAbilities ALL =
            StoreAbilities.UNKNOWN.with(Ability.CONDITIONAL_WRITES, true);
    private static final StoreAbilities OTHER =
            StoreAbilities.UNKNOWN.with(Ability.CONDITIONAL_WRITES, false);

    private Instant now = Instant.parse("2026-03-01T08:00:00Z");
    private final Deque<Object> answers = new ArrayDeque<>();
    private int asked;

    private final StoreKnowledge knowledge =
            new StoreKnowledge(
                    progress -> {
                        asked++;
                        return switch (answers.poll()) {
                            case StoreAbilities seen -> seen;
                            case StoreUnavailable away -> throw away;
                            case BrokenTrial broken -> throw broken;
                            case null, default -> throw new AssertionError("asked too often");
                        };
                    },
                    Duration.ofDays(1),
                    Duration.ofMinutes(10),
                    () -> now);

    @Test
    void asks_once_and_again_when_the_answer_is_old() throws Exception {
        answers.add(ALL);
        answers.add(OTHER);

        assertThat(ask()).isEqualTo(ALL);
        assertThat(ask()).isEqualTo(ALL);
        now = now.plus(Duration.ofDays(1));

        assertThat(ask()).isEqualTo(OTHER);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void asks_a_store_that_was_away_at_the_start_with_the_next_attempt() throws Exception {
        answers.add(new StoreUnavailable("no-answer"));
        answers.add(ALL);

        assertThatThrownBy(this::ask).isInstanceOf(StoreUnavailable.class);

        assertThat(ask()).isEqualTo(ALL);
    }

    @Test
    void believes_what_it_knew_while_a_store_is_away() throws Exception {
        answers.add(ALL);
        answers.add(new StoreUnavailable("no-answer"));
        answers.add(OTHER);
        ask();
        now = now.plus(Duration.ofDays(2));

        assertThat(ask()).isEqualTo(ALL);
        assertThat(ask()).isEqualTo(ALL);
        assertThat(asked).isEqualTo(2);
        now = now.plus(Duration.ofMinutes(10));

        assertThat(ask()).isEqualTo(OTHER);
    }

    @Test
    void lets_uploads_go_on_when_a_store_answers_and_never_ends_the_trial() throws Exception {
        for (int i = 0; i < StoreKnowledge.MOST_BROKEN; i++) {
            answers.add(new BrokenTrial(OTHER));
        }

        for (int i = 1; i < StoreKnowledge.MOST_BROKEN; i++) {
            assertThatThrownBy(this::ask).isInstanceOf(StoreUnavailable.class);
        }

        assertThat(ask()).isEqualTo(OTHER);
        assertThat(ask()).isEqualTo(OTHER);
    }

    @Test
    void asks_again_when_another_server_answers_though_not_at_once() throws Exception {
        answers.add(ALL);
        answers.add(OTHER);
        knowledge.heard("one");
        ask();

        knowledge.heard("one");
        now = now.plus(Duration.ofMinutes(11));
        assertThat(knowledge.isDue()).isFalse();
        knowledge.heard("two");

        assertThat(ask()).isEqualTo(OTHER);
        knowledge.heard("one");
        assertThat(knowledge.isDue()).isFalse();
        now = now.plus(Duration.ofMinutes(10));
        assertThat(knowledge.isDue()).isTrue();
    }

    @Test
    void asks_again_soon_where_the_right_to_try_was_missing() throws Exception {
        answers.add(StoreAbilities.UNKNOWN);

        assertThat(ask()).isEqualTo(StoreAbilities.UNKNOWN);

        now = now.plus(Duration.ofMinutes(10));
        assertThat(knowledge.isDue()).isTrue();
    }

    @Test
    void says_what_follows_from_what_is_missing() {
        assertThat(ALL.consequences()).isEmpty();
        assertThat(OTHER.consequences())
                .containsExactly(
                        "no conditional-writes: the uplink "
                                + Ability.CONDITIONAL_WRITES.without());
        assertThat(OTHER.words()).startsWith("conditional-writes no, ").contains("removal unknown");
    }

    private StoreAbilities ask() throws StoreUnavailable, InterruptedException {
        return knowledge.abilities(new Progress(Duration.ofMinutes(1), Duration.ofMinutes(1)));
    }
}
