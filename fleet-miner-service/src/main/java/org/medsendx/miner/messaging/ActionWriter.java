package org.medsendx.miner.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.FleetAction;

/**
 * Writes what people do to fleet.actions.v1, and answers when all replicas have it: who is told
 * that something was done is never told wrongly. Any instance may; the one that analyses hears of
 * it.
 */
public final class ActionWriter implements AutoCloseable {

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Duration patience;
    private final String epoch = UUID.randomUUID().toString();
    private final AtomicLong sequence = new AtomicLong();
    private @Nullable Producer<byte[], byte[]> producer;

    /** It could not be written; whether it was is not known, so the person has to look. */
    public static final class NotWritten extends Exception {

        private static final long serialVersionUID = 1;

        NotWritten(Throwable cause) {
            super("the action was not acknowledged by the broker", cause);
        }
    }

    /**
     * @param producers makes an idempotent producer that waits for all replicas
     * @param patience how long a person waits for an answer
     */
    public ActionWriter(Supplier<Producer<byte[], byte[]>> producers, Duration patience) {
        this.producers = producers;
        this.patience = patience;
    }

    /**
     * Writes an action.
     *
     * @throws NotWritten when the broker did not say in time that it has it
     */
    public void write(FleetAction action) throws NotWritten {
        byte[] value = EventCodec.value(action);
        var topic = action.topic().topicName();
        var event =
                new Event<>(
                        Event.idOf(action.subject(), topic, Sha256.of(value)),
                        OutgoingEvents.SOURCE,
                        sequence.incrementAndGet(),
                        epoch,
                        null,
                        action);
        var record =
                new ProducerRecord<>(topic, action.key().getBytes(StandardCharsets.UTF_8), value);
        EventCodec.headers(event)
                .forEach((name, text) ->
                        record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try {
            producer().send(record).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new NotWritten(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotWritten(e);
        }
    }

    // Not before somebody acts: the broker may not be there yet.
    private synchronized Producer<byte[], byte[]> producer() {
        var known = producer;
        if (known == null) {
            known = producers.get();
            producer = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        var known = producer;
        if (known != null) {
            known.close(Duration.ofSeconds(2));
        }
    }
}
