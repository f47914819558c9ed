package org.medsendx.uplink.storage;

/**
 * How large the parts of an upload are: what the link carried in ten seconds of late, between two
 * bounds, and the least after a break until uploads went through without one. A small part costs
 * little when the link breaks, a large one fewer answers to wait for. Thread safe.
 */
final class PartSize {

    /** Amazon S3 User Guide, Multipart upload limits. */
    private static final int MOST_PARTS = 10_000;

    private static final double SECONDS = 10;
    private static final long STEP = 1 << 20;

    // Of the latest part, as much as of all before.
    private static final double WEIGHT = 0.5;

    private final long least;
    private final long most;
    private double bytesPerSecond;
    private long trusted;

    PartSize(long least, long most) {
        this.least = least;
        this.most = most;
        this.trusted = least;
    }

    /** A part was sent and answered. */
    synchronized void sent(long bytes, long nanos) {
        double rate = bytes * 1e9 / Math.max(nanos, 1);
        bytesPerSecond = bytesPerSecond == 0 ? rate : WEIGHT * rate + (1 - WEIGHT) * bytesPerSecond;
    }

    /** An upload came to its end without a break: parts may be twice as large. */
    synchronized void unbroken() {
        trusted = Math.min(most, 2 * trusted);
    }

    /** A part broke off. */
    synchronized void broken() {
        trusted = least;
    }

    /**
     * The size of the parts of an object.
     *
     * @param bytes of the object; it fits into as many parts as S3 takes, whatever the bounds say
     */
    synchronized long next(long bytes) {
        long carried = Math.clamp((long) (bytesPerSecond * SECONDS), least, trusted);
        long whole = carried < least + STEP ? least : carried / STEP * STEP;
        return Math.max(whole, Math.ceilDiv(bytes, MOST_PARTS));
    }
}
