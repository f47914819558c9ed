package org.medsendx.webguard;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the {@link Guard} before everything that the HTTP server answers: resources, static files
 * and what is below {@code /q}. Every answer, refusals too, has the headers that keep browsers from
 * guessing types, framing, leaking addresses and keeping copies.
 */
@Singleton
public final class GuardFilter {

    private static final Logger LOG = LoggerFactory.getLogger(GuardFilter.class);

    // Before CORS (300), authentication (200) and everything of ours.
    private static final int FIRST = 10_000;
    private static final long LOG_EVERY_NANOS = 60_000_000_000L;

    // Pages colour swatches by style attributes; no page has a script.
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline';"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final Guard guard;
    private final Map<Refusal, Long> logged = new EnumMap<>(Refusal.class);

    GuardFilter(WebConfig config) {
        try {
            this.guard = new Guard(config.hosts().orElse(List.of()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("medsendx.web.hosts: " + e.getMessage(), e);
        }
    }

    void register(@Observes Filters filters) {
        filters.register(this::filter, FIRST);
    }

    private void filter(RoutingContext context) {
        HttpServerResponse response = context.response();
        secure(context);
        switch (guard.judge(request(context.request()))) {
            case Verdict.Admitted admitted -> context.next();
            case Verdict.Refused(Refusal refusal) -> {
                log(refusal);
                if (context.request().version() != HttpVersion.HTTP_2) {
                    // What the rest of such a connection means is nobody's guess.
                    response.putHeader("Connection", "close");
                }
                response.setStatusCode(refusal.status())
                        .putHeader("Content-Type", "application/json")
                        .end(refusal.json());
            }
        }
    }

    private static WebRequest request(HttpServerRequest request) {
        Map<String, List<String>> fields = new HashMap<>();
        for (String name : Guard.FIELDS) {
            List<String> values = request.headers().getAll(name);
            if (!values.isEmpty()) {
                fields.put(name, List.copyOf(values));
            }
        }
        if (request.version() == HttpVersion.HTTP_2 && request.authority() != null) {
            // The pseudo-header :authority (RFC 9113, 8.3.1); a Host beside it must be the same.
            String authority = request.authority().toString();
            List<String> hosts = new ArrayList<>(fields.getOrDefault("host", List.of()));
            hosts.removeIf(host -> host.equalsIgnoreCase(authority));
            hosts.add(authority);
            fields.put("host", hosts);
        }
        return new WebRequest(request.method().name(), request.uri(), fields);
    }

    private static void secure(RoutingContext context) {
        HttpServerResponse response = context.response();
        response.putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        // At the end, so that what says how long it may be kept is left alone.
        context.addHeadersEndHandler(end -> {
            if (!response.headers().contains("Cache-Control")) {
                response.putHeader("Cache-Control", "no-store");
            }
        });
    }

    /** Once a minute for each kind: who asks must not be able to fill the disk with lines. */
    private void log(Refusal refusal) {
        long now = System.nanoTime();
        synchronized (logged) {
            Long last = logged.get(refusal);
            if (last != null && now - last < LOG_EVERY_NANOS) {
                return;
            }
            logged.put(refusal, now);
        }
        LOG.warn("refused a request: {} ({})", refusal.code(), refusal.status());
    }
}
