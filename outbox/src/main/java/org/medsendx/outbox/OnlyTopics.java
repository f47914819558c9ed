package org.medsendx.outbox;

import java.util.List;
import java.util.Set;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.Topic;

/**
 * Publishes only the events of some topics. The others of the outbox count as published: they are
 * for another broker.
 *
 * @param publisher publishes what is let through; it is closed with this one
 * @param topics what is let through
 */
public record OnlyTopics(Publisher publisher, Set<Topic> topics) implements Publisher {

    public OnlyTopics {
        topics = Set.copyOf(topics);
    }

    @Override
    public List<LogMark.Place> publish(List<? extends Event<?>> events)
            throws PublishException, InterruptedException {
        var wanted = events.stream().filter(e -> topics.contains(e.data().topic())).toList();
        return wanted.isEmpty() ? List.of() : publisher.publish(wanted);
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
