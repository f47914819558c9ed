package org.medsendx.ingest.telemetry;

import java.io.IOException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.medsendx.ingest.intake.RunningIntake;

/**
 * Ready when the volume can be written, has more room than the low watermark, and the DICOM port
 * listens. Kafka does not matter here: a scanner is never refused because a broker is away.
 */
@Readiness
public final class IntakeReadiness implements HealthCheck {

    private final RunningIntake intake;

    public IntakeReadiness(RunningIntake intake) {
        this.intake = intake;
    }

    @Override
    public HealthCheckResponse call() {
        boolean writable = false;
        boolean room = false;
        try {
            var store = intake.store();
            room = store.hasRoom();
            store.checkWritable();
            writable = intake.isOpen();
        } catch (IOException | RuntimeException e) {
            // What was not found out counts as no.
        }
        return HealthCheckResponse.named("intake")
                .withData("disk-writable", writable)
                .withData("disk-has-room", room)
                .withData("dicom-port-listens", intake.listening())
                .status(writable && room && intake.listening())
                .build();
    }
}
