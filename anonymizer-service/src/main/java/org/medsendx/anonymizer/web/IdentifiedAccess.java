package org.medsendx.anonymizer.web;

import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.ServiceUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.medsendx.anonymizer.audit.AuditEvent;
import org.medsendx.anonymizer.audit.AuditEvent.Kind;
import org.medsendx.anonymizer.audit.AuditEvent.ObjectOf;
import org.medsendx.anonymizer.audit.AuditEvent.Outcome;
import org.medsendx.anonymizer.config.AnonymizerConfig;
import org.medsendx.anonymizer.messaging.AnonymizerService;

/**
 * The door to identified data over HTTP: open on loopback, else only when the site says that
 * something in front of it authenticates. Whoever comes in is in the audit log first.
 */
@ApplicationScoped
public class IdentifiedAccess {

    // A page from elsewhere whose name was pointed at loopback comes with its own name here.
    private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final boolean remote;
    private final boolean listensOnLoopback;
    private final AnonymizerService service;

    IdentifiedAccess(
            AnonymizerConfig config,
            AnonymizerService service,
            @ConfigProperty(name = "quarkus.http.host") String host) {
        this.remote = config.allowRemoteHttp();
        this.listensOnLoopback = isLoopback(host);
        this.service = service;
    }

    /**
     * Lets a request in and writes the audit line.
     *
     * @throws ForbiddenException when it may not come in
     * @throws ServiceUnavailableException when the audit line cannot be written
     */
    void admit(HttpServerRequest request) {
        if (!remote) {
            var authority = request.authority();
            if (!listensOnLoopback || authority == null || !OWN_NAMES.contains(authority.host())) {
                throw new ForbiddenException();
            }
        }
        audit(
                new AuditEvent(
                        Kind.PAGE_READ,
                        Outcome.SUCCESS,
                        "http",
                        address(request),
                        List.of(new ObjectOf("page", "" + request.path())),
                        null));
    }

    /**
     * Writes an audit line; when this returns, it is on disk.
     *
     * @throws ServiceUnavailableException when it cannot be written
     */
    void audit(AuditEvent event) {
        try {
            service.identity().audit().add(event);
        } catch (IOException e) {
            throw new ServiceUnavailableException();
        }
    }

    /** Where a request comes from. */
    static String address(HttpServerRequest request) {
        return String.valueOf(request.remoteAddress().hostAddress());
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
