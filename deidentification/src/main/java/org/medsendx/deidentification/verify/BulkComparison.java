package org.medsendx.deidentification.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Large values of a copy that must be the original's, byte for byte: they are noted while the data
 * sets are compared, and compared while the copy is read from its first byte to its last. Not
 * thread safe.
 */
final class BulkComparison implements AutoCloseable {

    /**
     * Bytes that must be the same.
     *
     * @param at where they are in the copy
     * @param file where the original has them
     * @param position where they are in that file
     * @param tag the element whose value they are
     */
    private record Range(long at, long length, Path file, long position, int tag) {
        long end() {
            return at + length;
        }
    }

    private final Path written;
    private final List<Range> ranges = new ArrayList<>();
    private final TreeSet<Integer> different = new TreeSet<>();
    private int next;
    private @Nullable Path open;
    private @Nullable FileChannel channel;
    private ByteBuffer there = ByteBuffer.allocate(0);

    BulkComparison(Path written) {
        this.written = written;
    }

    /** Whether a value lies in the copy, so that it is met when that is read. */
    boolean meets(Path file) {
        return file.equals(written);
    }

    void add(long at, long length, Path file, long position, int tag) {
        if (length > 0) {
            ranges.add(new Range(at, length, file, position, tag));
        }
    }

    /** To be called once, before the first {@link #bytes}. */
    void begin() {
        ranges.sort(Comparator.comparingLong(Range::at));
    }

    /**
     * Compares what lies in the next bytes of the copy.
     *
     * @param position of the first
     */
    void bytes(byte[] bytes, int count, long position) throws IOException {
        long end = position + count;
        while (next < ranges.size() && ranges.get(next).at() < end) {
            Range range = ranges.get(next);
            long from = Math.max(position, range.at());
            int length = (int) (Math.min(end, range.end()) - from);
            if (length > 0 && !different.contains(range.tag())) {
                int at = (int) (from - position);
                if (!same(range, from - range.at(), bytes, at, length)) {
                    different.add(range.tag());
                }
            }
            if (range.end() > end) {
                return;
            }
            next++;
        }
    }

    /** The elements that are not as they were; what the copy ended before is not. */
    List<Integer> different() {
        while (next < ranges.size()) {
            different.add(ranges.get(next++).tag());
        }
        return List.copyOf(different);
    }

    private boolean same(Range range, long offset, byte[] bytes, int at, int length)
            throws IOException {
        FileChannel from = channel(range.file());
        if (there.capacity() < length) {
            there = ByteBuffer.allocate(length);
        }
        there.clear().limit(length);
        while (there.hasRemaining()) {
            if (from.read(there, range.position() + offset + there.position()) < 0) {
                return false;
            }
        }
        return Arrays.equals(there.array(), 0, length, bytes, at, at + length);
    }

    private FileChannel channel(Path file) throws IOException {
        if (channel == null || !file.equals(open)) {
            close();
            channel = FileChannel.open(file, StandardOpenOption.READ);
            open = file;
        }
        return channel;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
