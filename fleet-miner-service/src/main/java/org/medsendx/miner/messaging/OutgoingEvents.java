package org.medsendx.miner.messaging;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;

/**
 * Payloads as records with CloudEvents headers. The id follows from subject, topic and value, so a
 * status said again has the id it had. Each life of the task is an epoch of its own with sequences
 * from 1: a counter kept in a store could be set back by a crash between two commits and name two
 * events alike, a new epoch cannot.
 */
final class OutgoingEvents {

    static final String SOURCE = "/fleet/fleet-miner-service";

    private final String epoch = UUID.randomUUID().toString();
    private final Map<String, Long> sequences = new HashMap<>();

    Record<byte[], byte[]> record(Payload payload, long timestamp) {
        byte[] value = EventCodec.value(payload);
        var topic = payload.topic().topicName();
        var event =
                new Event<>(
                        Event.idOf(payload.subject(), topic, Sha256.of(value)),
                        SOURCE,
                        sequences.merge(topic, 1L, Long::sum),
                        epoch,
                        null,
                        payload);
        var headers = new RecordHeaders();
        EventCodec.headers(event)
                .forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
        return new Record<>(
                payload.key().getBytes(StandardCharsets.UTF_8), value, timestamp, headers);
    }

    /** What says that a key of a compacted topic is known no longer: a record without a value. */
    static Record<byte[], byte @Nullable []> gone(
            DeidentifiedTopic topic, String key, long timestamp) {
        var headers = new RecordHeaders();
        headers.add("ce_type", topic.type().getBytes(StandardCharsets.UTF_8));
        return new Record<byte[], byte @Nullable []>(
                key.getBytes(StandardCharsets.UTF_8), null, timestamp, headers);
    }
}
