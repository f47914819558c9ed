package org.medsendx.anonymizer.messaging.uplink;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.UnreadableEventException;
import org.medsendx.contracts.deidentified.DerivedCreated;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScanMeasured;

/**
 * What the segmenter says, from the truck's broker. A record is acknowledged when what it asks for
 * is on disk; nothing remote happens here.
 */
@ApplicationScoped
class UplinkConsumers {

    private static final Logger LOG = Logger.getLogger("org.medsendx.anonymizer.uplink");
    private static final Duration LOCAL_FAULT_PAUSE = Duration.ofSeconds(1);

    private final UplinkService uplink;
    private final UplinkMetrics metrics;

    UplinkConsumers(UplinkService uplink, UplinkMetrics metrics) {
        this.uplink = uplink;
        this.metrics = metrics;
    }

    private interface Taking<P extends Payload> {
        void take(Event<P> event) throws IOException;
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
            Class<P> payload, ConsumerRecord<byte[], byte[]> message, Taking<P> taking)
            throws InterruptedException {
        Event<P> event;
        try {
            event = EventCodec.read(payload, headers(message), message.value());
        } catch (UnreadableEventException e) {
            LOG.warnf(
                    "unreadable: %s/%d/%d: %s",
                    message.topic(), message.partition(), message.offset(), e.code());
            untilOnDisk(() -> keepDeadLetter(message));
            metrics.unreadable();
            return;
        }
        untilOnDisk(() -> taking.take(event));
    }

    private void keepDeadLetter(ConsumerRecord<byte[], byte[]> message) throws IOException {
        byte[] value = message.value();
        uplink.keepDeadLetter(
                "%s-%d-%d".formatted(message.topic(), message.partition(), message.offset()),
                value == null ? new byte[0] : value);
    }

    private interface Recording {
        void record() throws IOException;
    }

    // The disk is full or failing: wait with the record in hand, it is not acknowledged.
    private static void untilOnDisk(Recording recording) throws InterruptedException {
        while (true) {
            try {
                recording.record();
                return;
            } catch (IOException e) {
                LOG.warnf("local disk: %s, waiting", e.getClass().getSimpleName());
                Thread.sleep(LOCAL_FAULT_PAUSE);
            }
        }
    }

    private static Map<String, String> headers(ConsumerRecord<?, ?> message) {
        var headers = new HashMap<String, String>();
        for (var header : message.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return headers;
    }
}
