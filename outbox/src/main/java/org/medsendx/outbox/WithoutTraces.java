package org.medsendx.outbox;

import java.util.List;
import org.medsendx.contracts.Event;

/**
 * Publishes events without their trace context. A trace has real times; where it would stand beside
 * a study, whose dates are shifted, it would undo the shift. So no trace of a truck is known
 * outside it.
 *
 * @param publisher publishes; it is closed with this one
 */
public record WithoutTraces(Publisher publisher) implements Publisher {

    @Override
    public List<LogMark.Place> publish(List<? extends Event<?>> events)
            throws PublishException, InterruptedException {
        return publisher.publish(events.stream().map(WithoutTraces::untraced).toList());
    }

    private static Event<?> untraced(Event<?> event) {
        return new Event<>(
                event.id(), event.source(), event.sequence(), event.epoch(), null, event.data());
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
