package org.medsendx.miner.sequence;

import java.util.ArrayList;
import java.util.List;

/**
 * The sequence numbers that arrived of one writer's stream, from 1, in any order and perhaps more
 * than once. Kept as ranges, so the size is that of the gaps and not of the stream.
 *
 * @param ranges in order, apart by at least one number
 */
public record ReceivedNumbers(List<Range> ranges) {

    /** Before the first event. */
    public static final ReceivedNumbers NONE = new ReceivedNumbers(List.of());

    public ReceivedNumbers {
        ranges = List.copyOf(ranges);
    }

    /** The numbers from {@code first} to {@code last}, both included. */
    public record Range(long first, long last) {
        public Range {
            if (first < 1 || last < first) {
                throw new IllegalArgumentException("a range starts at 1 at least and has a number");
            }
        }
    }

    public boolean has(long number) {
        return ranges.stream().anyMatch(r -> r.first() <= number && number <= r.last());
    }

    /** These and one more. */
    public ReceivedNumbers with(long number) {
        if (has(number)) {
            return this;
        }
        var joined = new ArrayList<Range>();
        long first = number;
        long last = number;
        int at = 0;
        for (var range : ranges) {
            if (range.last() < number - 1) {
                joined.add(range);
                at = joined.size();
            } else if (range.first() > number + 1) {
                joined.add(range);
            } else {
                first = Math.min(first, range.first());
                last = Math.max(last, range.last());
            }
        }
        joined.add(at, new Range(first, last));
        return new ReceivedNumbers(joined);
    }

    /** How many different numbers arrived. */
    public long received() {
        return ranges.stream().mapToLong(r -> r.last() - r.first() + 1).sum();
    }

    /** How many numbers below the highest have not arrived: on their way, or lost. */
    public long missing() {
        return ranges.isEmpty() ? 0 : ranges.getLast().last() - received();
    }
}
