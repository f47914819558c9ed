package org.medsendx.uplink.telemetry;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.medsendx.journal.Volume;
import org.medsendx.uplink.config.UplinkConfig;

/** Ready when its volume can be written; brokers and stores do not matter here. */
@Readiness
public class VolumeReady implements HealthCheck {

    private final UplinkConfig config;

    VolumeReady(UplinkConfig config) {
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        boolean writable = Volume.takesFiles(config.uplinkDir());
        return HealthCheckResponse.named("uplink")
                .withData("volume-writable", writable)
                .status(writable)
                .build();
    }
}
