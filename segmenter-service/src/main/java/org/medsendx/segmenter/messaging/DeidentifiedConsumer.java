package org.medsendx.segmenter.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.outbox.Backoff;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.kafka.DeadLetters;
import org.medsendx.outbox.kafka.RecordTaker;
import org.medsendx.segmenter.config.SegmenterConfig;
import org.medsendx.segmenter.derived.DerivedObjects;
import org.medsendx.segmenter.pipeline.ScanAssessor;
import org.medsendx.segmenter.storage.DerivedFiles;
import org.medsendx.segmenter.storage.ScanLedger;
import org.medsendx.servicehealth.WorkWatch;
import org.medsendx.servicehealth.traces.StageSpans;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes {@code instances.deidentified.v1}, one record at a time. A record is acknowledged when its
 * outcome is on disk. What becomes of others is said by {@link RecordTaker}.
 */
// At the start, not with the first record: its part of the work and its counters are there then.
@Startup
@ApplicationScoped
public class DeidentifiedConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(DeidentifiedConsumer.class);

    private static final String DEAD_LETTER = "dead-letter";

    private final ScanStage stage;
    private final RecordTaker taker;
    private final MeterRegistry meters;
    private final StageSpans spans;
    private final Timer timer;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private final CountDownLatch stopped = new CountDownLatch(1);

    public DeidentifiedConsumer(
            SegmenterConfig config,
            ScanAssessor assessor,
            DerivedFiles derived,
            DerivedObjects objects,
            Outbox outbox,
            ScanLedger ledger,
            DeadLetters deadLetters,
            MeterRegistry meters,
            WorkWatch work,
            StageSpans spans) {
        this.spans = spans;
        this.stage =
                new ScanStage(
                        config.deidentifiedDir(),
                        derived,
                        assessor,
                        objects,
                        outbox,
                        ledger,
                        this::pause,
                        config.objectWait());
        this.taker =
                new RecordTaker(
                        deadLetters::keep,
                        new Backoff(config.retryFirst(), config.retryLongest(), new Random()));
        work.watch("records", taker::state);
        this.meters = meters;
        this.timer = meters.timer("medsendx.segmenter.scan");
        // There from the start: of a counter that begins at 1 nobody sees that it rose.
        for (var outcome : ScanStage.Outcome.values()) {
            counter(label(outcome));
        }
        counter(DEAD_LETTER);
    }

    /** One record. Returning acknowledges it. */
    @Incoming("instances-deidentified")
    @Blocking
    public void consume(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        if (!taker.take(InstanceDeidentified.class, message, this::assess)) {
            counter(DEAD_LETTER).increment();
        }
    }

    /** Assesses a scan, one at a time in memory; for what was not delivered too. */
    void assess(Event<InstanceDeidentified> event) throws IOException, InterruptedException {
        ScanStage.Outcome outcome;
        oneAtATime.lockInterruptibly();
        long begin = System.nanoTime();
        try (var span = spans.begin("segment", event.traceparent(), event.data().objectId())) {
            outcome = stage.process(event);
            span.outcome(label(outcome));
        } finally {
            oneAtATime.unlock();
        }
        timer.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        counter(label(outcome)).increment();
        LOG.info("scan {}: {}", event.data().objectId(), outcome);
    }

    private static String label(ScanStage.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Counter counter(String outcome) {
        return meters.counter("medsendx.segmenter.scans", "outcome", outcome);
    }

    private void pause(Duration duration) throws InterruptedException {
        if (stopped.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("the service stops");
        }
    }

    void stop(@Observes @Priority(RecordTaker.STOPS) ShutdownEvent event) {
        stopped.countDown();
        taker.close();
    }
}
