package org.medsendx.anonymizer.web;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.medsendx.anonymizer.audit.AuditEvent;
import org.medsendx.anonymizer.audit.AuditEvent.Kind;
import org.medsendx.anonymizer.audit.AuditEvent.ObjectOf;
import org.medsendx.anonymizer.audit.AuditEvent.Outcome;
import org.medsendx.anonymizer.config.AnonymizerConfig;
import org.medsendx.anonymizer.messaging.AnonymizerService;
import org.medsendx.webguard.IdentifiedAccess;

/** The door to identified data of this service: who comes in is in its audit log first. */
@Singleton
public final class IdentifiedDoor {

    private static final int LONGEST_ID = 200;

    private final AnonymizerService service;

    IdentifiedDoor(AnonymizerService service) {
        this.service = service;
    }

    @Produces
    @Singleton
    IdentifiedAccess access(
            AnonymizerConfig config, @ConfigProperty(name = "quarkus.http.host") String host) {
        return new IdentifiedAccess(
                config.allowRemoteHttp(),
                host,
                (address, method, path) ->
                        service.identity()
                                .audit()
                                .add(
                                        new AuditEvent(
                                                Kind.PAGE_READ,
                                                Outcome.SUCCESS,
                                                "http",
                                                address,
                                                List.of(page(path)),
                                                null)));
    }

    private static ObjectOf page(String path) {
        return new ObjectOf("page", path.substring(0, Math.min(LONGEST_ID, path.length())));
    }
}
