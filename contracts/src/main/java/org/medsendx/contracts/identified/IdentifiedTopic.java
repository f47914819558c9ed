package org.medsendx.contracts.identified;

import org.medsendx.contracts.Payload;
import org.medsendx.contracts.Topic;

/** The topics of the identified zone. */
public enum IdentifiedTopic implements Topic {
    INSTANCES_RECEIVED("instances.received.v1", InstanceReceived.class),
    INSTANCES_QUARANTINED("instances.quarantined.v1", InstanceQuarantined.class),
    INSTANCES_WITHHELD("instances.withheld.v1", InstanceWithheld.class);

    private final String topicName;
    private final Class<? extends Payload> payload;

    IdentifiedTopic(String topicName, Class<? extends Payload> payload) {
        this.topicName = topicName;
        this.payload = payload;
    }

    @Override
    public String topicName() {
        return topicName;
    }

    @Override
    public Class<? extends Payload> payload() {
        return payload;
    }

    @Override
    public Reach reach() {
        return Reach.TRUCK;
    }

    @Override
    public boolean compacted() {
        return false;
    }
}
