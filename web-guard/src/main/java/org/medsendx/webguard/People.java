package org.medsendx.webguard;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.medsendx.accounts.LiveAccounts;
import org.medsendx.accounts.Sessions;
import org.medsendx.accounts.SignIn;

/** Accounts, sessions and routes of this service, as it is configured. */
@Singleton
final class People {

    private final Access access;
    private final Routes routes;
    private final LiveAccounts accounts;
    private final SignIn signIn;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final Admission admission;

    People(WebConfig config, @ConfigProperty(name = "quarkus.application.name") String service) {
        access = config.access();
        routes = Routes.of(service);
        if (access == Access.OIDC
                && routes.all().stream().anyMatch(route -> route.need() == Need.CREW)) {
            throw new IllegalArgumentException(
                    "medsendx.web.access: oidc is for services of the cloud; a truck has accounts");
        }
        accounts = new LiveAccounts(config.accountsFile(), System::nanoTime);
        try {
            sessions =
                    new Sessions(
                            accounts,
                            config.sessionIdle(),
                            config.sessionLongest(),
                            System::nanoTime);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "medsendx.web.session-idle, session-longest: " + e.getMessage(), e);
        }
        signIn = new SignIn(accounts, sessions, System::nanoTime);
        cookie = new SessionCookie(service);
        admission = new Admission(access, routes, accounts, sessions, InstantSource.system());
    }

    Access access() {
        return access;
    }

    Routes routes() {
        return routes;
    }

    LiveAccounts accounts() {
        return accounts;
    }

    SignIn signIn() {
        return signIn;
    }

    Sessions sessions() {
        return sessions;
    }

    SessionCookie cookie() {
        return cookie;
    }

    Admission admission() {
        return admission;
    }

    /** Why nobody can sign in, or nothing. */
    Optional<Refusal> nobodyCan() {
        return switch (accounts.state()) {
            case LiveAccounts.State.Absent absent -> Optional.of(Refusal.NO_ACCOUNTS);
            case LiveAccounts.State.Unusable unusable -> Optional.of(Refusal.ACCOUNTS_UNUSABLE);
            case LiveAccounts.State.Usable usable -> Optional.empty();
        };
    }
}
