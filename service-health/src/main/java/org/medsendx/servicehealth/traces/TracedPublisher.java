package org.medsendx.servicehealth.traces;

import java.util.List;
import org.medsendx.contracts.Event;
import org.medsendx.outbox.LogMark;
import org.medsendx.outbox.Publisher;

/**
 * Publishes, with a span for each event that belongs to a trace.
 *
 * @param publisher publishes; it is closed with this one
 */
public record TracedPublisher(Publisher publisher, StageSpans spans) implements Publisher {

    @Override
    public List<LogMark.Place> publish(List<? extends Event<?>> events)
            throws PublishException, InterruptedException {
        var begun =
                events.stream()
                        .map(event ->
                                spans.publishes(
                                        event.data().topic().topicName(), event.traceparent()))
                        .toList();
        var outcome = "failed";
        try {
            var places = publisher.publish(events);
            outcome = "published";
            return places;
        } finally {
            for (var span : begun) {
                span.outcome(outcome);
                span.close();
            }
        }
    }

    @Override
    public Standing look(List<LogMark> marks) throws PublishException, InterruptedException {
        return publisher.look(marks);
    }

    @Override
    public void close() {
        publisher.close();
    }
}
