package org.medsendx.anonymizer.messaging.uplink;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.deidentified.DerivedCreated;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScanMeasured;
import org.medsendx.outbox.kafka.RecordTaker;
import org.medsendx.servicehealth.WorkWatch;

/**
 * What the segmenter says, from the truck's broker. A record is acknowledged when what it asks for
 * is on disk; nothing remote happens here.
 */
@ApplicationScoped
class UplinkConsumers {

    private final UplinkService uplink;
    private final UplinkMetrics metrics;
    private final RecordTaker taker;

    UplinkConsumers(UplinkService uplink, UplinkMetrics metrics, WorkWatch work) {
        this.uplink = uplink;
        this.metrics = metrics;
        this.taker = new RecordTaker(uplink::keepDeadLetter);
        work.watch("uplink-records", taker::state);
    }

    @Incoming("uplink-derived")
    @Blocking
    void derived(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        take(DerivedCreated.class, message, event -> uplink.events().derived(event));
    }

    @Incoming("uplink-assessed")
    @Blocking
    void assessed(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        take(ScanAssessed.class, message, event -> uplink.events().assessed(event));
    }

    @Incoming("uplink-measured")
    @Blocking
    void measured(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        take(ScanMeasured.class, message, event -> uplink.events().measured(event));
    }

    private <P extends Payload> void take(
            Class<P> payload, ConsumerRecord<byte[], byte[]> message, RecordTaker.Work<P> work)
            throws InterruptedException {
        if (!taker.take(payload, message, work)) {
            metrics.unreadable();
        }
    }

    @PreDestroy
    void stop() {
        taker.close();
    }
}
