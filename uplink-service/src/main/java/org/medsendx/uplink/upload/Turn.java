package org.medsendx.uplink.upload;

import java.util.function.BooleanSupplier;
import org.medsendx.uplink.bandwidth.Bandwidth;
import org.medsendx.uplink.bandwidth.Line;

/**
 * What the attempt on this thread has to know of the queue it comes from and of the link that it
 * shares. Bound to the thread, so that whatever stands between queue and bytes (guards, retries,
 * clients of each kind of destination) need not hand it on.
 *
 * @param bandwidth the link, one for all destinations
 * @param line of its destination
 * @param urgent whether the object stands in no line
 * @param moreUrgent whether something waits that goes before this object
 */
record Turn(Bandwidth bandwidth, Line line, boolean urgent, BooleanSupplier moreUrgent) {

    static final ScopedValue<Turn> CURRENT = ScopedValue.newInstance();

    /** The one of this thread; without one, nothing else is on the link. */
    static Turn current() {
        return CURRENT.isBound()
                ? CURRENT.get()
                : new Turn(Bandwidth.unlimited(), new Line(), true, () -> false);
    }

    /** Whether the object has to make room, between two of its parts. */
    boolean isOver() {
        return !bandwidth.isOpen(urgent) || moreUrgent.getAsBoolean();
    }
}
