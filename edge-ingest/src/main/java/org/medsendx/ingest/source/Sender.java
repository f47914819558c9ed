package org.medsendx.ingest.source;

import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;

/**
 * Whom a sender stands for.
 *
 * @param truck the truck
 * @param scanner the scanner, or null when the configuration does not say; later stages then go by
 *     the device's serial number
 */
public record Sender(String truck, @Nullable String scanner) {

    public Sender {
        Checks.truck(truck);
        if (scanner != null) {
            Checks.scanner(scanner);
        }
    }
}
