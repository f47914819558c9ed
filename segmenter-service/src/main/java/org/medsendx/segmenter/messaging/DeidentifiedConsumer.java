package org.medsendx.segmenter.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.outbox.Backoff;
import org.medsendx.outbox.Outbox;
import org.medsendx.outbox.kafka.DeadLetters;
import org.medsendx.outbox.kafka.RecordTaker;
import org.medsendx.segmenter.config.SegmenterConfig;
import org.medsendx.segmenter.derived.DerivedObjects;
import org.medsendx.segmenter.model.Models;
import org.medsendx.segmenter.pipeline.ScanAssessor;
import org.medsendx.segmenter.storage.DerivedFiles;
import org.medsendx.segmenter.storage.ScanLedger;
import org.medsendx.segmenter.turns.Room;
import org.medsendx.segmenter.turns.Turns;
import org.medsendx.servicehealth.CannotStart;
import org.medsendx.servicehealth.WorkWatch;
import org.medsendx.servicehealth.traces.StageSpans;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes {@code instances.deidentified.v1}, several records at once, with the outcomes of one after
 * the other. A record is acknowledged when its outcome is on disk. What becomes of others is said
 * by {@link RecordTaker}.
 */
// At the start, not with the first record: its part of the work and its counters are there then.
@Startup
@ApplicationScoped
public class DeidentifiedConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(DeidentifiedConsumer.class);

    /**
     * So many scans at once where the setting is not made: more take memory that they may not have.
     */
    private static final int MOST_BY_ITSELF = 8;

    private static final String DEAD_LETTER = "dead-letter";

    private final ScansInTurn scans;
    private final RecordTaker taker;
    private final MeterRegistry meters;
    private final StageSpans spans;
    private final Timer timer;
    private final ExecutorService threads =
            Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("scan-", 1).factory());
    private final CountDownLatch stopped = new CountDownLatch(1);

    public DeidentifiedConsumer(
            SegmenterConfig config,
            ScanAssessor assessor,
            DerivedFiles derived,
            DerivedObjects objects,
            Models models,
            Outbox outbox,
            ScanLedger ledger,
            DeadLetters deadLetters,
            MeterRegistry meters,
            WorkWatch work,
            StageSpans spans) {
        this.spans = spans;
        var stage =
                new ScanStage(
                        config.deidentifiedDir(),
                        derived,
                        assessor,
                        objects,
                        outbox,
                        ledger,
                        this::pause,
                        config.objectWait(),
                        Room.ofHeap());
        this.scans = new ScansInTurn(stage, atOnce(config), models::has);
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

    /**
     * Joins a record to those on their way, in the order of the log. It is acknowledged when it is
     * done, perhaps before one that came earlier; only what lies before the first that is not is
     * committed.
     */
    @Incoming("instances-deidentified")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    @Blocking
    public CompletionStage<Void> consume(Message<byte[]> message) throws InterruptedException {
        var turn = scans.join();
        threads.execute(() -> take(message, turn));
        return CompletableFuture.completedFuture(null);
    }

    private void take(Message<byte[]> message, Turns.Turn turn) {
        try (turn) {
            var record = record(message);
            if (!taker.take(InstanceDeidentified.class, record, event -> assess(event, turn))) {
                counter(DEAD_LETTER).increment();
            }
        } catch (InterruptedException e) {
            // The service stops; the record comes again.
            return;
        } catch (RuntimeException | Error e) {
            // Not for this record alone: the channel ends, and the service says that it is dead.
            message.nack(e);
            throw e;
        }
        message.ack();
    }

    @SuppressWarnings("unchecked") // the channel's deserializers
    private static ConsumerRecord<byte[], byte[]> record(Message<byte[]> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow(() -> new IllegalStateException("a record of Kafka"))
                .getRecord();
    }

    /** Assesses a scan that was not delivered. */
    void assess(Event<InstanceDeidentified> event) throws IOException, InterruptedException {
        try (var turn = scans.join()) {
            assess(event, turn);
        }
    }

    private void assess(Event<InstanceDeidentified> event, Turns.Turn turn)
            throws IOException, InterruptedException {
        scans.await(turn, event);
        ScanStage.Outcome outcome;
        long begin = System.nanoTime();
        try (var span = spans.begin("segment", event.traceparent(), event.data().objectId())) {
            outcome = scans.work(turn, event);
            span.outcome(label(outcome));
        }
        timer.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        counter(label(outcome)).increment();
        LOG.info("scan {}: {}", event.data().objectId(), outcome);
    }

    private static int atOnce(SegmenterConfig config) {
        int set =
                config.scansAtOnce()
                        .orElseGet(() ->
                                Math.min(
                                        MOST_BY_ITSELF,
                                        Runtime.getRuntime().availableProcessors()));
        if (set < 1) {
            throw CannotStart.because(
                    "segmenter-service", "medsendx.segmenter.scans-at-once is less than 1");
        }
        return set;
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
        // First: from now on nobody overtakes a scan that is broken off.
        scans.close();
        stopped.countDown();
        taker.close();
        threads.shutdown();
    }
}
