package org.medsendx.ingest.orders;

import java.io.IOException;
import java.time.Instant;
import org.medsendx.ingest.store.DataSetText;

/**
 * An {@link Order} as its file has it.
 *
 * @param items its data set, as {@link DataSetText}
 */
public record OrderLine(
        String key, String items, Order.State state, Instant importedAt, Instant expiresAt) {

    static OrderLine of(Order order) throws IOException {
        return new OrderLine(
                order.key(),
                DataSetText.of(order.items()),
                order.state(),
                order.importedAt(),
                order.expiresAt());
    }

    Order order() throws IOException {
        return new Order(key, DataSetText.read(items), state, importedAt, expiresAt);
    }

    /** Names it by its key alone. */
    @Override
    public String toString() {
        return "OrderLine[" + key + "]";
    }
}
