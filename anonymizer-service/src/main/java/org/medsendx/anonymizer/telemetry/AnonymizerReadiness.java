package org.medsendx.anonymizer.telemetry;

import java.io.IOException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.medsendx.anonymizer.config.AnonymizerConfig;
import org.medsendx.anonymizer.running.RunningBorder;
import org.medsendx.journal.Volume;

/** Ready when its volumes can be written; brokers and stores do not matter here. */
@Readiness
public class AnonymizerReadiness implements HealthCheck {

    private final RunningBorder running;
    private final AnonymizerConfig config;

    AnonymizerReadiness(RunningBorder running, AnonymizerConfig config) {
        this.running = running;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        boolean writable;
        try {
            running.checkWritable();
            Volume.check(config.featuresDir());
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
