package org.medsendx.uplink.web;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.medsendx.uplink.service.UplinkService;

/** Ready when its volume can be written; brokers and stores do not matter here. */
@Readiness
public class VolumeReady implements HealthCheck {

    private final UplinkService uplink;

    VolumeReady(UplinkService uplink) {
        this.uplink = uplink;
    }

    @Override
    public HealthCheckResponse call() {
        boolean writable = uplink.writable();
        return HealthCheckResponse.named("uplink")
                .withData("volume-writable", writable)
                .status(writable)
                .build();
    }
}
