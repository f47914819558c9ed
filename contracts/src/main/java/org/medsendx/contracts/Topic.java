package org.medsendx.contracts;

/**
 * A Kafka topic and what may be on it. The constants are in {@link
 * org.medsendx.contracts.identified.IdentifiedTopic} and {@link
 * org.medsendx.contracts.deidentified.DeidentifiedTopic}, so that importing one zone's topics does
 * not import the other's.
 */
public interface Topic {

    /** The name of the Kafka topic, with its version, such as {@code instances.received.v1}. */
    String topicName();

    /** The record that the JSON value is read into. */
    Class<? extends Payload> payload();

    /** Where records of this topic may be. */
    Reach reach();

    /** Whether Kafka keeps only the latest record of a key. */
    boolean compacted();

    /**
     * Whether its events carry the trace of the work that caused them. A trace id on events of both
     * time axes would join them.
     */
    default boolean traced() {
        return true;
    }

    /** The CloudEvents type. */
    default String type() {
        return "org.medsendx." + topicName();
    }

    /** How far a topic's records travel. */
    enum Reach {
        /** Only on the truck's broker. */
        TRUCK,
        /** Written on the truck, carried to the cloud by the uplink. */
        TRUCK_AND_CLOUD,
        /** Born in the cloud. */
        CLOUD
    }
}
