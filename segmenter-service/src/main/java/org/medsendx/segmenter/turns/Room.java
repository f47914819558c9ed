package org.medsendx.segmenter.turns;

import java.util.concurrent.Semaphore;

/**
 * Memory that scans share while they are read. A scan waits until there is enough for what it takes
 * at most, in the order they ask; one that takes more than there is has all of it to itself. Small
 * ones never wait: as many as are read at once have room beside the others.
 *
 * <p>Who is inside waits for nobody else, so nothing waits in a circle. Thread safe.
 */
public final class Room {

    /** What small scans take together is beside the room: a quarter of it for eight of them. */
    private static final int SMALL = 32;

    private static final int UNIT = 1024;

    private final int units;
    private final Semaphore free;

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

    /** What was given to one scan. */
    public final class Given implements AutoCloseable {

        private final int taken;

        private Given(int taken) {
            this.taken = taken;
        }

        @Override
        public void close() {
            free.release(taken);
        }
    }

    /**
     * Waits for room.
     *
     * @param bytes what a scan takes at most
     */
    public Given enter(long bytes) throws InterruptedException {
        int wanted = (int) Math.min(units, Math.ceilDiv(bytes, UNIT));
        if (wanted <= units / SMALL) {
            return new Given(0);
        }
        free.acquire(wanted);
        return new Given(wanted);
    }
}
