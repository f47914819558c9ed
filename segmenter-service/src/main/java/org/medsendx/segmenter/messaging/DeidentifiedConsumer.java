package org.medsendx.segmenter.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.UnreadableEventException;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.outbox.Outbox;
import org.medsendx.segmenter.config.SegmenterConfig;
import org.medsendx.segmenter.pipeline.ScanAssessor;
import org.medsendx.segmenter.storage.DeadLetters;
import org.medsendx.segmenter.storage.DerivedFiles;
import org.medsendx.segmenter.storage.ScanLedger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes {@code instances.deidentified.v1}, one record at a time. A record is acknowledged when its
 * outcome is on disk. An unreadable one becomes a dead letter; after a local fault the same record
 * is tried again until it succeeds or the service stops.
 */
@ApplicationScoped
public class DeidentifiedConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(DeidentifiedConsumer.class);

    private final ScanStage stage;
    private final DeadLetters deadLetters;
    private final MeterRegistry meters;
    private final Timer timer;
    private final Duration retryFirst;
    private final Duration retryLongest;
    private final CountDownLatch stopped = new CountDownLatch(1);

    public DeidentifiedConsumer(
            SegmenterConfig config,
            ScanAssessor assessor,
            DerivedFiles derived,
            Outbox outbox,
            ScanLedger ledger,
            DeadLetters deadLetters,
            MeterRegistry meters) {
        this.stage =
                new ScanStage(
                        config.deidentifiedDir(),
                        derived,
                        assessor,
                        outbox,
                        ledger,
                        this::pause,
                        config.objectWait());
        this.deadLetters = deadLetters;
        this.meters = meters;
        this.timer = meters.timer("medsendx_segmenter_scan");
        this.retryFirst = config.retryFirst();
        this.retryLongest = config.retryLongest();
    }

    /** One record. Returning acknowledges it. */
    @Incoming("instances-deidentified")
    @Blocking
    public void consume(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        Event<InstanceDeidentified> event;
        try {
            event = EventCodec.read(InstanceDeidentified.class, headers(message), message.value());
        } catch (UnreadableEventException e) {
            untilDone("dead-letter", () -> bury(message, e.code()));
            return;
        }
        String object = event.data().objectId().toString();
        untilDone(object, () -> assess(event));
    }

    private void assess(Event<InstanceDeidentified> event)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        var outcome = stage.process(event);
        timer.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        count(outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        LOG.info("scan {}: {}", event.data().objectId(), outcome);
    }

    private void bury(ConsumerRecord<byte[], byte[]> message, String code) throws IOException {
        byte @Nullable [] value = message.value();
        deadLetters.keep(
                message.topic(),
                message.partition(),
                message.offset(),
                value == null ? new byte[0] : value);
        count("dead-letter");
        LOG.warn(
                "dead letter {}/{}/{}: {}",
                message.topic(),
                message.partition(),
                message.offset(),
                code);
    }

    private void count(String outcome) {
        meters.counter("medsendx_segmenter_scans", "outcome", outcome).increment();
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void untilDone(String what, Work work) throws InterruptedException {
        var wait = retryFirst;
        while (true) {
            try {
                work.run();
                return;
            } catch (IOException | RuntimeException e) {
                // Only the kind: messages of the platform name paths.
                count("local-fault");
                LOG.error(
                        "{}: local fault {}, next attempt in {}",
                        what,
                        e.getClass().getSimpleName(),
                        wait);
                pause(wait);
                var doubled = wait.multipliedBy(2);
                wait = doubled.compareTo(retryLongest) > 0 ? retryLongest : doubled;
            }
        }
    }

    private void pause(Duration duration) throws InterruptedException {
        if (stopped.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("the service stops");
        }
    }

    @PreDestroy
    void stop() {
        stopped.countDown();
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> message) {
        var headers = new HashMap<String, String>();
        message.headers()
                .forEach(header -> {
                    byte @Nullable [] value = header.value();
                    if (value != null) {
                        headers.put(header.key(), new String(value, StandardCharsets.UTF_8));
                    }
                });
        return headers;
    }
}
