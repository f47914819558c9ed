package org.medsendx.outbox.work;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * All parts of a service's work, each with its state: relays, consumers, streams, threads.
 *
 * <p>Liveness is of the work and of nothing remote: a part that has ended makes the service dead, a
 * broker that is away does not. What needs a person or time, but no restart, makes it not ready.
 * Looking is cheap and asks nothing remote, so that a probe may do it. Thread safe.
 */
public final class WorkHealth {

    private final Map<String, Supplier<WorkState>> parts = new ConcurrentSkipListMap<>();

    /**
     * Adds a part.
     *
     * @param part its name in health answers and metrics, such as {@code relay-released}
     * @param state looks at it; not for long
     * @throws IllegalArgumentException when there is one of this name
     */
    public void watch(String part, Supplier<WorkState> state) {
        if (parts.putIfAbsent(part, state) != null) {
            throw new IllegalArgumentException("two parts of the work are named " + part);
        }
    }

    /** The state of a part that is a thread: it works until it has ended. */
    public static Supplier<WorkState> of(BooleanSupplier alive) {
        return () -> alive.getAsBoolean() ? WorkState.WORKING : WorkState.STOPPED;
    }

    /** One look at all parts, by name. */
    public Map<String, WorkState> states() {
        var states = new TreeMap<String, WorkState>();
        parts.forEach((part, state) -> states.put(part, state.get()));
        return states;
    }
}
