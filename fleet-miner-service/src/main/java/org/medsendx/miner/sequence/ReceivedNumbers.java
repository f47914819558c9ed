package org.medsendx.miner.sequence;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sequence numbers that arrived of one writer's stream, from 1, in any order and perhaps more
 * than once: a bit for each in blocks of {@value #BLOCK}, so that a stream of which every other
 * number is somebody else's, or that has thousands of gaps, costs as much as one without. One
 * thread at a time.
 */
public final class ReceivedNumbers {

    /** Numbers in a block. */
    static final int BLOCK = 4096;

    /** No truck makes as many events; a greater number is not one of ours. */
    static final long MOST = 1L << 36;

    private static final int BITS = Long.SIZE;

    private final Blocks blocks;
    private final Map<Long, long[]> looked = new HashMap<>();
    private final Set<Long> changed = new HashSet<>();
    private Count count;

    /** Where the blocks are kept. */
    public interface Blocks {

        /** A block as {@link #changed} gave it, or null when none of its numbers arrived. */
        byte @Nullable [] read(long block);
    }

    /**
     * How much of a stream arrived.
     *
     * @param received how many different numbers
     * @param highest the highest of them, 0 before the first
     * @param seen the UTC day on which a number came last
     */
    public record Count(long received, long highest, LocalDate seen) {

        /** Before the first number. */
        public static final Count NONE = new Count(0, 0, LocalDate.EPOCH);

        public Count {
            Objects.requireNonNull(seen, "seen");
            if (received < 0 || highest < received) {
                throw new IllegalArgumentException("numbers begin at 1 and come once");
            }
        }

        /** The count of both, which have no number in common. */
        public Count and(Count other) {
            return new Count(
                    received + other.received,
                    Math.max(highest, other.highest),
                    seen.isAfter(other.seen) ? seen : other.seen);
        }

        /** How many numbers below the highest have not arrived: on their way, or lost. */
        public long missing() {
            return highest - received;
        }
    }

    /** What a number is. */
    public enum Arrival {
        NEW,
        KNOWN,
        /** Beyond what can be believed. */
        IMPLAUSIBLE
    }

    public ReceivedNumbers(Count count, Blocks blocks) {
        this.count = count;
        this.blocks = blocks;
    }

    /** What a number is; it is not remembered. */
    public Arrival look(long number) {
        if (number < 1 || number > MOST) {
            return Arrival.IMPLAUSIBLE;
        }
        return (bits(number)[word(number)] & mask(number)) == 0 ? Arrival.NEW : Arrival.KNOWN;
    }

    /**
     * Remembers and counts a number that came on a day.
     *
     * @param number one that the count does not have, whatever the blocks say: they may have been
     *     kept, and the count not
     */
    public void add(long number, LocalDate today) {
        remember(number);
        count = count.and(new Count(1, number, today));
    }

    /** Remembers a number that the count has already. */
    public void remember(long number) {
        bits(number)[word(number)] |= mask(number);
        changed.add(block(number));
    }

    private long[] bits(long number) {
        return looked.computeIfAbsent(block(number), this::read);
    }

    private static long block(long number) {
        return (number - 1) / BLOCK;
    }

    private static int word(long number) {
        return (int) ((number - 1) % BLOCK) / BITS;
    }

    private static long mask(long number) {
        return 1L << ((number - 1) % BITS);
    }

    private long[] read(long index) {
        var bits = new long[BLOCK / BITS];
        byte[] stored = blocks.read(index);
        if (stored != null) {
            ByteBuffer.wrap(stored).asLongBuffer().get(bits);
        }
        return bits;
    }

    /**
     * How much a block as {@link #changed} gave it has of its stream; on which day is not known.
     */
    public static Count count(long block, byte[] stored) {
        var bits = BitSet.valueOf(ByteBuffer.wrap(stored).asLongBuffer());
        return bits.isEmpty()
                ? Count.NONE
                : new Count(bits.cardinality(), block * BLOCK + bits.length(), LocalDate.EPOCH);
    }

    /** How much arrived. */
    public Count count() {
        return count;
    }

    /** The blocks that have another number than before, to be kept. */
    public Map<Long, byte[]> changed() {
        var bytes = new HashMap<Long, byte[]>();
        for (long index : changed) {
            var buffer = ByteBuffer.allocate(BLOCK / Byte.SIZE);
            buffer.asLongBuffer().put(requireNonNull(looked.get(index), "looked at before"));
            bytes.put(index, buffer.array());
        }
        return bytes;
    }
}
