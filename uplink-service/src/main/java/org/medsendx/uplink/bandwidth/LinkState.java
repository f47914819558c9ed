package org.medsendx.uplink.bandwidth;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.medsendx.outbox.LinkNow;

/**
 * What waits for the link, for how long at this rate, and what the data plan has left.
 *
 * @param waitingObjects objects to be uploaded, parked ones not counted
 * @param waitingBytes of them and their reports
 * @param urgentObjects those of urgent studies among them
 * @param oldest when the one that has waited longest came in, or null when none waits
 * @param bytesPerSecond what went of late, while something went; null when nothing has yet
 * @param limitBytesPerSecond the limit of this hour; null for none
 * @param secondsLeft until all that waits has gone at the lower of the two; null when nobody knows
 * @param monthBegan the first day of the plan's month, or of the calendar's
 * @param sentThisMonth bytes
 * @param planBytes of the month, or null without a plan
 * @param planLeft bytes, or null without a plan
 * @param closedBecause why nothing but perhaps the urgent goes now: {@code data-plan-used-up} or
 *     {@code hour-closed}; null when all may
 * @param urgentGo whether the urgent go although it is closed
 */
public record LinkState(
        long waitingObjects,
        long waitingBytes,
        long urgentObjects,
        long urgentBytes,
        @Nullable Instant oldest,
        @Nullable Long bytesPerSecond,
        @Nullable Long limitBytesPerSecond,
        @Nullable Long secondsLeft,
        LocalDate monthBegan,
        long sentThisMonth,
        @Nullable Long planBytes,
        @Nullable Long planLeft,
        @Nullable String closedBecause,
        boolean urgentGo) {

    /**
     * What waits, of all destinations.
     *
     * @param bytes of objects and their reports
     * @param urgentObjects those of urgent studies among them
     * @param oldest when the one that has waited longest came in, or null when none waits
     */
    public record Waiting(
            long objects,
            long bytes,
            long urgentObjects,
            long urgentBytes,
            @Nullable Instant oldest) {

        /** Nothing. */
        public static final Waiting NOTHING = new Waiting(0, 0, 0, 0, null);

        /** Both; what waits for two destinations goes over the link twice. */
        public Waiting plus(Waiting other) {
            return new Waiting(
                    objects + other.objects,
                    bytes + other.bytes,
                    urgentObjects + other.urgentObjects,
                    urgentBytes + other.urgentBytes,
                    earlier(oldest, other.oldest));
        }

        private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return one.isBefore(other) ? one : other;
        }
    }

    /** How it stands now. */
    public static LinkState of(Bandwidth bandwidth, Waiting waiting, Instant now) {
        var limits = bandwidth.decision().limits();
        long measured = Math.round(bandwidth.throughput());
        Long limit = limits.rateAt(now);
        long sent = bandwidth.sentThisMonth();
        var plan = limits.plan();
        return new LinkState(
                waiting.objects(),
                waiting.bytes(),
                waiting.urgentObjects(),
                waiting.urgentBytes(),
                waiting.oldest(),
                measured == 0 ? null : measured,
                limit,
                secondsLeft(waiting.bytes(), measured, limit),
                limits.monthOf(now),
                sent,
                plan == null ? null : plan.bytes(),
                plan == null ? null : Math.max(0, plan.bytes() - sent),
                bandwidth.closedBecause(),
                limits.urgentAlways());
    }

    /**
     * In the form in which the truck's other pages get it.
     *
     * @param storeHolds whether all wait for the store
     * @param cloudConnected whether the cloud's broker took the last events
     * @param clockAheadSeconds how far the truck's clock is ahead of the store's, or null
     */
    public LinkNow told(
            boolean storeHolds, boolean cloudConnected, @Nullable Double clockAheadSeconds) {
        return new LinkNow(
                waitingObjects,
                waitingBytes,
                oldest,
                bytesPerSecond,
                secondsLeft,
                sentThisMonth,
                planBytes,
                planLeft,
                closedBecause,
                storeHolds,
                cloudConnected,
                clockAheadSeconds);
    }

    private static @Nullable Long secondsLeft(long bytes, long measured, @Nullable Long limit) {
        if (bytes == 0) {
            return 0L;
        }
        long rate = limit == null ? measured : measured == 0 ? limit : Math.min(limit, measured);
        return rate == 0 ? null : Math.ceilDiv(bytes, rate);
    }
}
