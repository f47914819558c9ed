package org.medsendx.webguard;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.medsendx.accounts.Machine;

/**
 * What a request shows of who asks.
 *
 * @param authorization all values of the field Authorization
 * @param sessions what the cookies of the session hold
 * @param certificate the certificate whose key the connection has proved, when it was asked for one
 */
record Shown(
        List<String> authorization,
        List<String> sessions,
        Optional<Machine.Proof.Certificate> certificate) {

    private static final String BEARER = "bearer ";

    Shown {
        authorization = List.copyOf(authorization);
        sessions = List.copyOf(sessions);
    }

    /** A browser with its cookies, or with none. */
    static Shown sessions(List<String> sessions) {
        return new Shown(List.of(), sessions, Optional.empty());
    }

    /** Whether a machine says that it is one. */
    boolean isToken() {
        return !authorization.isEmpty();
    }

    /** The proof of the one bearer token (RFC 6750, 2.1); empty for anything else. */
    Optional<Machine.Proof> token() {
        if (authorization.size() != 1) {
            return Optional.empty();
        }
        String field = authorization.getFirst().strip();
        return field.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? Optional.of(Machine.proofOf(field.substring(BEARER.length()).strip()))
                : Optional.empty();
    }
}
