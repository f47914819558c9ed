package org.medsendx.journal;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads along in a journal that another process owns and writes. It locks and changes nothing, and
 * stops before a record that is not whole yet. A record that it returns may not be on disk yet: who
 * must know waits before using it, or asks again. Not thread safe.
 */
public final class JournalReader {

    private final Path folder;

    public JournalReader(Path folder) {
        this.folder = folder;
    }

    /**
     * Where a record begins.
     *
     * @param segment index of the first record in its file
     * @param offset byte in that file
     * @param index of the record
     */
    public record Position(long segment, long offset, long index) {

        /** The beginning of every journal. */
        public static final Position START = new Position(0, 0, 0);

        public Position {
            if (segment < 0 || offset < 0 || index < segment) {
                throw new IllegalArgumentException("not a place in a journal");
            }
        }
    }

    /**
     * A record.
     *
     * @param at where it begins
     * @param next where the one after it begins, as far as is known
     */
    public record Entry(Position at, Position next, byte[] data) {}

    /**
     * The records from a place on, at most so many; empty when there are none yet. A place that is
     * gone with its segment stands for the first record that is left.
     */
    public List<Entry> read(Position from, int most) throws IOException {
        long[] firsts = segments();
        var found = new ArrayList<Entry>();
        int number = number(firsts, from.index());
        Position at = from;
        while (number >= 0 && number < firsts.length && found.size() < most) {
            long first = firsts[number];
            if (at.segment() != first || at.offset() < Segment.MAGIC.length) {
                at = new Position(first, Segment.MAGIC.length, first);
            }
            int before = found.size();
            Position reached = readSegment(at, from.index(), most, found);
            if (reached == null && before == found.size() && at.index() > first) {
                // What lay there was taken back after a failed write: count from the start again.
                at = new Position(first, Segment.MAGIC.length, first);
                reached = readSegment(at, from.index(), most, found);
            }
            number++;
            boolean last = number == firsts.length;
            if (reached == null || last || reached.index() != firsts[number]) {
                break;
            }
            at = reached;
        }
        return found;
    }

    /** Reads to the end of a segment. @return where it ends, or null at bytes that are no record */
    private @Nullable Position readSegment(Position start, long wanted, int most, List<Entry> found)
            throws IOException {
        Path path = folder.resolve("%020d%s".formatted(start.segment(), Segment.SUFFIX));
        Position at = start;
        try (var file = new FileInputStream(path.toFile());
                var in = new DataInputStream(new BufferedInputStream(file, 64 * 1024))) {
            long length = Files.size(path);
            if (length < start.offset()) {
                return null;
            }
            in.skipNBytes(start.offset());
            while (at.offset() < length && found.size() < most) {
                byte[] data = Frame.read(in, length - at.offset());
                if (data == null) {
                    return null;
                }
                var next =
                        new Position(
                                at.segment(),
                                at.offset() + Frame.HEADER + data.length,
                                at.index() + 1);
                if (at.index() >= wanted) {
                    found.add(new Entry(at, next, data));
                }
                at = next;
            }
            return at;
        } catch (FileNotFoundException | NoSuchFileException e) {
            return null;
        }
    }

    private long[] segments() throws IOException {
        try (var files = Files.list(folder)) {
            var firsts = new ArrayList<Long>();
            for (Path path : files.toList()) {
                if (path.getFileName().toString().endsWith(Segment.SUFFIX)) {
                    firsts.add(Segment.firstOf(path));
                }
            }
            return firsts.stream().mapToLong(Long::longValue).sorted().toArray();
        } catch (NoSuchFileException e) {
            return new long[0];
        }
    }

    // The segment that holds an index: the last that begins at or before it, else the first.
    private static int number(long[] firsts, long index) {
        int at = Arrays.binarySearch(firsts, index);
        return at >= 0 ? at : Math.max(0, -at - 2);
    }
}
