package org.medsendx.anonymizer.messaging;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.medsendx.anonymizer.running.RunningBorder;
import org.medsendx.anonymizer.telemetry.AnonymizerMetrics;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.deidentified.InstanceDelivered;
import org.medsendx.contracts.deidentified.InstanceUploaded;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.outbox.kafka.RecordTaker;
import org.medsendx.outbox.retention.Confirmation;
import org.medsendx.servicehealth.WorkWatch;

/**
 * Hears that released instances have come to their end: with every destination that they are meant
 * for ({@code instances.uploaded.v1}, {@code instances.delivered.v1}) and assessed ({@code
 * scans.assessed.v1}). Then their files and records may go.
 */
// At the start, not with the first record: its part of the work and its counters are there then.
@Startup
@ApplicationScoped
class EndsConsumer {

    private final RunningBorder running;
    private final AnonymizerMetrics metrics;
    private final RecordTaker taker;

    EndsConsumer(RunningBorder running, AnonymizerMetrics metrics, WorkWatch work) {
        this.running = running;
        this.metrics = metrics;
        this.taker = new RecordTaker(running::keepDeadLetter);
        work.watch("ends-records", taker::state);
    }

    @Incoming("uploaded")
    @Blocking
    void uploaded(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        if (!taker.take(InstanceUploaded.class, message, this::uploaded)) {
            metrics.unreadable();
        }
    }

    @Incoming("delivered")
    @Blocking
    void delivered(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        if (!taker.take(InstanceDelivered.class, message, this::delivered)) {
            metrics.unreadable();
        }
    }

    @Incoming("assessed")
    @Blocking
    void assessed(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        if (!taker.take(ScanAssessed.class, message, this::assessed)) {
            metrics.unreadable();
        }
    }

    private void uploaded(Event<InstanceUploaded> event) throws IOException {
        // Derived objects are not ours; what another destination waits for stays.
        if (event.data().kind() == UploadedKind.INSTANCE && event.data().settled()) {
            running.confirmed().add(Confirmation.of(event.data(), Instant.now()));
        }
    }

    private void delivered(Event<InstanceDelivered> event) throws IOException {
        if (event.data().kind() == UploadedKind.INSTANCE && event.data().settled()) {
            running.confirmed().add(Confirmation.of(event.data(), Instant.now()));
        }
    }

    private void assessed(Event<ScanAssessed> event) throws IOException {
        running.confirmed().add(Confirmation.of(event.data(), Instant.now()));
    }

    void stop(@Observes @Priority(RecordTaker.STOPS) ShutdownEvent event) {
        taker.close();
    }
}
