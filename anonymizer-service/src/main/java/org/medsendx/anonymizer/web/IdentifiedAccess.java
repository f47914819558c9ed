package org.medsendx.anonymizer.web;

import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.ServiceUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.medsendx.anonymizer.config.AnonymizerConfig;
import org.medsendx.anonymizer.messaging.AnonymizerService;
import org.medsendx.contracts.EventCodec;

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
        var line =
                Map.of(
                        "at", Instant.now().toString(),
                        "who", String.valueOf(request.remoteAddress().hostAddress()),
                        "what", request.method() + " " + request.path());
        try {
            append(EventCodec.JSON.writeValueAsString(line) + "\n");
        } catch (IOException e) {
            throw new ServiceUnavailableException();
        }
    }

    private synchronized void append(String line) throws IOException {
        Path file = service.volumes().own().resolve("audit.jsonl");
        Files.writeString(
                file,
                line,
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND,
                StandardOpenOption.DSYNC);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
