package org.medsendx.outbox;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;
import org.medsendx.journal.AtomicFile;
import org.medsendx.journal.JournalReader.Position;

/**
 * The uplink's half of {@link ScansWaiting}, which it writes on its own volume: counts, times and
 * how far it has come in the outbox of the border, so that the border can tell what it released and
 * the uplink has not taken up.
 *
 * @param asOf when it was counted
 * @param outbox the life of the border's outbox that it reads, empty before there is one
 * @param known how many events of it are known to the uplink
 * @param from where the first of it lies that is not
 * @param assessment taken up, and the cloud's outbox has no assessment
 * @param upload taken up, and not verified in the cloud
 * @param parked uploads that the store refused
 * @param faulty events whose work fails again and again
 * @param link how the link stands; null where an uplink of before wrote it
 */
public record WaitingAtUplink(
        Instant asOf,
        String outbox,
        long known,
        Position from,
        ScansWaiting.For assessment,
        ScansWaiting.For upload,
        long parked,
        long faulty,
        @Nullable LinkNow link) {

    /** Without a word about the link. */
    public WaitingAtUplink(
            Instant asOf,
            String outbox,
            long known,
            Position from,
            ScansWaiting.For assessment,
            ScansWaiting.For upload,
            long parked,
            long faulty) {
        this(asOf, outbox, known, from, assessment, upload, parked, faulty, null);
    }

    /** What is older is no word of a living uplink; it writes at least once a minute. */
    public static final Duration FRESH = ScansWaiting.FRESH;

    /** Writes the file; the group may read it. */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, EventCodec.JSON.writeValueAsBytes(this));
        ScansWaiting.letGroupRead(file);
    }

    /** Reads the file; null when there is none or it cannot be read. */
    public static @Nullable WaitingAtUplink read(Path file) {
        try {
            return EventCodec.JSON.readValue(file.toFile(), WaitingAtUplink.class);
        } catch (IOException e) {
            return null;
        }
    }

    /** Since when nothing was heard of the uplink; null while it speaks. */
    public static @Nullable Instant silentSince(@Nullable WaitingAtUplink said, Instant now) {
        if (said == null) {
            return Instant.EPOCH;
        }
        return said.asOf().plus(FRESH).isBefore(now) ? said.asOf() : null;
    }
}
