package org.medsendx.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
 * and what lies before it is deleted. Indexes stay as they are; {@link #first} is the lowest one.
 */
public final class Journal implements AutoCloseable {

    /** The largest record, in bytes. */
    public static final int MAX_RECORD_BYTES = 1 << 20;

    private static final long SEGMENT_BYTES = 64L << 20;

    /** Names the first record that is still needed; without it that is record 0. */
    private static final String BASE = "base";

    private final Path folder;
    private final FileChannel lockFile;
    private final long segmentBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private final List<Segment> segments;
    // What is on disk: records in all, and the state of the last segment.
    private long forced;
    private long forcedCount;
    private long forcedEnd;
    private boolean forcing;
    private boolean broken;
    private boolean closed;
    private long generation;

    private Journal(Path folder, FileChannel lockFile, List<Segment> segments, long segmentBytes) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.segments = segments;
        this.segmentBytes = segmentBytes;
        allForced();
    }

    /**
     * Opens or creates the journal in a folder; one process at a time (file lock).
     *
     * @throws IOException when it is in use, damaged, or the folder cannot be written
     */
    public static Journal open(Path folder) throws IOException {
        return open(folder, SEGMENT_BYTES);
    }

    static Journal open(Path folder, long segmentBytes) throws IOException {
        Files.createDirectories(folder);
        var lockFile = acquire(folder);
        var segments = new ArrayList<Segment>();
        try {
            long base = base(folder);
            var paths = withoutLeftovers(segmentFiles(folder), base);
            long next = base;
            for (int i = 0; i < paths.size(); i++) {
                var segment = Segment.open(paths.get(i), i == paths.size() - 1);
                segments.add(segment);
                if (segment.first() != next) {
                    throw new IOException("a journal segment is missing before record " + next);
                }
                next = segment.next();
            }
            if (segments.isEmpty()) {
                if (base > 0) {
                    throw new IOException("a journal segment is missing before record " + base);
                }
                segments.add(Segment.create(folder, 0));
            }
            return new Journal(folder, lockFile, segments, segmentBytes);
        } catch (IOException e) {
            for (var segment : segments) {
                segment.close();
            }
            lockFile.close();
            throw e;
        }
    }

    private static FileChannel acquire(Path folder) throws IOException {
        var channel =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process: the same answer.
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new IOException("the journal is in use by another process or owner");
    }

    private static List<Path> segmentFiles(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().endsWith(Segment.SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    private static long base(Path folder) throws IOException {
        Path file = folder.resolve(BASE);
        if (!Files.exists(file)) {
            return 0;
        }
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (NumberFormatException e) {
            throw new IOException("the base of a journal cannot be read", e);
        }
    }

    // What a compaction would have deleted, had it not been cut off.
    private static List<Path> withoutLeftovers(List<Path> paths, long base) throws IOException {
        var kept = new ArrayList<Path>();
        for (Path path : paths) {
            if (Segment.firstOf(path) < base) {
                Segment.delete(path);
            } else {
                kept.add(path);
            }
        }
        return kept;
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
     * @param live records from which the table of now can be made
     * @throws IOException when it failed; nothing that counts is lost
     */
    public void compact(Iterable<byte[]> live) throws IOException {
        compact(live, _ -> {});
    }

    void compact(Iterable<byte[]> live, Consumer<CompactionStep> at) throws IOException {
        long start;
        lock.lock();
        try {
            if (broken) {
                recover();
            }
            checkUsable();
            // Its segments are deleted whole, so the new records begin one.
            var last = segments.getLast();
            if (last.count() > 0) {
                roll(last);
            }
            start = segments.getLast().first();
        } finally {
            lock.unlock();
        }
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
        AtomicFile.write(folder.resolve(BASE), (start + "\n").getBytes(StandardCharsets.US_ASCII));
        at.accept(CompactionStep.BASE_MOVED);
        List<Segment> gone;
        lock.lock();
        try {
            var before = segments.stream().filter(one -> one.first() < start).toList();
            segments.removeAll(before);
            gone = before;
        } finally {
            lock.unlock();
        }
        for (var segment : gone) {
            segment.delete();
            at.accept(CompactionStep.SEGMENT_DELETED);
        }
    }

    /** Appends one record; when this returns it survives a power cut. @return its index, from 0 */
    public long append(byte[] record) throws IOException {
        Ticket ticket;
        lock.lock();
        try {
            if (broken) {
                recover();
            }
            ticket = write(record);
        } finally {
            lock.unlock();
        }
        force(ticket);
        return ticket.index();
    }

    /**
     * A record that was written but is not yet known to be on disk.
     *
     * @param index the record's index, from 0
     */
    public record Ticket(long index, long generation) {}

    /**
     * First half of {@link #append}: takes a place in the journal. For callers that must number
     * their records in journal order; they call {@link #force} outside of their own lock.
     *
     * @throws IOException when the record could not be written; also after a failure that nobody
     *     recovered from
     */
    public Ticket write(byte[] record) throws IOException {
        if (record.length > MAX_RECORD_BYTES) {
            throw new IllegalArgumentException("a record has at most 1 MiB");
        }
        lock.lock();
        try {
            checkUsable();
            var segment = segments.getLast();
            if (segment.count() > 0 && segment.end() + record.length > segmentBytes) {
                segment = roll(segment);
            }
            long index = segment.next();
            segment.write(record, forcedEnd);
            return new Ticket(index, generation);
        } catch (IOException e) {
            // Where the file now ends is uncertain, so everything not forced is given up.
            fail();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private Segment roll(Segment full) throws IOException {
        full.force();
        allForced();
        var next = Segment.create(folder, full.next());
        segments.add(next);
        allForced();
        full.seal();
        changed.signalAll();
        return next;
    }

    /** Second half of {@link #append}: returns when the record is on disk. */
    public void force(Ticket ticket) throws IOException {
        lock.lock();
        try {
            while (true) {
                if (ticket.generation() != generation) {
                    throw new IOException("the record was not forced to disk");
                }
                if (ticket.index() < forced) {
                    return;
                }
                checkUsable();
                if (forcing) {
                    changed.awaitUninterruptibly();
                } else {
                    forceForAll();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns when a record that was written before is on disk. */
    public void forceTo(long index) throws IOException {
        Ticket ticket;
        lock.lock();
        try {
            ticket = new Ticket(index, generation);
        } finally {
            lock.unlock();
        }
        force(ticket);
    }

    /** One caller forces what all have written so far; the lock is open meanwhile. */
    private void forceForAll() throws IOException {
        var segment = segments.getLast();
        long records = segment.next();
        long count = segment.count();
        long end = segment.end();
        long mine = generation;
        forcing = true;
        lock.unlock();
        IOException failure = null;
        try {
            segment.force();
        } catch (IOException e) {
            failure = e;
        }
        lock.lock();
        forcing = false;
        changed.signalAll();
        if (mine != generation) {
            return;
        }
        if (failure != null) {
            // After a failed fsync the page cache says nothing about the disk.
            fail();
            throw failure;
        }
        forced = Math.max(forced, records);
        if (segment == segments.getLast()) {
            forcedCount = Math.max(forcedCount, count);
            forcedEnd = Math.max(forcedEnd, end);
        }
    }

    private void fail() {
        broken = true;
        generation++;
        changed.signalAll();
    }

    private void allForced() {
        var last = segments.getLast();
        forced = last.next();
        forcedCount = last.count();
        forcedEnd = last.end();
    }

    /** Whether a write or an fsync failed since the last {@link #recover}. */
    public boolean broken() {
        lock.lock();
        try {
            return broken;
        } finally {
            lock.unlock();
        }
    }

    /** Goes back to what is known to be on disk, after a failure. */
    public void recover() throws IOException {
        lock.lock();
        try {
            while (forcing) {
                changed.awaitUninterruptibly();
            }
            if (broken && !closed) {
                var last = segments.getLast();
                last.cut(forcedCount, forcedEnd);
                last.force();
                broken = false;
            }
        } finally {
            lock.unlock();
        }
    }

    private void checkUsable() throws IOException {
        if (closed) {
            throw new IOException("the journal is closed");
        }
        if (broken) {
            throw new IOException("the journal could not be written");
        }
    }

    /** The index of the first record of each segment, in order. */
    long[] segments() {
        lock.lock();
        try {
            return segments.stream().mapToLong(Segment::first).toArray();
        } finally {
            lock.unlock();
        }
    }

    /** The index of the first record in the segment that holds, or would hold, a record. */
    long segmentOf(long index) {
        return plan(index).segment().first();
    }

    /** A file that belongs to the segment of this first record and goes when it goes. */
    Path beside(long first, String suffix) {
        return folder.resolve("%020d%s".formatted(first, suffix));
    }

    /** Calls back with every record from an index on, in order, up to what is on disk now. */
    public void replay(long from, ObjLongConsumer<byte[]> consumer) throws IOException {
        replay(from, size(), consumer);
    }

    /** Calls back with the records of a range, in order. @param until the first not wanted */
    void replay(long from, long until, ObjLongConsumer<byte[]> consumer) throws IOException {
        long next = Math.max(from, first());
        while (next < until) {
            var plan = plan(next);
            long stop = Math.min(until, plan.stop());
            try (var reader = plan.segment().reader(plan.mark())) {
                for (long index = plan.mark().index(); index < stop; index++) {
                    byte[] record = reader.next();
                    if (index >= next) {
                        consumer.accept(record, index);
                    }
                }
            }
            next = stop;
        }
    }

    /**
     * Some records from an index on, in order: as many as are on disk, at most so many, and no more
     * after so many bytes (but at least one).
     */
    public List<byte[]> read(long from, int maxRecords, long maxBytes) throws IOException {
        var records = new ArrayList<byte[]>();
        long next = Math.max(from, first());
        long until = Math.min(size(), next + maxRecords);
        long bytes = 0;
        while (next < until) {
            var plan = plan(next);
            long stop = Math.min(until, plan.stop());
            try (var reader = plan.segment().reader(plan.mark())) {
                for (long index = plan.mark().index(); index < stop; index++) {
                    byte[] record = reader.next();
                    if (index < next) {
                        continue;
                    }
                    bytes += record.length;
                    if (bytes > maxBytes && !records.isEmpty()) {
                        return records;
                    }
                    records.add(record);
                }
            }
            next = stop;
        }
        return records;
    }

    /**
     * One record.
     *
     * @throws IllegalArgumentException when there is none of that index on disk
     */
    public byte[] read(long index) throws IOException {
        if (index < first() || index >= size()) {
            throw new IllegalArgumentException("no record " + index);
        }
        return read(index, 1, Long.MAX_VALUE).getFirst();
    }

    private record Plan(Segment segment, Segment.Mark mark, long stop) {}

    private Plan plan(long index) {
        lock.lock();
        try {
            int low = 0;
            int high = segments.size() - 1;
            while (low < high) {
                int middle = (low + high + 1) >>> 1;
                if (segments.get(middle).first() <= index) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            var segment = segments.get(low);
            return new Plan(segment, segment.mark(index), segment.next());
        } finally {
            lock.unlock();
        }
    }

    /** Index of the first record that is still there; 0 until the first compaction. */
    public long first() {
        lock.lock();
        try {
            return segments.getFirst().first();
        } finally {
            lock.unlock();
        }
    }

    /** How many records were ever put on disk; the index of the next one. */
    public long size() {
        lock.lock();
        try {
            return forced;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a record of this index is on disk.
     *
     * @return false when the journal was closed instead
     */
    public boolean await(long index) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (forced <= index && !closed) {
                changed.await();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a record of this index is on disk, at most so long.
     *
     * @return false when the journal was closed instead
     */
    public boolean await(long index, Duration longest) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = longest.toNanos();
            while (forced <= index && !closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Closes the files; records that are still being forced get there first. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            while (forcing) {
                changed.awaitUninterruptibly();
            }
            if (closed) {
                return;
            }
            closed = true;
            changed.signalAll();
            for (var segment : segments) {
                segment.close();
            }
        } finally {
            lock.unlock();
            lockFile.close();
        }
    }
}
