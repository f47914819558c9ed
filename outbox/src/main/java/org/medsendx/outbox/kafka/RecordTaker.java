package org.medsendx.outbox.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.UnreadableEventException;
import org.medsendx.outbox.Backoff;
import org.medsendx.outbox.work.WorkState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a record of a topic so that none is lost: when {@link #take} returns, the record may be
 * acknowledged.
 *
 * <ul>
 *   <li>A record that is no event of its topic is kept as a dead letter.
 *   <li>After a fault of the local disk the work is done again, for as long as it takes, with the
 *       record in hand.
 *   <li>A record that the work cannot bear (it says what cannot be, or meets a defect of ours) is
 *       kept as a dead letter for a person, and the next one is taken: unhandled, it would end the
 *       channel while the service looks alive, and repeated, it would hold up all behind it.
 *   <li>A record that comes while the service stops, or whose work fails because it stops, is not
 *       taken: it is neither tried for ever nor a dead letter, and comes again after the start.
 * </ul>
 *
 * Logs name topic, partition, offset and kind of fault, never a value. Thread safe.
 */
public final class RecordTaker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RecordTaker.class);

    private final Keeper keeper;
    private final Backoff backoff;

    /**
     * Priority of the observer of a service's end that closes its taker: before what the work needs
     * is closed. Channels go on delivering until all observers were called.
     */
    public static final int STOPS = 10;

    // Less than Kubernetes gives to all of a service, 30 s.
    private static final Duration WORK_IN_HAND = Duration.ofSeconds(10);

    private final CountDownLatch closed = new CountDownLatch(1);

    // Every record in hand reads; to close is to write.
    private final ReadWriteLock inHand = new ReentrantReadWriteLock();
    private final AtomicInteger held = new AtomicInteger();

    /** Keeps the bytes of a dead letter; see {@link DeadLetters#keep}. */
    @FunctionalInterface
    public interface Keeper {
        void keep(String topic, int partition, long offset, byte[] value) throws IOException;
    }

    /** What is done with an event; after an {@link IOException} it is done again. */
    @FunctionalInterface
    public interface Work<P extends Payload> {
        void on(Event<P> event) throws IOException, InterruptedException;
    }

    private interface Recording {
        void record() throws IOException, InterruptedException;
    }

    /** With the waits that suit a local disk: 0.2 s to 30 s. */
    public RecordTaker(Keeper keeper) {
        this(keeper, new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30), new Random()));
    }

    public RecordTaker(Keeper keeper, Backoff backoff) {
        this.keeper = keeper;
        this.backoff = backoff;
    }

    /**
     * Takes one record.
     *
     * @param payload what its topic carries
     * @return whether the work was done; otherwise the record is a dead letter
     * @throws InterruptedException when it was closed before or meanwhile; the record was not taken
     */
    public <P extends Payload> boolean take(
            Class<P> payload, ConsumerRecord<byte[], byte[]> record, Work<P> work)
            throws InterruptedException {
        if (!inHand.readLock().tryLock()) {
            throw stops();
        }
        try {
            endIfClosed();
            return takeInHand(payload, record, work);
        } finally {
            inHand.readLock().unlock();
        }
    }

    private <P extends Payload> boolean takeInHand(
            Class<P> payload, ConsumerRecord<byte[], byte[]> record, Work<P> work)
            throws InterruptedException {
        Event<P> event;
        try {
            event = EventCodec.read(payload, headers(record.headers()), record.value());
        } catch (UnreadableEventException e) {
            bury(record, e.code());
            return false;
        }
        try {
            untilOnDisk(() -> work.on(event));
            return true;
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            endIfClosed();
            bury(record, e.getClass().getSimpleName());
            return false;
        }
    }

    private void endIfClosed() throws InterruptedException {
        if (closed.getCount() == 0) {
            throw stops();
        }
    }

    private static InterruptedException stops() {
        return new InterruptedException("the service stops");
    }

    private void bury(ConsumerRecord<byte[], byte[]> record, String code)
            throws InterruptedException {
        LOG.warn(
                "dead letter {}/{}/{}: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                code);
        byte @Nullable [] value = record.value();
        byte[] kept = value == null ? new byte[0] : value;
        untilOnDisk(() -> keeper.keep(record.topic(), record.partition(), record.offset(), kept));
    }

    private void untilOnDisk(Recording recording) throws InterruptedException {
        try {
            recording.record();
        } catch (IOException | UncheckedIOException e) {
            held.incrementAndGet();
            try {
                untilOnDisk(recording, e);
            } finally {
                held.decrementAndGet();
            }
        }
    }

    private void untilOnDisk(Recording recording, Exception fault) throws InterruptedException {
        var latest = fault;
        for (int failures = 1; ; failures++) {
            endIfClosed();
            // Only the kind: messages of the platform name paths.
            var wait = backoff.after(failures);
            LOG.warn("local disk: {}, again in {}", latest.getClass().getSimpleName(), wait);
            if (closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw stops();
            }
            try {
                recording.record();
                return;
            } catch (IOException | UncheckedIOException e) {
                latest = e;
            }
        }
    }

    /** Held while a record in hand waits for the local disk. */
    public WorkState state() {
        return held.get() > 0 ? WorkState.HELD : WorkState.WORKING;
    }

    /**
     * The event of a record that is nobody's work, so that one which cannot be read is passed by
     * and told in the log.
     *
     * @param payload what its topic carries
     * @param log of whoever reads
     * @return null when it is no event of its topic
     */
    public static <P extends Payload> @Nullable Event<P> readOrPassBy(
            Class<P> payload, ConsumerRecord<byte[], byte[]> record, Logger log) {
        try {
            return EventCodec.read(payload, headers(record.headers()), record.value());
        } catch (UnreadableEventException e) {
            log.warn(
                    "record passed by: {}/{}/{}: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.code());
            return null;
        }
    }

    /** The headers of a record as text. */
    public static Map<String, String> headers(Headers headers) {
        var map = new HashMap<String, String>();
        for (var header : headers) {
            byte @Nullable [] value = header.value();
            if (value != null) {
                map.put(header.key(), new String(value, StandardCharsets.UTF_8));
            }
        }
        return map;
    }

    /**
     * Takes no more, ends waits, and waits up to 10 s for the work in hand. What was not ended is
     * not acknowledged and comes again after a restart.
     */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (inHand.writeLock().tryLock(WORK_IN_HAND.toMillis(), TimeUnit.MILLISECONDS)) {
                inHand.writeLock().unlock();
            } else {
                LOG.warn("stops while records are in hand; they come again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
