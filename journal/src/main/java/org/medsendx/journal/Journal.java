package org.medsendx.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/**
 * An append-only log of records in a folder of segment files. {@link #append} returns when the
 * record is on disk (fsync, shared by concurrent callers); a record torn by a power cut is cut off
 * at {@link #open}, and a journal damaged anywhere else is refused with a {@link
 * CorruptJournalException}. Readers see only what is on disk. Thread safe.
 *
 * <p>After a failed write or fsync everything not yet forced is dropped and its callers are told;
 * the next append starts from what is known to be on disk.
 *
 * <p>A journal of a table may be compacted ({@link #compact}): what still counts is appended again
 * and what lies before it is deleted. A log may forget its oldest records ({@link #forget}).
 * Indexes stay as they are; {@link #first} is the lowest one.
 */
public final class Journal implements AutoCloseable {

    /** The largest record, in bytes. */
    public static final int MAX_RECORD_BYTES = 1 << 20;

    private static final long SEGMENT_BYTES = 64L << 20;

    private final JournalFolder files;
    private final SegmentedLog log;
    private final SegmentReading reading;

    private Journal(JournalFolder files, SegmentedLog log) {
        this.files = files;
        this.log = log;
        this.reading = new SegmentReading(log);
    }

    /**
     * Opens or creates the journal in a folder; one process at a time (file lock).
     *
     * @throws IOException when it is in use, damaged, or the folder cannot be written
     */
    public static Journal open(Path folder) throws IOException {
        return open(folder, SEGMENT_BYTES);
    }

    /**
     * As {@link #open(Path)}.
     *
     * @param segmentBytes size at which a segment is full: what is forgotten is forgotten in whole
     *     segments
     */
    public static Journal open(Path folder, long segmentBytes) throws IOException {
        var files = JournalFolder.take(folder);
        try {
            return new Journal(files, new SegmentedLog(files, files.openSegments(), segmentBytes));
        } catch (IOException e) {
            files.close();
            throw e;
        }
    }

    /** A point of a compaction at which a power cut may find it; for tests. */
    enum CompactionStep {
        BEGUN,
        RECORD_WRITTEN,
        ALL_FORCED,
        BASE_MOVED,
        SEGMENT_DELETED
    }

    /**
     * Makes the journal short: appends what still counts and deletes all records before it. For
     * journals whose records change a table and may be applied once more without harm, because a
     * compaction that is cut off leaves the old records and some or all of the new ones. The caller
     * sees to it that nobody reads or writes meanwhile.
     *
     * @param live records from which the table of now can be made; each is asked for when the one
     *     before is written, so that it may still be read from here
     * @return index of the first of them; the others follow it
     * @throws IOException when it failed; nothing that counts is lost
     */
    public long compact(Iterable<byte[]> live) throws IOException {
        return compact(live, _ -> {});
    }

    long compact(Iterable<byte[]> live, Consumer<CompactionStep> at) throws IOException {
        // Segments are deleted whole, so the new records begin one.
        long start = log.beginSegment();
        at.accept(CompactionStep.BEGUN);
        Ticket latest = null;
        for (byte[] record : live) {
            latest = write(record);
            at.accept(CompactionStep.RECORD_WRITTEN);
        }
        if (latest != null) {
            force(latest);
        }
        at.accept(CompactionStep.ALL_FORCED);
        deleteBefore(start, at);
        return start;
    }

    /**
     * Deletes records of a log that nobody needs any more: those before an index, as far as they
     * fill whole segments. Reading may go on meanwhile. The last segment always stays.
     *
     * @return index of the first record that is left
     * @throws IOException when it failed; then all or some of them are still there
     */
    public long forget(long before) throws IOException {
        long start = wholeSegments(before);
        if (start > first()) {
            deleteBefore(start, _ -> {});
        }
        return start;
    }

    private void deleteBefore(long start, Consumer<CompactionStep> at) throws IOException {
        files.moveBase(start);
        at.accept(CompactionStep.BASE_MOVED);
        for (var segment : log.letGo(start)) {
            segment.delete();
            at.accept(CompactionStep.SEGMENT_DELETED);
        }
    }

    /** Index behind the last segment that lies wholly before an index and is not the last one. */
    long wholeSegments(long before) {
        return log.wholeSegments(before);
    }

    /**
     * Index of the first record that may have been written at or after a time; all before it were
     * written earlier. By the times of the segment files, so a whole segment is as young as its
     * last record.
     */
    public long writtenBefore(Instant time) throws IOException {
        return log.writtenBefore(time);
    }

    /** Appends one record; when this returns it survives a power cut. @return its index, from 0 */
    public long append(byte[] record) throws IOException {
        return log.append(record);
    }

