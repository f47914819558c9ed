package org.medsendx.contracts;

import java.util.UUID;

/** An event about one object of the truck: its subject is the object, and so is its key. */
public interface ObjectEvent extends Payload {

    /** The random id the instance was received under; it names it in every stage on the truck. */
    UUID objectId();

    @Override
    default String key() {
        return objectId().toString();
    }

    @Override
    default String subject() {
        return objectId().toString();
    }
}
