package org.medsendx.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events to and from Kafka records in the binary mode of the CloudEvents 1.0 Kafka binding:
 * attributes are headers with the prefix {@code ce_}, the record value is the payload as JSON.
 * Unknown fields and headers are ignored, so that a producer may add some within a version.
 */
public final class EventCodec {

    /** The mapper of all contract JSON: ISO-8601 times, no nulls, unknown fields ignored. */
    public static final ObjectMapper JSON =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .serializationInclusion(JsonInclude.Include.NON_NULL)
                    .build();

    private static final String SPEC_VERSION = "1.0";

    private EventCodec() {}

    /** The headers of the Kafka record, in the order they are written. */
    public static Map<String, String> headers(Event<?> event) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("ce_specversion", SPEC_VERSION);
        headers.put("ce_id", event.id());
        headers.put("ce_source", event.source());
        headers.put("ce_type", event.data().topic().type());
        headers.put("ce_subject", event.data().subject());
        headers.put("ce_sequence", Long.toString(event.sequence()));
        headers.put("ce_epoch", event.epoch());
        headers.put("content-type", "application/json");
        if (event.traceparent() != null) {
            headers.put("traceparent", event.traceparent());
        }
        return headers;
    }

    /** The value of the Kafka record. */
    public static byte[] value(Payload payload) {
        try {
            return JSON.writeValueAsBytes(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a payload is plain data", e);
        }
    }

    /**
     * Reads a record.
     *
     * @throws UnreadableEventException when it is not an event of that topic; names what is wrong,
     *     never a value
     */
    public static <P extends Payload> Event<P> read(
            Class<P> payload, Map<String, String> headers, byte @Nullable [] value)
            throws UnreadableEventException {
        if (value == null) {
            throw new UnreadableEventException("no-value");
        }
        P data;
        try {
            data = JSON.readValue(value, payload);
        } catch (IOException e) {
            throw new UnreadableEventException("not-of-the-schema");
        }
        if (data == null) {
            throw new UnreadableEventException("no-value");
        }
        if (!SPEC_VERSION.equals(headers.get("ce_specversion"))) {
            throw new UnreadableEventException("wrong-specversion");
        }
        if (!data.topic().type().equals(headers.get("ce_type"))) {
            throw new UnreadableEventException("wrong-type");
        }
        try {
            return new Event<>(
                    required(headers, "ce_id"),
                    required(headers, "ce_source"),
                    Long.parseLong(required(headers, "ce_sequence")),
                    required(headers, "ce_epoch"),
                    headers.get("traceparent"),
                    data);
        } catch (IllegalArgumentException e) {
            throw new UnreadableEventException("bad-attribute");
        }
    }

    private static String required(Map<String, String> headers, String name)
            throws UnreadableEventException {
        String value = headers.get(name);
        if (value == null) {
            throw new UnreadableEventException("missing-" + name.replace('_', '-'));
        }
        return value;
    }
}
