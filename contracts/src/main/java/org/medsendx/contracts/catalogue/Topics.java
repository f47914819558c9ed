package org.medsendx.contracts.catalogue;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Topic;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.identified.IdentifiedTopic;

/** All topics of both zones, for code that carries events without knowing what they say. */
public final class Topics {

    private static final List<Topic> ALL =
            Stream.<Topic[]>of(IdentifiedTopic.values(), DeidentifiedTopic.values())
                    .flatMap(Stream::of)
                    .toList();
    private static final Map<String, Topic> BY_NAME =
            ALL.stream().collect(Collectors.toMap(Topic::topicName, Function.identity()));

    private Topics() {}

    /** Every topic, in the order of the data flow. */
    public static List<Topic> all() {
        return ALL;
    }

    /** The topic of a name, or null. */
    public static @Nullable Topic named(String topicName) {
        return BY_NAME.get(topicName);
    }
}
