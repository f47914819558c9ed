package org.medsendx.journal;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.medsendx.journal.Journal.Ticket;

/**
 * The segments of a journal, written at the last one, and how much of them is known to be on disk.
 * One fsync serves all who wrote before it. After a failed write or fsync what was not forced is
 * given up. Thread safe.
 */
final class SegmentedLog implements AutoCloseable {

    private final JournalFolder files;
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
    private Journal.Life life = new Journal.Life();

    SegmentedLog(JournalFolder files, List<Segment> segments, long segmentBytes) {
        this.files = files;
        this.segments = segments;
        this.segmentBytes = segmentBytes;
        allForced();
    }

    /** Appends one record; when this returns it survives a power cut. @return its index, from 0 */
    long append(byte[] record) throws IOException {
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

    /** Takes a place in the journal; see {@link Journal#write}. */
    Ticket write(byte[] record) throws IOException {
        if (record.length > Journal.MAX_RECORD_BYTES) {
            throw new IllegalArgumentException("a record has at most 1 MiB");
        }
        lock.lock();
        try {
            checkUsable();
            while (isFullFor(record)) {
                rollWhenQuiet();
            }
            var segment = segments.getLast();
            long index = segment.next();
            segment.write(record, forcedEnd);
            return new Ticket(index, life);
        } catch (IOException e) {
            // Where the file now ends is uncertain, so everything not forced is given up.
            fail();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFullFor(byte[] record) {
        var last = segments.getLast();
        return last.count() > 0 && last.end() + record.length > segmentBytes;
    }

    /**
     * Begins a segment, unless somebody forces the last one: then it waits, and whoever asks looks
     * again. An fsync that fails tells only one of two who wait for it (fsync(2)), and must not
     * count as one that did not.
     */
    private void rollWhenQuiet() throws IOException {
        if (forcing) {
            changed.awaitUninterruptibly();
            checkUsable();
        } else {
            roll(segments.getLast());
        }
    }

    private void roll(Segment full) throws IOException {
        full.force();
        allForced();
        var next = files.create(full.next());
        segments.add(next);
        allForced();
        full.seal();
        changed.signalAll();
    }

    /** Returns when the record is on disk. */
    void force(Ticket ticket) throws IOException {
        lock.lock();
        try {
            while (true) {
                boolean ended = ticket.life() != life;
                if (ended ? ticket.life().left(ticket.index()) : ticket.index() < forced) {
                    return;
                }
                if (ended) {
                    throw new IOException("the record was not forced to disk");
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
    void forceTo(long index) throws IOException {
        Ticket ticket;
        lock.lock();
        try {
            ticket = new Ticket(index, life);
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
        var mine = life;
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
        if (mine != life) {
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
        life.end(forced);
        life = new Journal.Life();
        changed.signalAll();
    }

    private void allForced() {
        var last = segments.getLast();
        forced = last.next();
        forcedCount = last.count();
        forcedEnd = last.end();
    }

    /** Whether a write or an fsync failed since the last {@link #recover}. */
    boolean broken() {
        lock.lock();
        try {
            return broken;
        } finally {
            lock.unlock();
        }
    }

    /** Goes back to what is known to be on disk, after a failure. */
    void recover() throws IOException {
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

    /** Makes the next record the first of its segment. @return its index */
    long beginSegment() throws IOException {
        lock.lock();
        try {
            if (broken) {
                recover();
            }
            checkUsable();
            while (segments.getLast().count() > 0) {
                rollWhenQuiet();
            }
            return segments.getLast().first();
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of the segments before a record. @return them, for their files to be deleted */
    List<Segment> letGo(long start) {
        lock.lock();
        try {
            var before = segments.stream().filter(one -> one.first() < start).toList();
            segments.removeAll(before);
            return before;
        } finally {
            lock.unlock();
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

    /** Index behind the last segment that lies wholly before an index and is not the last one. */
    long wholeSegments(long before) {
        lock.lock();
        try {
            long start = segments.getFirst().first();
            for (var segment : segments.subList(0, segments.size() - 1)) {
                if (segment.next() > before) {
                    break;
                }
                start = segment.next();
            }
            return start;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Index of the first record that may have been written at or after a time; all before it were
     * written earlier. By the times of the segment files, so a whole segment is as young as its
     * last record.
     */
    long writtenBefore(Instant time) throws IOException {
        lock.lock();
        try {
            for (var segment : segments) {
                if (!segment.lastWritten().isBefore(time)) {
                    return segment.first();
                }
            }
            return segments.getLast().first();
        } finally {
            lock.unlock();
        }
    }

    /** Where a record that is on disk can be read. */
    SegmentReading.Plan plan(long index) {
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
            return new SegmentReading.Plan(
                    segment, segment.mark(Math.max(index, segment.first())), segment.next());
        } finally {
            lock.unlock();
        }
    }

    /** Index of the first record that is still there; 0 until the first compaction. */
    long first() {
        lock.lock();
        try {
            return segments.getFirst().first();
        } finally {
            lock.unlock();
        }
    }

    /** How many records were ever put on disk; the index of the next one. */
    long size() {
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
    boolean await(long index) throws InterruptedException {
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
    boolean await(long index, Duration longest) throws InterruptedException {
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
            files.close();
        }
    }
}
