package org.medsendx.ingest.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.ingest.dicom.RetrieveDesk;

/** Counts queries and retrieves of what the truck holds. Labels are codes. */
@Singleton
public final class QueryMetrics implements RetrieveDesk.Observer {

    private static final int NOT_AUTHORIZED = 0x0124;

    private final MeterRegistry meters;

    public QueryMetrics(MeterRegistry meters) {
        this.meters = meters;
        for (var operation : new String[] {"find", "move", "get"}) {
            for (var outcome : new String[] {"answered", "not-all", "denied"}) {
                requests(operation, outcome);
            }
        }
    }

    private Counter requests(String operation, String outcome) {
        return Counter.builder("medsendx.ingest.queries")
                .description("Queries for what is held, and its retrieves, by how they were met")
                .tag("operation", operation)
                .tag("outcome", outcome)
                .register(meters);
    }

    @Override
    public void asked(String operation, StoreStatus status) {
        String otherwise = status.code() == NOT_AUTHORIZED ? "denied" : "not-all";
        requests(operation, status.success() ? "answered" : otherwise).increment();
    }
}
