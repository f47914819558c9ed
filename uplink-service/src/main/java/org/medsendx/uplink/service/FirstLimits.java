package org.medsendx.uplink.service;

import io.quarkus.runtime.configuration.MemorySize;
import java.util.List;
import org.medsendx.uplink.bandwidth.Limits;
import org.medsendx.uplink.config.UplinkConfig;

/** The limits of a truck whose page nobody has used, as the configuration has them. */
final class FirstLimits {

    private FirstLimits() {}

    /**
     * @throws IllegalArgumentException when they cannot be
     */
    static Limits of(UplinkConfig.BandwidthSettings settings) {
        return new Limits(
                settings.rate().map(MemorySize::asLongValue).orElse(null),
                List.of(),
                settings.plan()
                        .map(bytes ->
                                new Limits.DataPlan(bytes.asLongValue(), settings.planFirstDay()))
                        .orElse(null),
                settings.urgentAlways(),
                settings.zone());
    }
}
