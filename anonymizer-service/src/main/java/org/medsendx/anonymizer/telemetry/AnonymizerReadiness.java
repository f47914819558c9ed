package org.medsendx.anonymizer.telemetry;

import java.io.IOException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.medsendx.anonymizer.messaging.AnonymizerService;

/** Ready when both volumes can be written; brokers and stores do not matter here. */
@Readiness
public class AnonymizerReadiness implements HealthCheck {

    private final AnonymizerService service;

    AnonymizerReadiness(AnonymizerService service) {
        this.service = service;
    }

    @Override
    public HealthCheckResponse call() {
        boolean writable;
        try {
            service.volumes().checkWritable();
            writable = true;
        } catch (IOException | RuntimeException e) {
            writable = false;
        }
        return HealthCheckResponse.named("anonymizer")
                .withData("volumes-writable", writable)
                .status(writable)
                .build();
    }
}
