package org.medsendx.ingest.intake;

import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.identified.OrderMatch;
import org.medsendx.ingest.orders.Imaged;

/**
 * Says what the orders on the truck tell of an image. Whatever it says, the image is kept: a name
 * that was mistyped is told, and loses nothing.
 */
@FunctionalInterface
public interface OrderCheck {

    /** On a truck without orders. */
    OrderCheck NONE = imaged -> null;

    /** What the orders say, or null when there are none. */
    @Nullable OrderMatch check(Imaged imaged);

    /** Whether an image of which that is said waits for a person, before anything is made of it. */
    default boolean holds(OrderMatch match) {
        return false;
    }
}
