package org.medsendx.segmenter.turns;

import java.util.concurrent.Semaphore;

/**
 * Memory that scans share while they are read. A scan waits until there is enough for what it takes
 * at most, in the order they ask; one that takes more than there is has all of it to itself. Small
 * ones wait for no memory: as many as are read at once have room beside the others.
 *
 * <p>What a scan takes at most is what its header says, and a hostile stream may take more. So a
 * scan that finds no memory may be the neighbour of one that has it: it is read once more with
 * nobody else inside, and what it finds then is of its own making.
 *
 * <p>Who is inside waits for nobody else, and who waits to be alone is outside, so nothing waits in
 * a circle. Thread safe.
 */
public final class Room {

    /** What small scans take together is beside the room: a quarter of it for eight of them. */
    private static final int SMALL = 32;

    private static final int UNIT = 1024;

    private final int units;
    private final Semaphore free;

    /** One for each that is inside, all for one that is alone; who asks first is first. */
    private final Semaphore inside = new Semaphore(Integer.MAX_VALUE, true);

    /**
     * @param bytes that scans may take together
     */
    public Room(long bytes) {
        this.units = (int) Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
        this.free = new Semaphore(units, true);
    }

    /** Three quarters of this process's heap. */
    public static Room ofHeap() {
        return new Room(Runtime.getRuntime().maxMemory() / 4 * 3);
    }

    /**
     * What takes memory.
     *
     * @param <X> how it fails, but for want of memory
     */
    @FunctionalInterface
    public interface Work<T, X extends Exception> {
        T done() throws X;
    }

    /**
     * Does something in the room, and when memory does not suffice once more with nobody else
     * inside.
     *
     * @param bytes what it takes at most
     * @param work may be done twice
     * @param tooLarge what is done, outside, when memory did not suffice alone either
     */
    public <T, X extends Exception> T use(long bytes, Work<T, X> work, Work<T, X> tooLarge)
            throws X, InterruptedException {
        try (var _ = enter(bytes)) {
            return work.done();
        } catch (OutOfMemoryError e) {
            // A neighbour may have had it, of which nothing is left when this one is alone.
        }
        try (var _ = enterAlone()) {
            return work.done();
        } catch (OutOfMemoryError e) {
            return tooLarge.done();
        }
    }

    /** What was given to one scan. */
    public final class Given implements AutoCloseable {

        private final int memory;
        private final int places;

        private Given(int memory, int places) {
            this.memory = memory;
            this.places = places;
        }

        @Override
        public void close() {
            inside.release(places);
            free.release(memory);
        }
    }

    /**
     * Waits for room.
     *
     * @param bytes what a scan takes at most
     */
    public Given enter(long bytes) throws InterruptedException {
        int wanted = (int) Math.min(units, Math.ceilDiv(bytes, UNIT));
        int memory = wanted <= units / SMALL ? 0 : wanted;
        if (memory > 0) {
            // None is not asked for: that would wait behind who waits.
            free.acquire(memory);
        }
        try {
            inside.acquire();
        } catch (InterruptedException e) {
            free.release(memory);
            throw e;
        }
        return new Given(memory, 1);
    }

    private Given enterAlone() throws InterruptedException {
        inside.acquire(Integer.MAX_VALUE);
        return new Given(0, Integer.MAX_VALUE);
    }
}
