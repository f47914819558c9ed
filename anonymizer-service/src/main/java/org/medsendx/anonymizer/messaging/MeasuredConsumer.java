package org.medsendx.anonymizer.messaging;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.medsendx.anonymizer.running.RunningBorder;
import org.medsendx.anonymizer.telemetry.AnonymizerMetrics;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.deidentified.ScanMeasured;
import org.medsendx.contracts.deidentified.ScanReviewed;
import org.medsendx.outbox.kafka.RecordTaker;
import org.medsendx.servicehealth.WorkWatch;

/**
 * Takes measurements and people's decisions from the truck's broker. A message is acknowledged when
 * its record for the fleet miner is on disk, or what it says until its instance is known.
 */
// At the start, not with the first record: its part of the work and its counters are there then.
@Startup
@ApplicationScoped
public class MeasuredConsumer {

    private final RunningBorder running;
    private final AnonymizerMetrics metrics;
    private final RecordTaker taker;

    MeasuredConsumer(RunningBorder running, AnonymizerMetrics metrics, WorkWatch work) {
        this.running = running;
        this.metrics = metrics;
        this.taker = new RecordTaker(running::keepDeadLetter);
        work.watch("measurements", taker::state);
    }

    @Incoming("measured")
    @Blocking
    void measured(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        take(ScanMeasured.class, message);
    }

    @Incoming("reviewed")
    @Blocking
    void reviewed(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        take(ScanReviewed.class, message);
    }

    private <P extends Payload> void take(Class<P> payload, ConsumerRecord<byte[], byte[]> message)
            throws InterruptedException {
        if (!taker.take(payload, message, event -> running.features().take(event))) {
            metrics.unreadable();
        }
    }

    void stop(@Observes @Priority(RecordTaker.STOPS) ShutdownEvent event) {
        taker.close();
    }
}
