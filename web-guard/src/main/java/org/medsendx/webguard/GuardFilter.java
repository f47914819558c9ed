package org.medsendx.webguard;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.medsendx.accounts.LiveAccounts;
import org.medsendx.accounts.Machine;
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

    // Behind authentication (200) and authorization (100), before everything that answers.
    private static final int LAST = 10;

    // No page has a script, a style element or a style attribute.
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; img-src 'self' data:; style-src 'self'; form-action 'self';"
                    + " base-uri 'none'; frame-ancestors 'none'";

    // But for pages with the viewer, with charts or with updates: files of the service itself,
    // nothing inline, no eval, no worker, and no other place that they could ask or tell.
    private static final Pattern SCRIPTED =
            Pattern.compile(
                    "/qa/[0-9a-f-]{36}|/truck|/fleet/compare|/fleet/(scanners|findings)/[A-Za-z0-9._-]{1,64}");
    private static final String POLICY_WITH_SCRIPTS =
            CONTENT_SECURITY_POLICY + "; script-src 'self'; connect-src 'self'";

    private static final String PERMISSIONS_POLICY =
            "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

    private static final String A_YEAR = "max-age=31536000";

    private static final String PERSON = "medsendx.person";
    private static final String NEED = "medsendx.need";
    private static final String ADMITTED = "medsendx.admitted";

    private final Guard guard;
    private final People people;
    private final Map<Refusal, Long> logged = new EnumMap<>(Refusal.class);

    GuardFilter(
            WebConfig config,
            People people,
            @ConfigProperty(name = "quarkus.http.host") String listensOn) {
        this.people = people;
        if (people.access() == Access.LOOPBACK && !isLoopback(listensOn)) {
            throw new IllegalArgumentException(
                    "medsendx.web.access: loopback shows everything to whoever is on this machine,"
                            + " so quarkus.http.host must be a loopback address; else say accounts");
        }
        try {
            this.guard = new Guard(config.hosts().orElse(List.of()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("medsendx.web.hosts: " + e.getMessage(), e);
        }
    }

    void register(@Observes Filters filters) {
        filters.register(this::filter, FIRST);
        filters.register(GuardFilter::onlyAdmitted, LAST);
        FailedRequests.watch(() -> log(Refusal.MALFORMED));
    }

    /** What somebody has to be who asks for this, where {@link Access#OIDC} says who it is. */
    public static @Nullable Need need(RoutingContext context) {
        return context.get(NEED);
    }

    /** Says that whoever asks may have it, where {@link Access#OIDC} says who it is. */
    public static void admit(RoutingContext context) {
        context.put(ADMITTED, true);
    }

    /** Who asks; null for what is public. */
    public static @Nullable Person person(RoutingContext context) {
        return context.get(PERSON);
    }

    /** Whatever is wired wrongly, what nobody admitted is not answered. */
    private static void onlyAdmitted(RoutingContext context) {
        if (context.get(ADMITTED) == null) {
            refuse(context, Refusal.NOT_ADMITTED);
        } else {
            context.next();
        }
    }

    private void filter(RoutingContext context) {
        HttpServerResponse response = context.response();
        secure(context);
        switch (guard.judge(request(context.request()))) {
            case Verdict.Admitted admitted -> whoAsks(context);
            case Verdict.Refused(Refusal refusal) -> {
                log(refusal);
                if (context.request().version() != HttpVersion.HTTP_2) {
                    // What the rest of such a connection means is nobody's guess.
                    response.putHeader("Connection", "close");
                }
                refuse(context, refusal);
            }
        }
    }

    private void whoAsks(RoutingContext context) {
        HttpServerRequest request = context.request();
        boolean ownName =
                request.authority() != null
                        && Authority.parse(request.authority().toString())
                                .filter(Authority::isLoopback)
                                .isPresent();
        var decision =
                people.admission()
                        .decide(
                                request.method().name(),
                                String.valueOf(request.path()),
                                shown(request),
                                ownName);
        switch (decision) {
            case Admission.Decision.Admitted(Person person) -> {
                if (person != null) {
                    context.put(PERSON, person);
                }
                admit(context);
                context.next();
            }
            case Admission.Decision.LaterSays(Need need) -> {
                context.put(NEED, need);
                context.next();
            }
            case Admission.Decision.OtherMethod(String allowed) -> {
                context.response().putHeader("Allow", allowed);
                refuse(context, Refusal.METHOD);
            }
            case Admission.Decision.Refused(Refusal refusal) -> {
                boolean showsForm =
                        refusal == Refusal.SIGN_IN_FIRST
                                || refusal == Refusal.NO_ACCOUNTS
                                || refusal == Refusal.ACCOUNTS_UNUSABLE;
                if (refusal == Refusal.ACCOUNTS_UNUSABLE) {
                    logUnusable();
                }
                if (showsForm && isPerson(request)) {
                    context.response()
                            .setStatusCode(303)
                            .putHeader("Location", SignInRoutes.placeFor(request.uri()))
                            .end();
                    return;
                }
                if (refusal == Refusal.SIGN_IN_FIRST) {
                    // RFC 9110, 15.5.2 wants a challenge; no scheme that browsers know fits.
                    context.response()
                            .putHeader(
                                    "WWW-Authenticate",
                                    "MedSendX-Session realm=\"truck\", sign-in=\"/login\"");
                }
                if (refusal == Refusal.TOKEN_REFUSED) {
                    log(refusal);
                    // RFC 6750, 3.
                    context.response()
                            .putHeader(
                                    "WWW-Authenticate",
                                    "Bearer realm=\"truck\", error=\"invalid_token\"");
                }
                refuse(context, refusal);
            }
        }
    }

    private Shown shown(HttpServerRequest request) {
        return new Shown(
                request.headers().getAll("Authorization"),
                people.cookie().tokens(request.headers().getAll("Cookie"), request.isSSL()),
                certificate(request));
    }

    /** The certificate of whoever asks; empty where none was asked for or shown. */
    private static Optional<Machine.Proof.Certificate> certificate(HttpServerRequest request) {
        var session = request.isSSL() ? request.connection().sslSession() : null;
        if (session == null) {
            return Optional.empty();
        }
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate shown
                    ? Optional.of(Machine.proofOf(shown))
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException | CertificateEncodingException e) {
            return Optional.empty();
        }
    }

    /** Whether a page is to be shown to somebody, and not an answer given to a program. */
    private static boolean isPerson(HttpServerRequest request) {
        return request.method().name().equals("GET")
                && String.valueOf(request.getHeader("Accept")).contains("text/html");
    }

    /** Answers why not. */
    static void refuse(RoutingContext context, Refusal refusal) {
        context.response()
                .setStatusCode(refusal.status())
                .putHeader("Content-Type", "application/json")
                .end(refusal.json());
    }

    private void logUnusable() {
        if (people.accounts().state() instanceof LiveAccounts.State.Unusable(String problem)) {
            synchronized (logged) {
                long now = System.nanoTime();
                Long last = logged.get(Refusal.ACCOUNTS_UNUSABLE);
                if (last == null || now - last >= LOG_EVERY_NANOS) {
                    logged.put(Refusal.ACCOUNTS_UNUSABLE, now);
                    LOG.error("nobody is let in: {}", problem);
                }
            }
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
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
                .putHeader("Permissions-Policy", PERMISSIONS_POLICY)
                .putHeader(
                        "Content-Security-Policy",
                        SCRIPTED.matcher(String.valueOf(context.request().path())).matches()
                                ? POLICY_WITH_SCRIPTS
                                : CONTENT_SECURITY_POLICY);
        if (context.request().isSSL()) {
            response.putHeader("Strict-Transport-Security", A_YEAR);
        }
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
