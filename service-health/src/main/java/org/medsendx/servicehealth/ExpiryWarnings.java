package org.medsendx.servicehealth;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a log says of certificates: once a day for each, and again when its state changes. */
final class ExpiryWarnings {

    private static final Duration AGAIN = Duration.ofDays(1);

    private final Duration before;
    private final Map<String, Said> said = new HashMap<>();

    private record Said(State state, Instant at) {}

    /** How a certificate stands. */
    enum State {
        GOOD,
        ENDS_SOON,
        EXPIRED,
        UNREADABLE
    }

    /**
     * Something to say.
     *
     * @param text for the log, without anything that is in the certificate but its end
     */
    record Warning(State state, String text) {}

    /**
     * @param before how long before the end of a certificate the warnings begin
     */
    ExpiryWarnings(Duration before) {
        this.before = before;
    }

    /**
     * What is to be said now, null for nothing.
     *
     * @param expiry null when the file cannot be read
     */
    @Nullable Warning of(String name, @Nullable Instant expiry, Instant now) {
        State state = state(expiry, now);
        Said last = said.get(name);
        if (state == State.GOOD) {
            said.remove(name);
            return last == null
                    ? null
                    : new Warning(state, "the certificate " + name + " is good until " + expiry);
        }
        if (last != null && last.state() == state && now.isBefore(last.at().plus(AGAIN))) {
            return null;
        }
        said.put(name, new Said(state, now));
        return new Warning(state, text(name, state, expiry, now));
    }

    private State state(@Nullable Instant expiry, Instant now) {
        if (expiry == null) {
            return State.UNREADABLE;
        }
        if (!now.isBefore(expiry)) {
            return State.EXPIRED;
        }
        return now.plus(before).isBefore(expiry) ? State.GOOD : State.ENDS_SOON;
    }

    private static String text(String name, State state, @Nullable Instant expiry, Instant now) {
        String what =
                switch (state) {
                    case GOOD -> " is good until " + expiry;
                    case ENDS_SOON ->
                            " expires in "
                                    + (expiry == null ? 0 : Duration.between(now, expiry).toDays())
                                    + " days, "
                                    + expiry;
                    case EXPIRED -> " expired " + expiry + ": peers refuse it";
                    case UNREADABLE ->
                            " cannot be read: is the file there, and is it PEM or PKCS #12?";
                };
        return "the certificate " + name + what + ". See docs/operations.md, Certificates.";
    }
}
