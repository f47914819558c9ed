package org.medsendx.contracts.deidentified;

import org.medsendx.contracts.Payload;

/** What is said of the whole fleet, or by the service of the fleet, and so of no truck. */
interface FleetPayload extends Payload {

    /** Stands where the events of a truck have the truck's name. */
    String FLEET = "fleet";

    @Override
    default String truck() {
        return FLEET;
    }
}
