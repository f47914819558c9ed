package org.medsendx.accounts;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How long somebody has to wait who has failed: not at all for the first failures, then a minute,
 * then twice as long each time, up to a quarter of an hour. A wait ends by itself; a success
 * forgets it, and so does a day without failure. Keeps a bounded number of keys, and forgets those
 * that failed longest ago. Thread safe.
 */
final class Patience {

    static final Duration FIRST = Duration.ofMinutes(1);
    static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration FORGOTTEN = Duration.ofDays(1);

    private record Failures(int count, long last, long until) {}

    private final int free;
    private final int most;
    private final LongSupplier nanos;
    private final LinkedHashMap<String, Failures> failures = new LinkedHashMap<>();

    /**
     * @param free how many failures cost nothing
     * @param most how many keys are kept
     */
    Patience(int free, int most, LongSupplier nanos) {
        this.free = free;
        this.most = most;
        this.nanos = nanos;
    }

    /** How long this key has to wait; zero when not at all. */
    synchronized Duration left(String key) {
        Failures failed = failures.get(key);
        return failed == null
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, failed.until - nanos.getAsLong()));
    }

    synchronized void failed(String key) {
        long now = nanos.getAsLong();
        // Put last again: the eldest entry is the one that failed longest ago.
        Failures before = failures.remove(key);
        int count =
                before == null || now - before.last > FORGOTTEN.toNanos() ? 1 : before.count + 1;
        failures.put(key, new Failures(count, now, now + wait(count).toNanos()));
        if (failures.size() > most) {
            failures.remove(failures.keySet().iterator().next());
        }
    }

    private Duration wait(int count) {
        if (count < free) {
            return Duration.ZERO;
        }
        long factor = 1L << Math.min(10, count - free);
        Duration wait = FIRST.multipliedBy(factor);
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }

    synchronized void forget(String key) {
        failures.remove(key);
    }

    /** How many are kept. */
    synchronized int size() {
        return failures.size();
    }

    /** Who waits now, and how long. */
    synchronized Map<String, Duration> waiting() {
        var waiting = new LinkedHashMap<String, Duration>();
        failures.keySet()
                .forEach(key -> {
                    if (left(key).isPositive()) {
                        waiting.put(key, left(key));
                    }
                });
        return waiting;
    }
}
