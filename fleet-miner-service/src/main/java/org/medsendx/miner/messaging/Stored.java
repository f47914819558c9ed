package org.medsendx.miner.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import org.medsendx.contracts.EventCodec;

/** Records as JSON in state stores; only this service's own task writes there. */
final class Stored {

    private Stored() {}

    static byte[] write(Object value) {
        try {
            return EventCodec.JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("state is plain data", e);
        }
    }

    static <T> T read(byte[] value, Class<T> type) {
        try {
            return EventCodec.JSON.readValue(value, type);
        } catch (IOException e) {
            throw new IllegalStateException("not what this service stored", e);
        }
    }
}
