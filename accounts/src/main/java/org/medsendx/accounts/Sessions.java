package org.medsendx.accounts;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.medsendx.contracts.Sha256;

/**
 * Who is signed in. A session has 256 random bits that its browser alone knows; what is kept is
 * their SHA-256. It ends after a while without a request, after the longest time in any case, when
 * somebody signs out, when the account is removed or gets another password or role, and with the
 * process. An account has at most {@value #MOST_OF_ONE}, and the eldest ends for a new one. Thread
 * safe.
 */
public final class Sessions {

    /** So many at a time of one account. */
    public static final int MOST_OF_ONE = 8;

    private static final int TOKEN_BYTES = 32;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

    private record Session(String name, String stamp, long begun, long used) {}

    private final LiveAccounts accounts;
    private final Duration idle;
    private final Duration longest;
    private final LongSupplier nanos;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> sessions = new HashMap<>();

    /**
     * @param idle a session ends when it was not used for so long
     * @param longest a session ends when it began so long ago
     */
    public Sessions(LiveAccounts accounts, Duration idle, Duration longest, LongSupplier nanos) {
        if (!idle.isPositive() || longest.compareTo(idle) < 0) {
            throw new IllegalArgumentException(
                    "a session may be idle for some time, and no longer than it lasts");
        }
        this.accounts = accounts;
        this.idle = idle;
        this.longest = longest;
        this.nanos = nanos;
    }

    /** Begins a session, always with a token of its own: nobody brings one along. */
    synchronized String begin(Account account) {
        long now = nanos.getAsLong();
        sessions.values().removeIf(session -> ended(session, now));
        var own =
                sessions.entrySet().stream()
                        .filter(e -> e.getValue().name.equals(account.name()))
                        .sorted(
                                // Differences: the clock may pass the end of its numbers.
                                Comparator.comparingLong(e -> e.getValue().begun - now))
                        .map(Map.Entry::getKey)
                        .toList();
        own.stream().limit(Math.max(0, own.size() + 1L - MOST_OF_ONE)).forEach(sessions::remove);
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        sessions.put(key(token), new Session(account.name(), account.stamp(), now, now));
        return token;
    }

    /** Whose session this is; asking is a use of it. */
    public Optional<Account> of(String token) {
        if (!TOKEN.matcher(token).matches()) {
            return Optional.empty();
        }
        String key = key(token);
        Session session;
        synchronized (this) {
            session = sessions.get(key);
            long now = nanos.getAsLong();
            if (session == null) {
                return Optional.empty();
            }
            if (ended(session, now)) {
                sessions.remove(key);
                return Optional.empty();
            }
            sessions.put(key, new Session(session.name, session.stamp, session.begun, now));
        }
        var account = accounts.named(session.name);
        if (account.isEmpty() || !account.get().stamp().equals(session.stamp)) {
            end(token);
            return Optional.empty();
        }
        return account;
    }

    /** Ends one. */
    public synchronized void end(String token) {
        sessions.remove(key(token));
    }

    /** How many there are. */
    public synchronized int size() {
        long now = nanos.getAsLong();
        sessions.values().removeIf(session -> ended(session, now));
        return sessions.size();
    }

    private boolean ended(Session session, long now) {
        return now - session.used >= idle.toNanos() || now - session.begun >= longest.toNanos();
    }

    private static String key(String token) {
        return Sha256.of(token.getBytes(StandardCharsets.US_ASCII));
    }
}