    /**
     * A record that was written but is not yet known to be on disk.
     *
     * @param index the record's index, from 0
     * @param life of the journal, until a failure, in which it was written
     */
    public record Ticket(long index, Life life) {}

    /** From one failure to the next; only the journal makes and ends one. */
    public static final class Life {

        private static final long GOES_ON = -1;

        private long forced = GOES_ON;

        Life() {}

        void end(long forcedThen) {
            forced = forcedThen;
        }

        /** Whether a record of this life, which has ended, was on disk when it did. */
        boolean left(long index) {
            return index < forced;
        }
    }

    /**
     * First half of {@link #append}: takes a place in the journal. For callers that must number
     * their records in journal order; they call {@link #force} outside of their own lock.
     *
     * @throws IOException when the record could not be written; also after a failure that nobody
     *     recovered from
     */
    public Ticket write(byte[] record) throws IOException {
        return log.write(record);
    }

    /** Second half of {@link #append}: returns when the record is on disk. */
    public void force(Ticket ticket) throws IOException {
        log.force(ticket);
    }

    /** Returns when a record that was written before is on disk. */
    public void forceTo(long index) throws IOException {
        log.forceTo(index);
    }

    /** Whether a write or an fsync failed since the last {@link #recover}. */
    public boolean broken() {
        return log.broken();
    }

    /** Goes back to what is known to be on disk, after a failure. */
    public void recover() throws IOException {
        log.recover();
    }

    /** The index of the first record of each segment, in order. */
    long[] segments() {
        return log.segments();
    }

    /** The index of the first record in the segment that holds, or would hold, a record. */
    long segmentOf(long index) {
        return log.plan(index).segment().first();
    }

    /** A file that belongs to the segment of this first record and goes when it goes. */
    Path beside(long first, String suffix) {
        return files.beside(first, suffix);
    }

    /** A file that belongs to the journal as a whole. */
    Path file(String name) {
        return files.file(name);
    }

    /** Calls back with every record from an index on, in order, up to what is on disk now. */
    public void replay(long from, ObjLongConsumer<byte[]> consumer) throws IOException {
        replay(from, size(), consumer);
    }

    /** Calls back with the records of a range, in order. @param until the first not wanted */
    void replay(long from, long until, ObjLongConsumer<byte[]> consumer) throws IOException {
        reading.each(
                from,
                until,
                (record, index) -> {
                    consumer.accept(record, index);
                    return true;
                });
    }

    /** A record and its index, from 0. */
    public record Entry(long index, byte[] data) {}

    /**
     * Some records from an index on, in order: as many as are on disk, at most so many, and no more
     * after so many bytes (but at least one). The first has a higher index than was asked for when
     * that one was forgotten.
     */
    public List<Entry> entries(long from, int maxRecords, long maxBytes) throws IOException {
        var entries = new ArrayList<Entry>();
        long[] bytes = {0};
        reading.each(
                from,
                size(),
                (record, index) -> {
                    bytes[0] += record.length;
                    if (bytes[0] > maxBytes && !entries.isEmpty()) {
                        return false;
                    }
                    entries.add(new Entry(index, record));
                    return entries.size() < maxRecords;
                });
        return entries;
    }

    /** The data of {@link #entries}. */
    public List<byte[]> read(long from, int maxRecords, long maxBytes) throws IOException {
        return entries(from, maxRecords, maxBytes).stream().map(Entry::data).toList();
    }

    /**
     * One record.
     *
     * @throws IllegalArgumentException when there is none of that index on disk, or no more
     */
    public byte[] read(long index) throws IOException {
        if (index < first() || index >= size()) {
            throw new IllegalArgumentException("no record " + index);
        }
        var found = entries(index, 1, Long.MAX_VALUE);
        if (found.isEmpty() || found.getFirst().index() != index) {
            throw new IllegalArgumentException("no record " + index);
        }
        return found.getFirst().data();
    }

    /** Index of the first record that is still there; 0 until any were deleted. */
    public long first() {
        return log.first();
    }

    /** How many records were ever put on disk; the index of the next one. */
    public long size() {
        return log.size();
    }

    /**
     * Waits until a record of this index is on disk.
     *
     * @return false when the journal was closed instead
     */
    public boolean await(long index) throws InterruptedException {
        return log.await(index);
    }

    /**
     * Waits until a record of this index is on disk, at most so long.
     *
     * @return false when the journal was closed instead
     */
    public boolean await(long index, Duration longest) throws InterruptedException {
        return log.await(index, longest);
    }

    /** Closes the files; records that are still being forced get there first. */
    @Override
    public void close() throws IOException {
        log.close();
    }
}
