package org.medsendx.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the truck's link stands, as uplink-service says it in {@link WaitingAtUplink} and
 * anonymizer-service passes on in {@link ScansWaiting}: counts, rates and times of the machine,
 * nothing of a scan.
 *
 * @param waitingObjects objects to be sent, of all destinations
 * @param waitingBytes of them
 * @param oldest when the one that has waited longest came in, or null when none waits
 * @param bytesPerSecond what went of late, while something went; null when nothing has yet
 * @param secondsLeft until all that waits has gone; null when nobody knows
 * @param sentThisMonth bytes, in this month of the plan
 * @param planBytes of the month, or null without a plan
 * @param planLeft bytes, or null without a plan
 * @param closedBecause {@code data-plan-used-up} or {@code hour-closed}; null when all may go
 * @param storeHolds whether all wait for the store: it is away, or refuses
 * @param cloudConnected whether the cloud's broker took the last events
 * @param clockAheadSeconds how far the truck's clock is ahead of the store's; null before an answer
 */
public record LinkNow(
        long waitingObjects,
        long waitingBytes,
        @Nullable Instant oldest,
        @Nullable Long bytesPerSecond,
        @Nullable Long secondsLeft,
        long sentThisMonth,
        @Nullable Long planBytes,
        @Nullable Long planLeft,
        @Nullable String closedBecause,
        boolean storeHolds,
        boolean cloudConnected,
        @Nullable Double clockAheadSeconds) {}
