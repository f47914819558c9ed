package org.medsendx.ingest.telemetry;

import java.io.IOException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.medsendx.ingest.device.DeviceDoor;
import org.medsendx.ingest.intake.RunningIntake;
import org.medsendx.ingest.store.Room;
import org.medsendx.ingest.store.Shelf;

/**
 * Ready when the volume can be written, has more room than the low watermark, and the DICOM port
 * listens. Kafka does not matter here: a scanner is never refused because a broker is away.
 */
@Readiness
public final class IntakeReadiness implements HealthCheck {

    private final RunningIntake intake;
    private final DeviceDoor devices;

    public IntakeReadiness(RunningIntake intake, DeviceDoor devices) {
        this.intake = intake;
        this.devices = devices;
    }

    private boolean usable() {
        try {
            return devices.devices().state().trouble() == null;
        } catch (RuntimeException e) {
            // It is starting.
            return false;
        }
    }

    @Override
    public HealthCheckResponse call() {
        boolean writable = false;
        Room.State room = Room.State.FULL;
        Room.State originals = Room.State.FULL;
        Room.State quarantine = Room.State.FULL;
        try {
            var store = intake.store();
            room = store.room();
            originals = store.room(Shelf.OBJECTS);
            quarantine = store.room(Shelf.QUARANTINE);
            store.checkWritable();
            writable = intake.isOpen();
        } catch (IOException | RuntimeException e) {
            // What was not found out counts as no.
        }
        return HealthCheckResponse.named("intake")
                .withData("disk-writable", writable)
                .withData("disk-has-room", room != Room.State.FULL)
                .withData("disk-room", room.code())
                .withData("originals-room", originals.code())
                // Of what cannot be taken alone: no reason to take nothing.
                .withData("quarantine-room", quarantine.code())
                // A list that cannot be used is no reason to take nothing: the former serves.
                .withData("device-list-usable", usable())
                .withData("dicom-port-listens", intake.listening())
                .status(writable && room != Room.State.FULL && intake.listening())
                .build();
    }
}
