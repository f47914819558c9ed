package org.medsendx.webguard;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.medsendx.accounts.LiveAccounts;
import org.medsendx.accounts.SignIn.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing in and out, for people (a form) and for programs (JSON: {@code name}, {@code password};
 * the cookie of the answer is the way in), and who has an account. Behind the {@link GuardFilter}
 * like everything else.
 */
@Singleton
public final class SignInRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(SignInRoutes.class);

    // Behind the last filter, before everything else.
    private static final int ORDER = -1;
    private static final int LARGEST_FORM = 4096;
    private static final String LOGIN = "/login";
    private static final Pattern PLACE =
            Pattern.compile("/[A-Za-z0-9._/-]*(\\?[A-Za-z0-9._=&-]*)?");

    private final People people;
    private final SignInPage page;
    private final Instance<IdentifiedAccess> identified;

    SignInRoutes(
            People people,
            @ConfigProperty(name = "quarkus.application.name") String service,
            Instance<IdentifiedAccess> identified) {
        this.people = people;
        this.page = new SignInPage(service);
        this.identified = identified;
    }

    void register(@Observes Router router) {
        if (people.access() == Access.OIDC) {
            return;
        }
        router.get(LOGIN).order(ORDER).handler(this::show);
        router.head(LOGIN).order(ORDER).handler(this::show);
        router.post(LOGIN)
                .order(ORDER)
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_FORM))
                .blockingHandler(this::signIn, false);
        router.post("/logout").order(ORDER).blockingHandler(this::signOut, false);
        router.get("/accounts").order(ORDER).handler(this::list);
    }

    /** Where somebody is sent who has to sign in. */
    static String placeFor(String target) {
        return PLACE.matcher(target).matches() && !target.equals("/")
                ? LOGIN + "?next=" + URLEncoder.encode(target, StandardCharsets.UTF_8)
                : LOGIN;
    }

    private void show(RoutingContext context) {
        if (people.access() == Access.LOOPBACK) {
            html(context, 200, page.open(people.routes().openTo(Person.OF_THIS_MACHINE)));
            return;
        }
        Optional<Refusal> nobody = people.nobodyCan();
        if (nobody.isPresent()) {
            html(context, 403, page.nobodyCan(nobody.get().message()));
            return;
        }
        Optional<Person> person = person(context);
        if (person.isPresent()) {
            html(context, 200, page.signedIn(person.get(), people.routes().openTo(person.get())));
            return;
        }
        html(context, 200, page.form(nextOf(context.request().getParam("next")), null));
    }

    private Optional<Person> person(RoutingContext context) {
        var request = context.request();
        return people.admission()
                .person(
                        people.cookie()
                                .tokens(request.headers().getAll("Cookie"), request.isSSL()));
    }

    private record Attempt(String name, char[] password, @Nullable String next, boolean program) {}

    private @Nullable Attempt attempt(RoutingContext context) {
        var request = context.request();
        String type = String.valueOf(request.getHeader("Content-Type"));
        if (type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            try {
                JsonObject json = context.body().asJsonObject();
                if (json != null
                        && json.getValue("name") instanceof String name
                        && json.getValue("password") instanceof String password) {
                    return new Attempt(name, password.toCharArray(), null, true);
                }
            } catch (DecodeException | ClassCastException e) {
                // The message of either quotes what was sent.
                return null;
            }
            return null;
        }
        String name = request.getFormAttribute("name");
        String password = request.getFormAttribute("password");
        return name == null || password == null
                ? null
                : new Attempt(
                        name,
                        password.toCharArray(),
                        nextOf(request.getFormAttribute("next")),
                        false);
    }

    private void signIn(RoutingContext context) {
        Optional<Refusal> nobody = people.nobodyCan();
        Attempt attempt = attempt(context);
        if (people.access() != Access.ACCOUNTS || attempt == null) {
            GuardFilter.refuse(context, Refusal.MALFORMED);
            return;
        }
        if (nobody.isPresent()) {
            if (attempt.program()) {
                GuardFilter.refuse(context, nobody.get());
            } else {
                html(context, 403, page.nobodyCan(nobody.get().message()));
            }
            return;
        }
        // A session that the browser brings along ends: what begins now has another token.
        String address = IdentifiedAccess.address(context.request());
        Outcome outcome = people.signIn().tryIt(attempt.name(), attempt.password(), address);
        switch (outcome) {
            case Outcome.SignedIn(var account, String token) -> {
                if (!written(IdentifiedAccess.Sign.IN, account.name(), address)) {
                    people.sessions().end(token);
                    context.response().setStatusCode(503).end();
                    return;
                }
                endOthers(context);
                LOG.info("{} signed in", account.name());
                boolean secure = secure(context);
                context.response().putHeader("Set-Cookie", people.cookie().set(token, secure));
                if (attempt.program()) {
                    context.response().setStatusCode(204).end();
                } else {
                    String next = attempt.next();
                    seeOther(context, next == null ? home() : next);
                }
            }
            case Outcome.Refused refused -> {
                refused(context, attempt, 401, "Name or password is wrong.", null);
                refusedOne(attempt.name(), address);
            }
            case Outcome.Wait(Duration left) -> {
                refused(context, attempt, 429, SignInPage.wait(left), left);
                refusedOne(attempt.name(), address);
            }
            case Outcome.Busy busy ->
                    refused(
                            context,
                            attempt,
                            503,
                            "Others are signing in at this moment. Try again.",
                            Duration.ofSeconds(2));
        }
    }

    /** An invented name may be a password that was typed in the wrong field: it is not written. */
    private void refusedOne(String name, String address) {
        if (people.accounts().named(name).isPresent()) {
            LOG.warn("a sign-in as {} was refused", name);
            boolean unused = written(IdentifiedAccess.Sign.REFUSED, name, address);
        }
    }

    private boolean written(IdentifiedAccess.Sign what, String name, String address) {
        if (!identified.isResolvable()) {
            return true;
        }
        try {
            identified.get().signed(what, name, address);
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.warn("the audit log cannot be written: {}", e.getClass().getSimpleName());
            return false;
        }
    }

    private void refused(
            RoutingContext context,
            Attempt attempt,
            int status,
            String problem,
            @Nullable Duration left) {
        var response = context.response().setStatusCode(status);
        if (left != null) {
            response.putHeader("Retry-After", Long.toString(left.toSeconds() + 1));
        }
        if (attempt.program()) {
            response.putHeader("Content-Type", "application/json")
                    .end(
                            new JsonObject()
                                            .put("refused", "sign-in")
                                            .put("message", problem)
                                            .encode()
                                    + "\n");
        } else {
            html(context, status, page.form(attempt.next(), problem));
        }
    }

    private void signOut(RoutingContext context) {
        person(context)
                .ifPresent(person ->
                        written(
                                IdentifiedAccess.Sign.OUT,
                                person.name(),
                                IdentifiedAccess.address(context.request())));
        endOthers(context);
        context.response().putHeader("Set-Cookie", people.cookie().clear(secure(context)));
        seeOther(context, LOGIN);
    }

    private void endOthers(RoutingContext context) {
        var request = context.request();
        people.cookie()
                .tokens(request.headers().getAll("Cookie"), request.isSSL())
                .forEach(people.sessions()::end);
    }

    private void list(RoutingContext context) {
        var list = new JsonArray();
        if (people.accounts().state() instanceof LiveAccounts.State.Usable(var accounts)) {
            for (var account : accounts.all()) {
                list.add(
                        new JsonObject()
                                .put("name", account.name())
                                .put("role", account.role().word())
                                .put("waitsSeconds", people.signIn().waits(account).toSeconds()));
            }
        }
        context.response()
                .putHeader("Content-Type", "application/json")
                .end(list.encodePrettily() + "\n");
    }

    /** Where a service has a page to begin with. */
    private String home() {
        return people.routes().find("GET", "/") instanceof Routes.Found.Here ? "/" : LOGIN;
    }

    /** A place of this service that somebody may be sent to; null when it is none. */
    private @Nullable String nextOf(@Nullable String wanted) {
        if (wanted == null || !PLACE.matcher(wanted).matches()) {
            return null;
        }
        int query = wanted.indexOf('?');
        String path = query < 0 ? wanted : wanted.substring(0, query);
        return people.routes().find("GET", path) instanceof Routes.Found.Here(Need need)
                        && !need.isPublic()
                ? wanted
                : null;
    }

    /** The browser says by which scheme it knows us, also where something before us ends TLS. */
    private static boolean secure(RoutingContext context) {
        return context.request().isSSL()
                || String.valueOf(context.request().getHeader("Origin")).startsWith("https://");
    }

    private static void seeOther(RoutingContext context, String place) {
        context.response().setStatusCode(303).putHeader("Location", place).end();
    }

    private static void html(RoutingContext context, int status, String page) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/html;charset=UTF-8")
                .end(page);
    }
}
