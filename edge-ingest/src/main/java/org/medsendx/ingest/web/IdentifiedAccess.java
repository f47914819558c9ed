package org.medsendx.ingest.web;

import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.ServiceUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.medsendx.ingest.config.IngestConfig;
import org.medsendx.ingest.config.IngestService;

/**
 * The door to identified data over HTTP: open on loopback, else only when the site says that
 * something in front of it authenticates. Whoever comes in is in the {@link AuditLog} first.
 */
@ApplicationScoped
public class IdentifiedAccess {

    // A page from elsewhere whose name was pointed at loopback comes with its own name here.
    private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final boolean remote;
    private final boolean listensOnLoopback;
    private final IngestService service;
    private @Nullable AuditLog log;

    public IdentifiedAccess(
            IngestConfig config,
            IngestService service,
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
    public void admit(HttpServerRequest request) {
        if (!remote) {
            var authority = request.authority();
            if (!listensOnLoopback || authority == null || !OWN_NAMES.contains(authority.host())) {
                throw new ForbiddenException();
            }
        }
        try {
            log().append(
                            new AuditLog.Line(
                                    Instant.now(),
                                    String.valueOf(request.remoteAddress().hostAddress()),
                                    request.method() + " " + request.path()));
        } catch (IOException e) {
            throw new ServiceUnavailableException();
        }
    }

    private synchronized AuditLog log() throws IOException {
        var open = log;
        if (open == null) {
            open = AuditLog.open(service.store().work().resolve("audit.jsonl"));
            log = open;
        }
        return open;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
