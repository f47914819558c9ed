package org.medsendx.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.medsendx.outbox.Events.DIGEST;
import static org.medsendx.outbox.Events.received;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.contracts.Event;

class WithoutTracesTest {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @TempDir Path folder;
    private final List<Event<?>> published = new ArrayList<>();

    /** Keeps what it is given. */
    private final Publisher log =
            new Publisher() {
                @Override
                public List<LogMark.Place> publish(List<? extends Event<?>> events) {
                    published.addAll(events);
                    return List.of();
                }

                @Override
                public Standing look(List<LogMark> marks) {
                    return new Standing(marks.size(), List.of());
                }

                @Override
                public void close() {}
            };

    @Test
    void publishes_the_same_events_without_their_trace_context() throws Exception {
        try (var outbox = open()) {
            var event = outbox.append(received("T1"), DIGEST, TRACE);
            assertThat(event.traceparent()).isEqualTo(TRACE);

            new WithoutTraces(log).publish(List.of(event));

            assertThat(published)
                    .containsExactly(
                            new Event<>(
                                    event.id(),
                                    event.source(),
                                    event.sequence(),
                                    event.epoch(),
                                    null,
                                    event.data()));
        }
    }

    private Outbox open() throws IOException {
        return Outbox.open(folder.resolve("outbox"), "edge-ingest");
    }
}
