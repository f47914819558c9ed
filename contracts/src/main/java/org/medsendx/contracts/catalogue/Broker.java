package org.medsendx.contracts.catalogue;

import org.medsendx.contracts.Topic;

/** The two brokers: the truck's own, and the cloud's, which all trucks share. */
public enum Broker {
    TRUCK,
    CLOUD;

    /** Whether a topic is on this broker. */
    public boolean has(Topic topic) {
        return switch (topic.reach()) {
            case TRUCK -> this == TRUCK;
            case TRUCK_AND_CLOUD -> true;
            case CLOUD -> this == CLOUD;
        };
    }
}
