package org.medsendx.uplink.messaging;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.deidentified.DerivedCreated;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.ScanOutcome;
import org.medsendx.contracts.deidentified.ScanReviewed;
import org.medsendx.outbox.kafka.RecordTaker;
import org.medsendx.servicehealth.WorkWatch;
import org.medsendx.uplink.service.UplinkService;
import org.medsendx.uplink.telemetry.UplinkMetrics;

/**
 * What the border and the segmenter say, from the truck's broker. A record is acknowledged when
 * what it asks for is on disk; nothing remote happens here.
 */
// At the start, not with the first record: its part of the work and its counters are there then.
@Startup
@ApplicationScoped
class UplinkConsumers {

    private final UplinkService uplink;
    private final UplinkMetrics metrics;
    private final RecordTaker taker;

    UplinkConsumers(UplinkService uplink, UplinkMetrics metrics, WorkWatch work) {
        this.uplink = uplink;
        this.metrics = metrics;
        this.taker = new RecordTaker(uplink::keepDeadLetter);
        work.watch("records", taker::state);
    }

    @Incoming("deidentified")
    @Blocking
    void deidentified(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        take(InstanceDeidentified.class, message);
    }

    @Incoming("derived")
    @Blocking
    void derived(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        take(DerivedCreated.class, message);
    }

    @Incoming("assessed")
    @Blocking
    void assessed(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        take(ScanAssessed.class, message);
    }

    @Incoming("reviewed")
    @Blocking
    void reviewed(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        take(ScanReviewed.class, message);
    }

    @Incoming("features")
    @Blocking
    void features(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        take(ScanFeatures.class, message);
    }

    @Incoming("outcomes")
    @Blocking
    void outcomes(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        take(ScanOutcome.class, message);
    }

    private <P extends Payload> void take(Class<P> payload, ConsumerRecord<byte[], byte[]> message)
            throws InterruptedException {
        if (!taker.take(payload, message, event -> uplink.events().take(event))) {
            metrics.unreadable();
        }
    }

    void stop(@Observes @Priority(RecordTaker.STOPS) ShutdownEvent event) {
        taker.close();
    }
}
