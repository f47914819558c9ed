package org.medsendx.accounts;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * Takes names and passwords. Who guesses has to wait, by account and by address, and the answer
 * says neither in words nor by its time whether there is such a name. Thread safe.
 */
public final class SignIn {

    /** So many failures of a name cost nothing. */
    static final int FREE_OF_NAME = 5;

    /** So many failures from an address cost nothing: a crew shares one. */
    static final int FREE_OF_ADDRESS = 20;

    private static final int MOST_KEPT = 10_000;

    // A password costs a processor 0.1 s and more: scans go first.
    private static final int AT_A_TIME = 2;

    /** What became of it. */
    public sealed interface Outcome {

        /**
         * In.
         *
         * @param token for the browser, and nobody else
         */
        record SignedIn(Account account, String token) implements Outcome {

            /** Without the token. */
            @Override
            public String toString() {
                return "SignedIn[" + account.name() + "]";
            }
        }

        /** Name or password is wrong. */
        record Refused() implements Outcome {}

        /** Too many failures; it was not looked at. */
        record Wait(Duration left) implements Outcome {}

        /** Too many at once; it was not looked at. */
        record Busy() implements Outcome {}
    }

    private final LiveAccounts accounts;
    private final Sessions sessions;
    private final Patience known;
    private final Patience unknown;
    private final Patience addresses;
    private final PasswordHash nobody = PasswordHash.ofNobody();
    private final Check check;
    private final Semaphore places = new Semaphore(AT_A_TIME);

    /** How a password is compared. */
    @FunctionalInterface
    interface Check {
        boolean matches(PasswordHash kept, char[] typed);
    }

    public SignIn(LiveAccounts accounts, Sessions sessions, LongSupplier nanos) {
        this(accounts, sessions, nanos, PasswordHash::matches);
    }

    /** With another way to compare, for whoever has no time for hundreds of them. */
    SignIn(LiveAccounts accounts, Sessions sessions, LongSupplier nanos, Check check) {
        this.check = check;
        this.accounts = accounts;
        this.sessions = sessions;
        // Apart, so that a flood of invented names makes no account's failures forgotten.
        this.known = new Patience(FREE_OF_NAME, MOST_KEPT, nanos);
        this.unknown = new Patience(FREE_OF_NAME, MOST_KEPT, nanos);
        this.addresses = new Patience(FREE_OF_ADDRESS, MOST_KEPT, nanos);
    }

    /**
     * Tries a name and a password; takes as long as a hash does.
     *
     * @param password overwritten when this returns
     */
    public Outcome tryIt(String name, char[] password, String address) {
        try {
            return attempt(name, password, address);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private Outcome attempt(String name, char[] password, String address) {
        Optional<Account> account = Account.isName(name) ? accounts.named(name) : Optional.empty();
        Patience names = account.isPresent() ? known : unknown;
        // An account that somebody unlocked has another key, and starts afresh.
        String key = account.map(a -> a.name() + " " + a.unlocks()).orElse(name);
        if (key.length() > PasswordRules.LONGEST) {
            key = key.substring(0, PasswordRules.LONGEST);
        }
        Duration left = names.left(key);
        Duration ofAddress = addresses.left(address);
        if (ofAddress.compareTo(left) > 0) {
            left = ofAddress;
        }
        if (left.isPositive()) {
            return new Outcome.Wait(left);
        }
        if (!places.tryAcquire()) {
            return new Outcome.Busy();
        }
        try {
            // Counted before it is known: many at once get no more tries than one after the other.
            names.failed(key);
            addresses.failed(address);
            boolean tooLong = password.length > PasswordRules.LONGEST;
            boolean right =
                    check.matches(
                                    account.map(Account::password).orElse(nobody),
                                    tooLong ? new char[0] : password)
                            && !tooLong;
            if (!right || account.isEmpty()) {
                return new Outcome.Refused();
            }
        } finally {
            places.release();
        }
        known.forget(key);
        addresses.forget(address);
        return new Outcome.SignedIn(account.get(), sessions.begin(account.get()));
    }

    /** How long this account has to wait yet; zero when not at all. */
    public Duration waits(Account account) {
        return known.left(account.name() + " " + account.unlocks());
    }
}
