package org.medsendx.contracts.deidentified;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Objects;
import java.util.UUID;
import org.medsendx.contracts.Checks;

/**
 * Which instance of which truck: what every event and every job past the border says of the scan
 * that it is about. In JSON its fields stand among those of its holder.
 *
 * @param objectId the random id it was received under
 * @param truck the truck it was scanned on
 * @param uids its pseudonymous UIDs
 */
public record CleanInstance(UUID objectId, String truck, @JsonUnwrapped InstanceUids uids) {

    public CleanInstance {
        Objects.requireNonNull(objectId, "objectId");
        Objects.requireNonNull(uids, "uids");
        Checks.truck(truck);
    }
}
