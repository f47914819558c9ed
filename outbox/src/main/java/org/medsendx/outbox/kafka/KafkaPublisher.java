package org.medsendx.outbox.kafka;

import java.util.List;
import java.util.Map;
import org.medsendx.contracts.Event;
import org.medsendx.outbox.Publisher;

/** SKELETON: idempotent producer, acks=all, gzip, bounded time per attempt. */
public final class KafkaPublisher implements Publisher {

    /**
     * @param settings Kafka producer settings: at least {@code bootstrap.servers}; TLS and SASL
     *     settings pass through
     */
    public KafkaPublisher(Map<String, String> settings) {}

    @Override
    public void publish(List<? extends Event<?>> events)
            throws PublishException, InterruptedException {
        throw new IllegalStateException();
    }

    @Override
    public void close() {}
}
