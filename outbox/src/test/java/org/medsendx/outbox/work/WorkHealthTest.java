package org.medsendx.outbox.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkHealthTest {

    @Test
    void looks_at_every_part_each_time() throws Exception {
        var work = new WorkHealth();
        var thread = Thread.ofPlatform().unstarted(() -> {});
        work.watch("thread", WorkHealth.of(thread::isAlive));
        work.watch("disk", () -> WorkState.HELD);

        assertThat(work.states())
                .isEqualTo(Map.of("disk", WorkState.HELD, "thread", WorkState.STOPPED));
    }

    @Test
    void has_one_part_of_a_name() {
        var work = new WorkHealth();
        work.watch("relay", () -> WorkState.WORKING);

        assertThatThrownBy(() -> work.watch("relay", () -> WorkState.WORKING))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void only_what_a_restart_helps_makes_a_service_dead_and_nothing_remote_makes_it_unready() {
        assertThat(Arrays.stream(WorkState.values()).filter(state -> !state.live()))
                .containsExactly(WorkState.STOPPED);
        assertThat(Arrays.stream(WorkState.values()).filter(WorkState::ready))
                .containsExactly(WorkState.WORKING, WorkState.WAITING);
    }
}
