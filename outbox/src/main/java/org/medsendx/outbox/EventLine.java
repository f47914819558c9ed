package org.medsendx.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.catalogue.Topics;

/**
 * One event as a line of JSON in the outbox.
 *
 * @param topic name of the topic
 */
record EventLine(
        String topic,
        String id,
        String source,
        long sequence,
        String epoch,
        @Nullable String traceparent,
        JsonNode data) {

    /** No event comes near; a producer would refuse one of a megabyte, for ever. */
    private static final int MAX_BYTES = 512 * 1024;

    static byte[] write(Event<?> event) {
        var line =
                new EventLine(
                        event.data().topic().topicName(),
                        event.id(),
                        event.source(),
                        event.sequence(),
                        event.epoch(),
                        event.traceparent(),
                        EventCodec.JSON.valueToTree(event.data()));
        try {
            byte[] bytes = EventCodec.JSON.writeValueAsBytes(line);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException("an event has at most 512 KiB");
            }
            return bytes;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event is plain data", e);
        }
    }

    // Jackson's messages quote the source, which may be identified: they are not passed on.
    static EventLine read(byte[] line) throws IOException {
        try {
            return EventCodec.JSON.readValue(line, EventLine.class);
        } catch (IOException e) {
            throw new IOException("an outbox record is not an event line");
        }
    }

    Event<?> event() throws IOException {
        var known = Topics.named(topic);
        if (known == null) {
            throw new IOException("an outbox record is of a topic that this version does not know");
        }
        try {
            Payload payload = EventCodec.JSON.treeToValue(data, known.payload());
            return new Event<>(id, source, sequence, epoch, traceparent, payload);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("an outbox record is not an event of " + topic);
        }
    }
}
