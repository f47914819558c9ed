package org.medsendx.uplink.upload;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.medsendx.contracts.EventCodec;

/** One line of the journal of upload jobs, as JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JobRecord.Added.class, name = "added"),
    @JsonSubTypes.Type(value = JobRecord.Assessed.class, name = "assessed"),
    @JsonSubTypes.Type(value = JobRecord.Parked.class, name = "parked"),
    @JsonSubTypes.Type(value = JobRecord.Done.class, name = "done"),
    @JsonSubTypes.Type(value = JobRecord.Unassessed.class, name = "unassessed"),
    @JsonSubTypes.Type(value = JobRecord.Released.class, name = "released")
})
public sealed interface JobRecord {

    /**
     * A job came in.
     *
     * @param at when; it waits for its assessment from here
     */
    record Added(UploadJob job, Instant at) implements JobRecord {}

    /** The triage priority of a scan became known. */
    record Assessed(UUID objectId, String studyInstanceUid, int priority) implements JobRecord {}

    /** The object was refused, for a reason code; it is tried again after a restart. */
    record Parked(String id, String reason) implements JobRecord {}

    /** The object is verified in the cloud and its event is in the cloud outbox. */
    record Done(String id) implements JobRecord {}

    /** A released instance has no assessed scan yet, whether or not its upload is done. */
    record Unassessed(UUID objectId, Instant at) implements JobRecord {}

    /**
     * All released instances below an index have had their job: written by versions that read the
     * border's ledger, and of no use since instances come by events.
     */
    record Released(long next) implements JobRecord {}

    /** The bytes of the journal line. */
    default byte[] bytes() {
        try {
            return EventCodec.JSON.writerFor(JobRecord.class).writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a job record is plain data", e);
        }
    }

    /**
     * Reads a journal line back.
     *
     * @throws IllegalStateException when it is none; the message holds no part of it
     */
    static JobRecord read(byte[] bytes) {
        try {
            return EventCodec.JSON.readValue(bytes, JobRecord.class);
        } catch (IOException e) {
            // The cause would quote the line.
            throw new IllegalStateException("a line of the upload journal cannot be read");
        }
    }
}
