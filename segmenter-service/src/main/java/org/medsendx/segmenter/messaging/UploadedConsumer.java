package org.medsendx.segmenter.messaging;

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
import org.medsendx.contracts.Event;
import org.medsendx.contracts.deidentified.InstanceDelivered;
import org.medsendx.contracts.deidentified.InstanceUploaded;
import org.medsendx.outbox.kafka.DeadLetters;
import org.medsendx.outbox.kafka.RecordTaker;
import org.medsendx.outbox.retention.Confirmation;
import org.medsendx.outbox.retention.ConfirmedFiles;
import org.medsendx.segmenter.retention.UploadedFiles;
import org.medsendx.servicehealth.WorkWatch;

/**
 * Takes {@code instances.uploaded.v1} and {@code instances.delivered.v1}: which derived files every
 * destination has that they are meant for, so that they may go.
 */
// At the start, not with the first record: its part of the work and its counters are there then.
@Startup
@ApplicationScoped
public class UploadedConsumer {

    private final ConfirmedFiles files;
    private final RecordTaker taker;

    public UploadedConsumer(ConfirmedFiles files, DeadLetters deadLetters, WorkWatch work) {
        this.files = files;
        this.taker = new RecordTaker(deadLetters::keep);
        work.watch("uploaded-records", taker::state);
    }

    /** One record. Returning acknowledges it. */
    @Incoming("instances-uploaded")
    @Blocking
    public void consume(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        taker.take(InstanceUploaded.class, message, this::confirmed);
    }

    /** One record about a destination beside the bucket. Returning acknowledges it. */
    @Incoming("instances-delivered")
    @Blocking
    public void delivered(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        taker.take(InstanceDelivered.class, message, this::delivered);
    }

    private void confirmed(Event<InstanceUploaded> event) throws IOException {
        if (event.data().settled()) {
            settled(Confirmation.of(event.data(), Instant.now()));
        }
    }

    private void delivered(Event<InstanceDelivered> event) throws IOException {
        if (event.data().settled()) {
            settled(Confirmation.of(event.data(), Instant.now()));
        }
    }

    private void settled(Confirmation confirmation) throws IOException {
        // Instances and their reports are not ours.
        if (UploadedFiles.kind(confirmation.what()) != null) {
            files.add(confirmation);
        }
    }

    void stop(@Observes @Priority(RecordTaker.STOPS) ShutdownEvent event) {
        taker.close();
    }
}
