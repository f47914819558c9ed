package org.medsendx.segmenter.messaging;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.outbox.CatchUp;
import org.medsendx.segmenter.config.SegmenterConfig;
import org.medsendx.segmenter.storage.ScanLedger;

/**
 * Assesses scans whose events were never delivered: the anonymizer's outbox on the volume {@code
 * deidentified} tells of every released instance, the ledger of those that were assessed.
 */
@ApplicationScoped
public class MissedScans {

    private final SegmenterConfig config;
    private final DeidentifiedConsumer consumer;
    private final ScanLedger ledger;
    private final MeterRegistry meters;
    private @Nullable CatchUp catchUp;

    public MissedScans(
            SegmenterConfig config,
            DeidentifiedConsumer consumer,
            ScanLedger ledger,
            MeterRegistry meters) {
        this.config = config;
        this.consumer = consumer;
        this.ledger = ledger;
        this.meters = meters;
    }

    void start(@Observes @Priority(3000) StartupEvent event) {
        var started =
                CatchUp.start(
                        config.deidentifiedDir().resolve("anonymizer").resolve("outbox"),
                        config.derivedDir().resolve("segmenter").resolve("anonymizer-cursor"),
                        new Assessing(consumer, ledger),
                        new CatchUp.Timing(
                                config.catchUp().grace(),
                                config.catchUp().every(),
                                Duration.ofDays(7)));
        catchUp = started;
        FunctionCounter.builder("medsendx.segmenter.undelivered", started, CatchUp::taken)
                .description("Scans that were assessed although their event never came")
                .register(meters);
        Gauge.builder("medsendx.segmenter.faulty", started, CatchUp::faulty)
                .description("Scans whose assessment fails again and again")
                .strongReference(true)
                .register(meters);
    }

    void stop(@Observes @Priority(100) ShutdownEvent event) {
        if (catchUp != null) {
            catchUp.close();
        }
    }

    /** What this service does, as a stage. */
    private record Assessing(DeidentifiedConsumer consumer, ScanLedger ledger)
            implements CatchUp.Stage {

        @Override
        public boolean concerns(Event<?> event) {
            return event.data() instanceof InstanceDeidentified;
        }

        @Override
        public boolean knows(Event<?> event) throws IOException {
            var instance = instance(event);
            return ledger.contains(instance.objectId(), instance.copy().content().sha256());
        }

        @Override
        public void take(Event<?> event) throws IOException, InterruptedException {
            consumer.assess(
                    new Event<>(
                            event.id(),
                            event.source(),
                            event.sequence(),
                            event.epoch(),
                            event.traceparent(),
                            instance(event)));
        }

        private static InstanceDeidentified instance(Event<?> event) {
            if (event.data() instanceof InstanceDeidentified instance) {
                return instance;
            }
            throw new IllegalArgumentException("not an event of the anonymizer");
        }
    }
}
