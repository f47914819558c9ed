package org.medsendx.anonymizer.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.medsendx.anonymizer.ledger.LedgerEntry;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.UnreadableEventException;
import org.medsendx.contracts.identified.InstanceReceived;
import org.medsendx.journal.AtomicFile;

/**
 * Takes received instances from the truck's broker. A message is acknowledged when the decision,
 * the clean file and the event are on disk; a local fault (disk full) is waited for, never skipped.
 */
@ApplicationScoped
public class ReceivedInstanceConsumer {

    private static final Logger LOG = Logger.getLogger(ReceivedInstanceConsumer.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final AnonymizerService service;
    private final AnonymizerMetrics metrics;

    ReceivedInstanceConsumer(AnonymizerService service, AnonymizerMetrics metrics) {
        this.service = service;
        this.metrics = metrics;
    }

    @Incoming("received")
    @Blocking(value = "deidentification", ordered = false)
    void receive(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        Event<InstanceReceived> event;
        try {
            event = EventCodec.read(InstanceReceived.class, headers(message), message.value());
        } catch (UnreadableEventException e) {
            LOG.warnf(
                    "unreadable: %s/%d/%d: %s",
                    message.topic(), message.partition(), message.offset(), e.code());
            untilOnDisk(() -> keepDeadLetter(message));
            metrics.unreadable();
            return;
        }
        try {
            untilOnDisk(() -> decide(event));
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            // A message that says what cannot be, such as a path out of the volume, or a defect of
            // ours: kept for a person, and the next one is taken. Unhandled, it would end the
            // channel while the service looks alive.
            LOG.errorf(
                    "not decided: %s/%d/%d: %s",
                    message.topic(),
                    message.partition(),
                    message.offset(),
                    e.getClass().getSimpleName());
            untilOnDisk(() -> keepDeadLetter(message));
            metrics.unreadable();
        }
    }

    private void decide(Event<InstanceReceived> event) throws IOException {
        long start = System.nanoTime();
        LedgerEntry entry = service.border().decide(event.data(), event.traceparent());
        service.announcements().tell(entry, event.traceparent());
        metrics.decided(entry, Duration.ofNanos(System.nanoTime() - start));
        if (entry.released() == null) {
            LOG.infof("withheld %s: %s", entry.objectId(), entry.reasons());
        } else {
            LOG.debugf("released %s", entry.objectId());
        }
    }

    private void keepDeadLetter(ConsumerRecord<byte[], byte[]> message) throws IOException {
        byte[] value = message.value();
        String name = "%s-%d-%d".formatted(message.topic(), message.partition(), message.offset());
        AtomicFile.write(
                service.volumes().deadLetters().resolve(name), value == null ? new byte[0] : value);
    }

    private interface Recording {
        void record() throws IOException;
    }

    private static void untilOnDisk(Recording recording) throws InterruptedException {
        for (int failures = 0; ; failures++) {
            try {
                recording.record();
                return;
            } catch (IOException | UncheckedIOException e) {
                long bound =
                        Math.min(
                                LONGEST_PAUSE.toMillis(),
                                FIRST_PAUSE.toMillis() << Math.min(failures, 10));
                LOG.warnf("local disk: %s, waiting", e.getClass().getSimpleName());
                Thread.sleep(ThreadLocalRandom.current().nextLong(bound + 1));
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
