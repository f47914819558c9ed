package org.medsendx.miner.messaging;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.medsendx.contracts.deidentified.ScannerStatus.Status;

/**
 * What was said of a scanner last, as far as a change of it is an event.
 *
 * @param status its status
 * @param states the states of its findings by id
 */
@RegisterForReflection
record Said(Status status, Map<String, String> states) {

    /** Nothing yet. */
    static final Said NOTHING = new Said(Status.NOT_ENOUGH_DATA, Map.of());

    Said {
        states = Map.copyOf(states);
    }
}
