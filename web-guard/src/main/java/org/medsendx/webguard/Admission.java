package org.medsendx.webguard;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.accounts.Account;
import org.medsendx.accounts.LiveAccounts;
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

    Admission(Access access, Routes routes, LiveAccounts accounts, Sessions sessions) {
        this.access = access;
        this.routes = routes;
        this.accounts = accounts;
        this.sessions = sessions;
    }

    /**
     * Decides about a request.
     *
     * @param path as it was sent, without query
     * @param tokens what the cookie of the session holds; nothing without a cookie
     * @param ownName whether the service was asked for under a loopback name
     */
    public Decision decide(String method, String path, Collection<String> tokens, boolean ownName) {
        return switch (routes.find(method, path)) {
            case Routes.Found.Nowhere nowhere -> new Decision.Refused(Refusal.NOT_HERE);
            case Routes.Found.OtherMethod(String allowed) -> new Decision.OtherMethod(allowed);
            case Routes.Found.Here(Need need) ->
                    need.isPublic() ? new Decision.Admitted(null) : decide(need, tokens, ownName);
        };
    }

    private Decision decide(Need need, Collection<String> tokens, boolean ownName) {
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
                                person(tokens)
                                        .map(person -> decide(need, person))
                                        .orElseGet(
                                                () -> new Decision.Refused(Refusal.SIGN_IN_FIRST));
                    };
        };
    }

    private static Decision decide(Need need, Person person) {
        return person.may(need)
                ? new Decision.Admitted(person)
                : new Decision.Refused(Refusal.NOT_FOR_THIS_ROLE);
    }

    /** Who this is; empty when nobody that is known. */
    Optional<Person> person(Collection<String> tokens) {
        Optional<Account> account = Optional.empty();
        // One that the browser was given, and none that somebody else put beside it.
        if (tokens.size() == 1) {
            account = sessions.of(tokens.iterator().next());
        }
        return account.map(known -> new Person(known.name(), Set.of(known.role().word()), true));
    }
}
