package org.medsendx.segmenter.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.journal.JournalIndex;
import org.medsendx.journal.JournalIndex.Entry;

/** Which scans were assessed; each line is on disk when it is written. Thread safe. */
public final class ScanLedger implements AutoCloseable {

    private final JournalIndex<ScanRecord> lines;

    private ScanLedger(JournalIndex<ScanRecord> lines) {
        this.lines = lines;
    }

    /** Opens or creates the ledger in a folder. */
    public static ScanLedger open(Path folder) throws IOException {
        return new ScanLedger(
                JournalIndex.open(folder, ScanRecord.class, line -> line.objectId().toString()));
    }

    /**
     * Whether exactly these bytes of an object were assessed. Of an object whose line was forgotten
     * all were: its file is gone too, and assessing it again would find nothing.
     */
    public boolean contains(UUID objectId, String inputSha256) throws IOException {
        var line = get(objectId);
        return line == null
                ? lines.forgot(objectId.toString())
                : line.inputSha256().equals(inputSha256);
    }

    /**
     * Forgets lines from before a time, as far as they fill whole segments, but for their ids.
     *
     * @param last hears of each line before it is forgotten, perhaps more than once
     */
    public void forget(Instant writtenBefore, Forgotten last) throws IOException {
        lines.forget(
                writtenBefore,
                (line, at, stays) -> {
                    last.line(line);
                    stays.accept(line.objectId().toString());
                });
    }

    /** What is still to be done with a line that is about to be forgotten. */
    @FunctionalInterface
    public interface Forgotten {

        /**
         * @throws IOException when the disk fails; then the line stays
         */
        void line(ScanRecord line) throws IOException;
    }

    /** The latest line of an object, or null; also null when it was forgotten. */
    public @Nullable ScanRecord get(UUID objectId) throws IOException {
        return lines.get(objectId.toString());
    }

    /** Adds a line. @return its index, from 0 */
    public long put(ScanRecord line) throws IOException {
        return lines.put(line);
    }

    /** Lines in the order they were written, from an index on. */
    public List<Entry<ScanRecord>> since(long from, int limit) throws IOException {
        return lines.since(from, limit);
    }

    /** The last lines, newest first, one for each object. */
    public List<ScanRecord> newest(int limit) throws IOException {
        var latest = lines.since(Math.max(0, lines.size() - limit), limit).reversed();
        var seen = new HashSet<UUID>();
        return latest.stream().map(Entry::value).filter(line -> seen.add(line.objectId())).toList();
    }

    /** Index of the first line that is not forgotten. */
    public long first() {
        return lines.first();
    }

    /** How many lines were ever written. */
    public long size() {
        return lines.size();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
