package org.medsendx.uplink.bandwidth;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.medsendx.contracts.EventCodec;
import org.medsendx.journal.AtomicFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes that were sent, by day, over restarts and power cuts. The file runs ahead of the truth by
 * up to {@value #AHEAD} bytes, so after a cut a month counts too much rather than too little. By
 * day, because a plan may begin on another day tomorrow, and a clock that was wrong by a year must
 * not wipe what was sent before. Not thread safe.
 */
final class SentDays {

    static final long AHEAD = 4 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(SentDays.class);
    private static final TypeReference<TreeMap<LocalDate, Long>> DAYS = new TypeReference<>() {};

    /** More than three months, with room for days that a wrong clock made up. */
    private static final int KEPT = 120;

    private final Path file;
    private final TreeMap<LocalDate, Long> days;
    private long unwritten;

    private SentDays(Path file, TreeMap<LocalDate, Long> days) {
        this.file = file;
        this.days = days;
    }

    /**
     * @throws IOException when the file is there and cannot be read: begun anew, a plan would be
     *     spent twice
     */
    static SentDays open(Path file) throws IOException {
        return new SentDays(
                file,
                Files.exists(file)
                        ? EventCodec.JSON.readValue(Files.readAllBytes(file), DAYS)
                        : new TreeMap<>());
    }

    void add(LocalDate day, long bytes) {
        days.merge(day, bytes, Long::sum);
        unwritten -= bytes;
        if (unwritten < 0) {
            write(day, AHEAD);
        }
    }

    long since(LocalDate day) {
        return days.tailMap(day, true).values().stream().mapToLong(Long::longValue).sum();
    }

    /** Between two days, the first included. */
    long between(LocalDate from, LocalDate to) {
        return days.subMap(from, to).values().stream().mapToLong(Long::longValue).sum();
    }

    private void write(LocalDate day, long ahead) {
        while (days.size() > KEPT) {
            days.pollFirstEntry();
        }
        Map<LocalDate, Long> said = new TreeMap<>(days);
        said.merge(day, ahead, Long::sum);
        try {
            AtomicFile.write(file, EventCodec.JSON.writeValueAsBytes(said));
            unwritten = ahead;
        } catch (IOException e) {
            // In memory it counts all the same; the next bytes try again.
            LOG.warn("bytes sent are not on disk: {}", e.getClass().getSimpleName());
            unwritten = 0;
        }
    }

    /** Writes what is true. */
    void close(LocalDate day) {
        write(day, 0);
    }
}
