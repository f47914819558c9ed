package org.medsendx.contracts;

/**
 * The data of one event. An implementation is an immutable record whose JSON form is described by
 * the schema of its topic.
 */
public interface Payload {

    /** The topic this payload is published on. */
    Topic topic();

    /** The Kafka record key; records of equal key keep their order. */
    String key();

    /**
     * The CloudEvents subject: the id of what the event is about. Never a header value or an
     * original UID.
     */
    String subject();

    /** The truck that this event comes from; it is part of the CloudEvents source. */
    String truck();
}
