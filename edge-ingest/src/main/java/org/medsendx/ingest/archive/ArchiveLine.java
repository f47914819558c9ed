package org.medsendx.ingest.archive;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;

/** One line of the journal of what is on its way to the archive, as JSON; identified data. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ArchiveLine.Taken.class, name = "taken"),
    @JsonSubTypes.Type(value = ArchiveLine.Sent.class, name = "sent"),
    @JsonSubTypes.Type(value = ArchiveLine.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = ArchiveLine.Asked.class, name = "asked"),
    @JsonSubTypes.Type(value = ArchiveLine.PutAside.class, name = "aside"),
    @JsonSubTypes.Type(value = ArchiveLine.Again.class, name = "again"),
    @JsonSubTypes.Type(value = ArchiveLine.Withdrawn.class, name = "withdrawn"),
    @JsonSubTypes.Type(value = ArchiveLine.Settled.class, name = "settled")
})
public sealed interface ArchiveLine {

    /**
     * Originals that are to be archived.
     *
     * @param next index of the first entry of the intake's ledger that was not looked at
     */
    record Taken(long next, List<ArchiveItem> items) implements ArchiveLine {
        public Taken {
            items = List.copyOf(items);
        }
    }

    /**
     * C-STORE of it ended with success, or a warning.
     *
     * @param stays whether the archive's answer lets us doubt that it has all of this original
     */
    record Sent(UUID objectId, String sopClassUid, String sopInstanceUid, boolean stays)
            implements ArchiveLine {}

    /**
     * The archive does not have it: it is to be sent again.
     *
     * @param failures how often in a row
     * @param code why, such as {@code c-store-a900} or {@code commitment-0112}
     * @param lasting how many of them were such that repeating does not help; absent in lines that
     *     were written before that was counted
     */
    record Refused(UUID objectId, Instant at, int failures, String code, @Nullable Integer lasting)
            implements ArchiveLine {}

    /** Repeating does not help: it waits for a person. */
    record PutAside(UUID objectId, Instant at, int failures, String code) implements ArchiveLine {}

    /** A person has put-aside originals sent again. */
    record Again(List<UUID> objectIds) implements ArchiveLine {
        public Again {
            objectIds = List.copyOf(objectIds);
        }
    }

    /** It is not to go there, for good: it says another patient than it shows. */
    record Withdrawn(UUID objectId) implements ArchiveLine {}

    /** Commitment is asked for; the report carries this transaction UID. */
    record Asked(String transactionUid, Instant at, List<UUID> objectIds) implements ArchiveLine {
        public Asked {
            objectIds = List.copyOf(objectIds);
        }
    }

    /**
     * There is nothing more to do: the archive has committed itself to it, and that is written
     * down.
     */
    record Settled(UUID objectId) implements ArchiveLine {}

    /** The bytes of the line. */
    default byte[] bytes() {
        try {
            return EventCodec.JSON.writerFor(ArchiveLine.class).writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a line is plain data", e);
        }
    }

    /**
     * Reads a line back.
     *
     * @throws IllegalStateException when it is none; the message holds no part of it
     */
    static ArchiveLine read(byte[] bytes) {
        try {
            return EventCodec.JSON.readValue(bytes, ArchiveLine.class);
        } catch (IOException e) {
            // The cause would quote the line.
            throw new IllegalStateException("a line of the archive's journal cannot be read");
        }
    }
}
