package org.medsendx.webguard;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.accounts.Account;
import org.medsendx.accounts.LiveAccounts;
import org.medsendx.accounts.Machine;
import org.medsendx.accounts.Sessions;

/**
 * Decides whether somebody may have what they ask for, behind the {@link Guard}: who they are, and
 * what the table of {@link Routes} says. Knows no framework; thread safe.
 */
public final class Admission {

    /** What is decided. */
    public sealed interface Decision {

        /**
         * It may be answered.
         *
         * @param person who asks; null where nobody has to say
         */
        record Admitted(@Nullable Person person) implements Decision {}

        /** It is for the provider of identities to say who asks; see {@link Access#OIDC}. */
        record LaterSays(Need need) implements Decision {}

        /** It is not answered. */
        record Refused(Refusal refusal) implements Decision {}

        /** The path is there, but not with this method. */
        record OtherMethod(String allowed) implements Decision {}
    }

    private final Access access;
    private final Routes routes;
    private final LiveAccounts accounts;
    private final Sessions sessions;
    private final InstantSource clock;

    /**
     * @param clock by which the tokens and certificates of machines end
     */
    Admission(
            Access access,
            Routes routes,
            LiveAccounts accounts,
            Sessions sessions,
            InstantSource clock) {
        this.access = access;
        this.routes = routes;
        this.accounts = accounts;
        this.sessions = sessions;
        this.clock = clock;
    }

    /**
     * Decides about a request.
     *
     * @param path as it was sent, without query
     * @param shown what the request shows of who asks
     * @param ownName whether the service was asked for under a loopback name
     */
    Decision decide(String method, String path, Shown shown, boolean ownName) {
        return switch (routes.find(method, path)) {
            case Routes.Found.Nowhere nowhere -> new Decision.Refused(Refusal.NOT_HERE);
            case Routes.Found.OtherMethod(String allowed) -> new Decision.OtherMethod(allowed);
            case Routes.Found.Here(Need need) ->
                    need.isPublic() ? new Decision.Admitted(null) : decide(need, shown, ownName);
        };
    }

    private Decision decide(Need need, Shown shown, boolean ownName) {
        return switch (access) {
            case OIDC -> new Decision.LaterSays(need);
            case LOOPBACK ->
                    ownName
                            ? new Decision.Admitted(Person.OF_THIS_MACHINE)
                            : new Decision.Refused(Refusal.FOREIGN_HOST);
            case ACCOUNTS ->
                    switch (accounts.state()) {
                        case LiveAccounts.State.Absent absent ->
                                new Decision.Refused(Refusal.NO_ACCOUNTS);
                        case LiveAccounts.State.Unusable unusable ->
                                new Decision.Refused(Refusal.ACCOUNTS_UNUSABLE);
                        case LiveAccounts.State.Usable usable ->
                                person(shown)
                                        .map(person -> decide(need, person))
                                        .orElseGet(() ->
                                                new Decision.Refused(
                                                        shown.isToken()
                                                                ? Refusal.TOKEN_REFUSED
                                                                : Refusal.SIGN_IN_FIRST));
                    };
        };
    }

    private static Decision decide(Need need, Person person) {
        return person.may(need)
                ? new Decision.Admitted(person)
                : new Decision.Refused(Refusal.NOT_FOR_THIS_ROLE);
    }

    /** Who this is; empty when nobody that is known. A token that is shown is what counts. */
    private Optional<Person> person(Shown shown) {
        if (shown.isToken()) {
            return shown.token().flatMap(this::machine);
        }
        return person(shown.sessions()).or(() -> shown.certificate().flatMap(this::machine));
    }

    private Optional<Person> machine(Machine.Proof proof) {
        return accounts.showing(proof, clock.instant())
                .map(machine -> new Person(machine.name(), Set.of(Need.MACHINE), true));
    }

    /** Whose session this is; empty when nobody's that is known. */
    Optional<Person> person(List<String> sessions) {
        Optional<Account> account = Optional.empty();
        // One that the browser was given, and none that somebody else put beside it.
        if (sessions.size() == 1) {
            account = this.sessions.of(sessions.getFirst());
        }
        return account.map(known -> new Person(known.name(), Set.of(known.role().word()), true));
    }
}
