package org.medsendx.segmenter.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.medsendx.journal.Volume;
import org.medsendx.segmenter.config.SegmenterConfig;

/** Ready means: the volumes can be used. The broker is not asked: the outbox waits for it. */
@Readiness
@ApplicationScoped
public class VolumesReady implements HealthCheck {

    private final SegmenterConfig config;

    public VolumesReady(SegmenterConfig config) {
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        boolean readable = Files.isReadable(config.deidentifiedDir());
        // The right to write is not enough: a full disk has it too.
        boolean writable = Volume.takesFiles(config.derivedDir());
        return HealthCheckResponse.named("volumes")
                .withData("deidentified-readable", readable)
                .withData("derived-writable", writable)
                .status(readable && writable)
                .build();
    }
}
