package org.medsendx.ingest.service;

import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.identified.OrderMatch;
import org.medsendx.ingest.intake.OrderCheck;
import org.medsendx.ingest.orders.Imaged;
import org.medsendx.ingest.orders.OrderBook;
import org.medsendx.ingest.orders.OrderMatching;
import org.medsendx.ingest.telemetry.OrderMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the orders of an image, counts what they say, and never stands in its way. */
final class CheckedOrders implements OrderCheck {

    private static final Logger LOG = LoggerFactory.getLogger(CheckedOrders.class);

    private final OrderMatching matching;
    private final OrderMetrics metrics;

    private final boolean holding;

    /**
     * @param holding whether an image that differs from its order waits for a person
     */
    CheckedOrders(OrderBook book, OrderMetrics metrics, boolean holding) {
        this.holding = holding;
        this.matching = new OrderMatching(book);
        this.metrics = metrics;
    }

    @Override
    public boolean holds(OrderMatch match) {
        return holding && match.check() == OrderMatch.Check.DIFFERS;
    }

    @Override
    public @Nullable OrderMatch check(Imaged imaged) {
        try {
            var match = matching.match(imaged);
            if (match != null) {
                metrics.checked(match);
            }
            return match;
        } catch (RuntimeException e) {
            // An image is taken whatever its order says; the exception may quote either.
            LOG.error("the orders could not be asked: {}", e.getClass().getName());
            return null;
        }
    }
}
