package org.medsendx.ingest.web;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.config.IngestConfig;
import org.medsendx.ingest.intake.RunningIntake;
import org.medsendx.webguard.IdentifiedAccess;

/** The door to identified data of this service: who comes in is in its {@link AuditLog} first. */
@Singleton
public final class IdentifiedDoor {

    private final RunningIntake intake;
    private @Nullable AuditLog log;

    IdentifiedDoor(RunningIntake intake) {
        this.intake = intake;
    }

    @Produces
    @Singleton
    IdentifiedAccess access(
            IngestConfig config, @ConfigProperty(name = "quarkus.http.host") String host) {
        return new IdentifiedAccess(
                config.allowRemoteHttp(),
                host,
                (address, method, path) ->
                        log().append(
                                        new AuditLog.Line(
                                                Instant.now(), address, method + " " + path)));
    }

    private synchronized AuditLog log() throws IOException {
        var open = log;
        if (open == null) {
            open = AuditLog.open(intake.store().work().resolve("audit.jsonl"));
            log = open;
        }
        return open;
    }
}
