package org.medsendx.contracts.deidentified;

import java.util.List;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.Payload;

/**
 * How a truck stands: whether its events arrive. Findings about it are of the cause {@code
 * events-missing}; their effect is a number of events, and has no interval.
 *
 * @param truck the truck
 * @param missing events that have not arrived although later ones did a while ago; 0 when all have
 * @param findings the newest first
 */
public record TruckStatus(String truck, long missing, List<FleetCase> findings) implements Payload {

    public TruckStatus {
        Checks.truck(truck);
        findings = List.copyOf(findings);
        if (missing < 0) {
            throw new IllegalArgumentException("a count is not negative");
        }
    }

    @Override
    public DeidentifiedTopic topic() {
        return DeidentifiedTopic.FLEET_TRUCK_STATUS;
    }

    @Override
    public String key() {
        return truck;
    }

    @Override
    public String subject() {
        return truck;
    }
}
