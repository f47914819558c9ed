package org.medsendx.contracts.catalogue;

/**
 * One right as a broker keeps it. Reading, writing and deleting include being told that the thing
 * is there.
 *
 * @param principal who has it
 * @param kind what it is about
 * @param prefixed whether it is about everything whose name begins with {@code name}
 * @param name the name of a topic, consumer group or transactional id, or its beginning
 */
public record Grant(
        Principal principal, Operation operation, Kind kind, boolean prefixed, String name) {

    /** What a right can be about. */
    public enum Kind {
        TOPIC,
        GROUP,
        /** The name under which a producer writes in transactions. */
        TRANSACTIONAL_ID
    }

    /** What a right allows. */
    public enum Operation {
        READ,
        WRITE,
        CREATE,
        DELETE
    }
}
