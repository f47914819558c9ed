package org.medsendx.uplink.telemetry;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.medsendx.journal.Volume;
import org.medsendx.uplink.config.UplinkConfig;

/**
 * Ready when its volume can be written; brokers and stores do not matter here. What the store was
 * seen to do is said beside it.
 */
@Readiness
public class VolumeReady implements HealthCheck {

    private final UplinkConfig config;
    private final UplinkMetrics metrics;

    VolumeReady(UplinkConfig config, UplinkMetrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public HealthCheckResponse call() {
        boolean writable = Volume.takesFiles(config.uplinkDir());
        return HealthCheckResponse.named("uplink")
                .withData("volume-writable", writable)
                .withData("store", metrics.store().words())
                .status(writable)
                .build();
    }
}
