package org.medsendx.miner.listing;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that is made of something else, made again only when that is another object, by one
 * thread at a time.
 *
 * <p>Who asks while it is being made waits, and takes what came out if its source was looked at
 * after they had asked: so nobody gets what was old already when they asked, and however many ask
 * at once, and however fast the source changes, it is made twice at most. What could not be made is
 * thrown at who tried, and tried again by the next. Thread safe.
 *
 * @param <S> what it is made of: never changes, another one takes its place
 * @param <T> what is made
 */
public final class Derived<S, T> {

    private final Supplier<? extends S> source;
    private final Function<? super S, ? extends T> make;
    private final ReentrantLock making = new ReentrantLock();
    private @Nullable Made<S, T> latest;

    /**
     * @param lookedAt when the source was asked for it
     */
    private record Made<S, T>(S of, T value, long lookedAt) {}

    /**
     * @param source of what it is made; cheap, and the same object as long as nothing changed
     */
    public Derived(Supplier<? extends S> source, Function<? super S, ? extends T> make) {
        this.source = source;
        this.make = make;
    }

    /** What is made of what the source is now, or became while this waited. */
    @SuppressWarnings("ReferenceEquality") // the same object is the same; equals may be long
    public T get() {
        long asked = System.nanoTime();
        making.lock();
        try {
            var known = latest;
            // Differences, since such a clock may pass its end.
            if (known != null && known.lookedAt() - asked > 0) {
                return known.value();
            }
            long looked = System.nanoTime();
            S now = source.get();
            if (known != null && known.of() == now) {
                return known.value();
            }
            var made = new Made<S, T>(now, make.apply(now), looked);
            latest = made;
            return made.value();
        } finally {
            making.unlock();
        }
    }
}
