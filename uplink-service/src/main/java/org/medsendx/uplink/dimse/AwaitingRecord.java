package org.medsendx.uplink.dimse;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import org.medsendx.contracts.EventCodec;
import org.medsendx.uplink.upload.UploadJob;

/** One line of the journal of instances that wait for a node's commitment, as JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AwaitingRecord.Sent.class, name = "sent"),
    @JsonSubTypes.Type(value = AwaitingRecord.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = AwaitingRecord.Settled.class, name = "settled")
})
public sealed interface AwaitingRecord {

    /** C-STORE of the instance ended with success. */
    record Sent(UploadJob job, String sopClassUid, String sopInstanceUid)
            implements AwaitingRecord {}

    /**
     * The node did not commit itself to it: it is to be sent again.
     *
     * @param failures how often that has been so
     * @param reason Failure Reason (0008,1197)
     */
    record Failed(String id, int failures, int reason) implements AwaitingRecord {}

    /** The node has committed itself, and the event that says so is in the outbox. */
    record Settled(String id) implements AwaitingRecord {}

    /** The bytes of the journal line. */
    default byte[] bytes() {
        try {
            return EventCodec.JSON.writerFor(AwaitingRecord.class).writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record is plain data", e);
        }
    }

    /**
     * Reads a journal line back.
     *
     * @throws IllegalStateException when it is none; the message holds no part of it
     */
    static AwaitingRecord read(byte[] bytes) {
        try {
            return EventCodec.JSON.readValue(bytes, AwaitingRecord.class);
        } catch (IOException e) {
            // The cause would quote the line.
            throw new IllegalStateException("a line of the journal cannot be read");
        }
    }
}
