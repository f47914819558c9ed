package org.medsendx.contracts.catalogue;

import java.util.Set;
import org.medsendx.contracts.Topic;

/**
 * Who may write and who may read one topic on one broker; nobody else may, but the operator.
 *
 * @param writers who may append records; they may not read them again
 * @param readers who may fetch records
 */
public record TopicRights(
        Broker broker, Topic topic, Set<Principal> writers, Set<Principal> readers) {

    public TopicRights {
        writers = Set.copyOf(writers);
        readers = Set.copyOf(readers);
        if (!broker.has(topic)) {
            throw new IllegalArgumentException(topic.topicName() + " is not on this broker");
        }
        if (writers.isEmpty()) {
            throw new IllegalArgumentException("nobody writes " + topic.topicName());
        }
        if (writers.contains(Principal.OPERATOR) || readers.contains(Principal.OPERATOR)) {
            throw new IllegalArgumentException("the operator needs no right");
        }
    }
}
