package org.medsendx.anonymizer.messaging;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.medsendx.anonymizer.ledger.LedgerEntry;
import org.medsendx.anonymizer.running.RunningBorder;
import org.medsendx.anonymizer.telemetry.AnonymizerMetrics;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.outbox.kafka.RecordTaker;
import org.medsendx.servicehealth.WorkWatch;
import org.medsendx.servicehealth.traces.StageSpans;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes received instances from the truck's broker. A message is acknowledged when the decision,
 * the clean file and the event are on disk; a local fault (disk full) is waited for, never skipped.
 */
// At the start, not with the first record: its part of the work and its counters are there then.
@Startup
@ApplicationScoped
public class ReceivedInstanceConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(ReceivedInstanceConsumer.class);

    private final RunningBorder running;
    private final AnonymizerMetrics metrics;
    private final RecordTaker taker;
    private final StageSpans spans;

    ReceivedInstanceConsumer(
            RunningBorder running, AnonymizerMetrics metrics, WorkWatch work, StageSpans spans) {
        this.spans = spans;
        this.running = running;
        this.metrics = metrics;
        this.taker = new RecordTaker(running::keepDeadLetter);
        work.watch("records", taker::state);
    }

    @Incoming("received")
    @Blocking(value = "deidentification", ordered = false)
    void receive(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        if (!taker.take(InstanceReceived.class, message, this::decide)) {
            metrics.unreadable();
        }
    }

    void stop(@Observes @Priority(RecordTaker.STOPS) ShutdownEvent event) {
        taker.close();
    }

    /** Makes the decision, once, and tells it; for what was not delivered too. */
    void decide(Event<InstanceReceived> event) throws IOException {
        if (running.ledger().forgot(event.data().objectId())) {
            // Decided, told, and at its end long ago; only an old outbox can ask again.
            return;
        }
        long start = System.nanoTime();
        LedgerEntry entry;
        try (var span = spans.begin("border", event.traceparent(), event.data().objectId())) {
            entry =
                    running.border()
                            .decide(
                                    event.data(),
                                    event.traceparent(),
                                    step -> span.done(step.name().toLowerCase(Locale.ROOT)));
            running.announcements().tell(entry, event.traceparent());
            span.done("announced");
            span.outcome(
                    entry.decision() instanceof LedgerEntry.Decision.Released
                            ? "released"
                            : "withheld");
        }
        metrics.decided(entry, Duration.ofNanos(System.nanoTime() - start));
        switch (entry.decision()) {
            case LedgerEntry.Decision.Released released ->
                    LOG.debug("released {}", entry.objectId());
            case LedgerEntry.Decision.Withheld withheld ->
                    LOG.info("withheld {}: {}", entry.objectId(), withheld.reasons());
        }
    }
}
