package org.medsendx.servicehealth.channels;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Records that are no events, each in its own way; none of them may stop a channel. */
public final class OddRecords {

    private static final byte[] JSON = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BYTES = {(byte) 0xff, 0, 1};

    private static final List<Odd> ALL =
            List.of(
                    new Odd(null, Map.of()),
                    new Odd(new byte[0], Map.of()),
                    new Odd(BYTES, Map.of()),
                    new Odd(JSON, Map.of("ce_specversion", "1.0")),
                    new Odd(JSON, Map.of("ce_specversion", "1.0", "ce_source", ":no uri:")),
                    new Odd(JSON, withoutValue("ce_source", "ce_specversion", "1.0")),
                    new Odd(
                            JSON,
                            Map.of(
                                    "ce_specversion", "1.0",
                                    "ce_source", "/a",
                                    "ce_time", "yesterday")),
                    new Odd(JSON, Map.of("ce_specversion", "9")),
                    new Odd(BYTES, Map.of("content-type", "application/cloudevents+json")),
                    new Odd(JSON, Map.of("content-type", "application/cloudevents; c=\u0001")),
                    new Odd(JSON, withoutValue("traceparent", "ce_specversion", "1.0")),
                    new Odd(JSON, Map.of("traceparent", "00-00-00-00", "tracestate", "=,,=")));

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Odd(byte @Nullable [] value, Map<String, @Nullable String> headers) {}

    private OddRecords() {}

    private static Map<String, @Nullable String> withoutValue(
            String header, String other, String value) {
        var headers = new HashMap<String, @Nullable String>();
        headers.put(header, null);
        headers.put(other, value);
        return Collections.unmodifiableMap(headers);
    }

    /** Sends all of them to a topic. @return how many there are */
    public static int send(String brokers, String topic) throws Exception {
        try (var producer =
                new KafkaProducer<byte @Nullable [], byte @Nullable []>(
                        Map.of("bootstrap.servers", brokers),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (var odd : ALL) {
                var record =
                        new ProducerRecord<byte @Nullable [], byte @Nullable []>(
                                topic, odd.value());
                odd.headers()
                        .forEach((name, text) ->
                                record.headers()
                                        .add(
                                                name,
                                                text == null
                                                        ? null
                                                        : text.getBytes(StandardCharsets.UTF_8)));
                producer.send(record).get();
            }
        }
        return ALL.size();
    }
}
