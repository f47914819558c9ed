package org.medsendx.ingest.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.medsendx.contracts.identified.OrderMatch;
import org.medsendx.ingest.orders.Order;
import org.medsendx.ingest.orders.OrderBook;
import org.medsendx.ingest.orders.OrderImport;

/** Counts orders, and how images fit them. Labels are codes, never anything of a patient. */
@Singleton
public final class OrderMetrics {

    private final MeterRegistry meters;

    public OrderMetrics(MeterRegistry meters) {
        this.meters = meters;
        for (var check : OrderMatch.Check.values()) {
            checks(check);
        }
        for (var outcome : new String[] {"taken", "cancelled", "refused"}) {
            imports(outcome);
        }
    }

    /** Shows how many orders there are, by how far they are. */
    public void watch(OrderBook book) {
        for (var state : Order.State.values()) {
            Gauge.builder(
                            "medsendx.ingest.orders",
                            book,
                            one -> one.counts().getOrDefault(state, 0))
                    .description("Orders on the truck by how far they are")
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .strongReference(true)
                    .register(meters);
        }
        Gauge.builder("medsendx.ingest.orders.unreadable", book, OrderBook::unreadable)
                .description("Orders whose files could not be read at the start")
                .strongReference(true)
                .register(meters);
    }

    private Counter checks(OrderMatch.Check check) {
        return Counter.builder("medsendx.ingest.order.checks")
                .description("Images by how they and the orders fit")
                .tag("check", check.name().toLowerCase(Locale.ROOT))
                .register(meters);
    }

    private Counter imports(String outcome) {
        return Counter.builder("medsendx.ingest.order.imports")
                .description("Orders by what became of them at their import")
                .tag("outcome", outcome)
                .register(meters);
    }

    /** An image was compared. */
    public void checked(OrderMatch match) {
        checks(match.check()).increment();
    }

    /** Orders came. */
    public void imported(OrderImport.Report report) {
        imports("taken").increment(report.taken());
        imports("cancelled").increment(report.cancelled());
        imports("refused").increment(report.refusals());
    }
}
