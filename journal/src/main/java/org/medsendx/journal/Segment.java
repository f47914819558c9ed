package org.medsendx.journal;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of a journal: eight bytes that name the format, then frames. Its name is the index of
 * its first record. Not thread safe, except for {@link #force} and {@link #reader}.
 */
final class Segment implements AutoCloseable {

    static final String SUFFIX = ".journal";

    /** Of the file that says how long a segment is that is written no more. */
    private static final String SEAL_SUFFIX = ".seal";

    static final byte[] MAGIC = "MSXJRNL1".getBytes(StandardCharsets.US_ASCII);

    /** Every so many records one position is kept in memory, to read from the middle. */
    private static final int STRIDE = 32;

    private final Path path;
    private final long first;
    // Not a FileChannel: an interrupted appender would close it under everybody else.
    private final RandomAccessFile file;
    private long[] positions = new long[16];
    private long count;
    private long end;

    private Segment(Path path, long first, RandomAccessFile file) {
        this.path = path;
        this.first = first;
        this.file = file;
    }

    static Segment create(Path folder, long first) throws IOException {
        Path path = folder.resolve("%020d%s".formatted(first, SUFFIX));
        // What is there is a creation that failed: no record was ever written to it.
        Files.deleteIfExists(path);
        AtomicFile.createPrivate(path);
        var segment = new Segment(path, first, new RandomAccessFile(path.toFile(), "rw"));
        try {
            segment.begin();
            AtomicFile.forceFolder(folder);
            return segment;
        } catch (IOException e) {
            segment.close();
            // Left behind, it would stand in the way of the segments that follow.
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /**
     * Opens an existing file and checks every record.
     *
     * @param last whether it is the last of its journal, so that its tail may be torn
     */
    static Segment open(Path path, boolean last) throws IOException {
        long first = firstOf(path);
        var segment = new Segment(path, first, new RandomAccessFile(path.toFile(), "rw"));
        try {
            if (last || !segment.readSeal()) {
                segment.check(last);
                if (!last) {
                    segment.seal();
                }
            }
            return segment;
        } catch (IOException e) {
            segment.close();
            throw e;
        }
    }

    /**
     * Notes beside the file of a segment that is written no more how long it is and where its
     * records are, so that the next start need not read it. A shortcut only: without it, or when
     * the file has another length, the segment is read.
     */
    void seal() {
        int slots = slots();
        var bytes = ByteBuffer.allocate(20 + slots * 8);
        bytes.putLong(count).putLong(end);
        for (int i = 0; i < slots; i++) {
            bytes.putLong(positions[i]);
        }
        var crc = new CRC32C();
        crc.update(bytes.array(), 0, bytes.position());
        bytes.putInt((int) crc.getValue());
        try {
            AtomicFile.write(sealFile(), bytes.array());
        } catch (IOException e) {
            // The next start takes longer, that is all.
            return;
        }
    }

    private boolean readSeal() throws IOException {
        Path seal = sealFile();
        if (!Files.isRegularFile(seal)) {
            return false;
        }
        var bytes = ByteBuffer.wrap(Files.readAllBytes(seal));
        int length = bytes.limit() - 4;
        if (length < 16) {
            return false;
        }
        var crc = new CRC32C();
        crc.update(bytes.array(), 0, length);
        long sealedCount = bytes.getLong();
        long sealedEnd = bytes.getLong();
        int slots = (length - 16) / 8;
        if ((int) crc.getValue() != bytes.getInt(length)
                || sealedEnd != file.length()
                || slots != (sealedCount + STRIDE - 1) / STRIDE) {
            return false;
        }
        positions = new long[Math.max(1, slots)];
        for (int i = 0; i < slots; i++) {
            positions[i] = bytes.getLong();
        }
        count = sealedCount;
        end = sealedEnd;
        return true;
    }

    private int slots() {
        return Math.toIntExact((count + STRIDE - 1) / STRIDE);
    }

    private Path sealFile() {
        String name = path.getFileName().toString();
        return path.resolveSibling(name.replace(SUFFIX, SEAL_SUFFIX));
    }

    /** The index of the first record, from a file's name. */
    static long firstOf(Path path) throws IOException {
        String name = path.getFileName().toString();
        try {
            return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
        } catch (NumberFormatException e) {
            throw new IOException("not a journal segment: " + name, e);
        }
    }

    /** Closes and deletes the file. */
    void delete() throws IOException {
        close();
        delete(path);
    }

    /** Deletes a segment's file and what belongs to it. */
    static void delete(Path path) throws IOException {
        String name = path.getFileName().toString().replace(SUFFIX, "");
        Files.deleteIfExists(path.resolveSibling(name + SealedIds.SUFFIX));
        Files.deleteIfExists(path.resolveSibling(name + SEAL_SUFFIX));
        Files.deleteIfExists(path);
    }

    private void begin() throws IOException {
        file.setLength(0);
        file.write(MAGIC);
        file.getFD().sync();
        end = MAGIC.length;
    }

    private void check(boolean last) throws IOException {
        long length = file.length();
        if (last && length < MAGIC.length) {
            begin();
            return;
        }
        try (var in = stream(0)) {
            if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
                throw new CorruptJournalException(path, 0);
            }
            end = MAGIC.length;
            while (end < length) {
                byte[] data = Frame.read(in, length - end);
                if (data == null) {
                    break;
                }
                added(data.length);
            }
        }
        if (end < length) {
            if (!last || damaged(length)) {
                throw new CorruptJournalException(path, end);
            }
            file.setLength(end);
        }
        file.seek(end);
        // A killed process may have left whole records that only the page cache knows.
        file.getFD().sync();
    }

    private boolean damaged(long length) throws IOException {
        try (var in = stream(end)) {
            return Frame.vouchesBeyond(in.readNBytes((int) (length - end)), end);
        }
    }

    /** Writes one record, not yet forced. On failure the file is as before, or this throws too. */
    void write(byte[] data, long forced) throws IOException {
        try {
            file.write(Frame.encode(data, forced));
        } catch (IOException e) {
            cut(count, end);
            throw e;
        }
        added(data.length);
    }

    private void added(int length) {
        if (count % STRIDE == 0) {
            int slot = Math.toIntExact(count / STRIDE);
            if (slot == positions.length) {
                positions = Arrays.copyOf(positions, slot * 2);
            }
            positions[slot] = end;
        }
        count++;
        end += Frame.HEADER + length;
    }

    /** Drops everything behind an earlier state. */
    void cut(long toCount, long toEnd) throws IOException {
        file.setLength(toEnd);
        file.seek(toEnd);
        count = toCount;
        end = toEnd;
    }

    void force() throws IOException {
        file.getFD().sync();
    }

    /** When its file was last written, which is when its last record was. */
    Instant lastWritten() throws IOException {
        return Files.getLastModifiedTime(path).toInstant();
    }

    long first() {
        return first;
    }

    /** Index behind the last record. */
    long next() {
        return first + count;
    }

    long count() {
        return count;
    }

    long end() {
        return end;
    }

    /** The position of a record at or shortly before an index. */
    Mark mark(long index) {
        int slot = Math.toIntExact((index - first) / STRIDE);
        return new Mark(first + (long) slot * STRIDE, positions[slot]);
    }

    /** A record's index and where its frame begins. */
    record Mark(long index, long position) {}

    /** Reads records from a mark on, independently of writers. */
    Reader reader(Mark mark) throws IOException {
        return new Reader(mark.position());
    }

    /** Reads one record after another. */
    final class Reader implements AutoCloseable {
        private final DataInputStream in;
        private long position;

        private Reader(long position) throws IOException {
            this.position = position;
            this.in = stream(position);
        }

        byte[] next() throws IOException {
            byte @Nullable [] data = Frame.read(in, Long.MAX_VALUE);
            if (data == null) {
                throw new CorruptJournalException(path, position);
            }
            position += Frame.HEADER + data.length;
            return data;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private DataInputStream stream(long from) throws IOException {
        var in = new FileInputStream(path.toFile());
        try {
            in.skipNBytes(from);
        } catch (IOException e) {
            in.close();
            throw e;
        }
        return new DataInputStream(new BufferedInputStream(in, 32 * 1024));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
