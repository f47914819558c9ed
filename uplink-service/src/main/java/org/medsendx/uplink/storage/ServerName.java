package org.medsendx.uplink.storage;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Consumer;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Hears the name by which the store's server answers (RFC 9110, 10.2.4): with another one it may be
 * another store, or another version of it.
 */
@ApplicationScoped
public class ServerName implements ExecutionInterceptor {

    private volatile Consumer<String> listener = name -> {};

    /** Has each name told to somebody. */
    void tell(Consumer<String> listener) {
        this.listener = listener;
    }

    @Override
    public void afterTransmission(
            Context.AfterTransmission context, ExecutionAttributes executionAttributes) {
        // What stands in between and cannot reach the store has a name of its own.
        if (context.httpResponse().isSuccessful()) {
            context.httpResponse().firstMatchingHeader("Server").ifPresent(listener);
        }
    }
}
