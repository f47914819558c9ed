package org.medsendx.journal;

import java.io.FileNotFoundException;
import java.io.IOException;

/**
 * Reads records of a journal in order, over its segments, while others write and forget. Thread
 * safe.
 */
final class SegmentReading {

    private final SegmentedLog log;

    SegmentReading(SegmentedLog log) {
        this.log = log;
    }

    /**
     * A way to a record.
     *
     * @param mark at or shortly before it
     * @param stop index behind the segment's last record
     */
    record Plan(Segment segment, Segment.Mark mark, long stop) {}

    /** Takes a record. @return whether to go on */
    interface Taker {
        boolean take(byte[] record, long index) throws IOException;
    }

    /** Every record of a range that is still there. @param until the first not wanted */
    void each(long from, long until, Taker taker) throws IOException {
        long next = Math.max(from, log.first());
        while (next < until) {
            var plan = log.plan(next);
            long stop = Math.min(until, plan.stop());
            try (var reader = plan.segment().reader(plan.mark())) {
                for (long index = plan.mark().index(); index < stop; index++) {
                    byte[] record = reader.next();
                    if (index < next) {
                        continue;
                    }
                    next = index + 1;
                    if (!taker.take(record, index)) {
                        return;
                    }
                }
            } catch (FileNotFoundException e) {
                // It was forgotten in this moment, or the disk lost it.
                if (log.first() <= next) {
                    throw e;
                }
            }
            next = Math.max(next, log.first());
        }
    }
}
