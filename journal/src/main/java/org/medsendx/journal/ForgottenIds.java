package org.medsendx.journal;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;

/**
 * The ids of records that a journal has forgotten, each with a note of so many bytes, in one mapped
 * file: eight bytes that name the format, bytes of a note (4), length of the numbers (4), the
 * numbers as JSON, CRC32C of all that (4), then 16 bytes of id and the note for each id, sorted,
 * then CRC32C of these (4). All big endian.
 *
 * <p>Unlike the other files beside a journal this one cannot be made again, so one that is not
 * whole is refused. Its head is checked when it is opened, all of it whenever it is written anew
 * ({@link AtomicFile}). Unchangeable.
 */
final class ForgottenIds {

    /** Its name beside the segments. */
    static final String FILE = "forgotten";

    private static final byte[] MAGIC = "MSXFGT01".getBytes(StandardCharsets.US_ASCII);
    private static final int FIXED = 16;
    private static final int KEY = 16;
    private static final int CRC = 4;
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final Path file;
    private final int noteBytes;
    private final MemorySegment entries;
    private final int crc;
    private final long count;
    private final Map<String, Long> numbers;

    private ForgottenIds(
            Path file, int noteBytes, MemorySegment entries, int crc, Map<String, Long> numbers) {
        this.file = file;
        this.noteBytes = noteBytes;
        this.entries = entries;
        this.crc = crc;
        this.count = entries.byteSize() / (KEY + noteBytes);
        this.numbers = Map.copyOf(numbers);
    }

    /**
     * Opens the file; without one nothing was forgotten.
     *
     * @throws IOException when it is not whole, or of notes of another length
     */
    static ForgottenIds open(Path file, int noteBytes) throws IOException {
        if (!Files.exists(file)) {
            return new ForgottenIds(file, noteBytes, MemorySegment.NULL, 0, Map.of());
        }
        MemorySegment bytes;
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        }
        long size = bytes.byteSize();
        if (size < FIXED + CRC + CRC) {
            throw damaged();
        }
        var fixed = bytes.asSlice(0, FIXED).asByteBuffer();
        byte[] magic = new byte[MAGIC.length];
        fixed.get(magic);
        int note = fixed.getInt();
        int length = fixed.getInt();
        long head = FIXED + (long) length;
        long body = size - head - CRC - CRC;
        if (!Arrays.equals(magic, MAGIC)
                || note != noteBytes
                || length < 0
                || body < 0
                || body % (KEY + note) != 0
                || checksum(bytes.asSlice(0, head)) != crc(bytes, head)) {
            throw damaged();
        }
        byte[] json = bytes.asSlice(FIXED, length).toArray(ValueLayout.JAVA_BYTE);
        return new ForgottenIds(
                file,
                noteBytes,
                bytes.asSlice(head + CRC, body),
                crc(bytes, size - CRC),
                EventCodec.JSON.readValue(json, new TypeReference<Map<String, Long>>() {}));
    }

    private static IOException damaged() {
        return new IOException("the file of forgotten ids is damaged");
    }

    private static int crc(MemorySegment bytes, long at) {
        return bytes.asSlice(at, CRC).asByteBuffer().getInt();
    }

    private static int checksum(MemorySegment bytes) {
        var sum = new CRC32C();
        sum.update(bytes.asByteBuffer());
        return (int) sum.getValue();
    }

    /** The highest number of each name among forgotten records. */
    Map<String, Long> numbers() {
        return numbers;
    }

    long size() {
        return count;
    }

    /** The note of an id, or null when there is none. */
    byte @Nullable [] get(IdIndex.Key key) {
        long low = 0;
        long high = count - 1;
        while (low <= high) {
            long middle = (low + high) >>> 1;
            int side = key.compareTo(key(middle));
            if (side == 0) {
                return note(middle);
            }
            if (side < 0) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return null;
    }

    private IdIndex.Key key(long at) {
        long offset = at * (KEY + noteBytes);
        return new IdIndex.Key(entries.get(LONG, offset), entries.get(LONG, offset + 8));
    }

    private byte[] note(long at) {
        return entries.asSlice(at * (KEY + noteBytes) + KEY, noteBytes)
                .toArray(ValueLayout.JAVA_BYTE);
    }

    /**
     * Writes the file anew with more ids; when it returns that survives a power cut.
     *
     * @param more a later note of an id replaces an earlier one
     * @param numbers highest numbers of the records that go
     * @param stays which of the earlier notes are still wanted
     */
    ForgottenIds with(
            SortedMap<IdIndex.Key, byte[]> more, Map<String, Long> numbers, Predicate<byte[]> stays)
            throws IOException {
        for (byte[] note : more.values()) {
            if (note.length != noteBytes) {
                throw new IllegalArgumentException("a note has " + noteBytes + " bytes");
            }
        }
        var all = new TreeMap<>(this.numbers);
        numbers.forEach((name, value) -> all.merge(name, value, Math::max));
        byte[] json = EventCodec.JSON.writeValueAsBytes(all);
        AtomicFile.write(
                file,
                out -> {
                    var head = ByteBuffer.allocate(FIXED + json.length + CRC);
                    head.put(MAGIC).putInt(noteBytes).putInt(json.length).put(json);
                    var sum = new CRC32C();
                    sum.update(head.array(), 0, head.position());
                    head.putInt((int) sum.getValue());
                    out.write(head.array());
                    merge(more, stays, out);
                });
        return open(file, noteBytes);
    }

    private void merge(
            SortedMap<IdIndex.Key, byte[]> more, Predicate<byte[]> stays, OutputStream out)
            throws IOException {
        var read = new CRC32C();
        var written = new CRC32C();
        var entry = ByteBuffer.allocate(KEY + noteBytes);
        var added = more.entrySet().iterator();
        var next = added.hasNext() ? added.next() : null;
        for (long at = 0; at < count; at++) {
            var key = key(at);
            byte[] note = note(at);
            read.update(put(entry, key, note));
            while (next != null && next.getKey().compareTo(key) < 0) {
                write(put(entry, next.getKey(), next.getValue()), written, out);
                next = added.hasNext() ? added.next() : null;
            }
            boolean replaced = next != null && next.getKey().equals(key);
            if (!replaced && stays.test(note)) {
                write(put(entry, key, note), written, out);
            }
        }
        if (count > 0 && (int) read.getValue() != crc) {
            throw damaged();
        }
        while (next != null) {
            write(put(entry, next.getKey(), next.getValue()), written, out);
            next = added.hasNext() ? added.next() : null;
        }
        out.write(ByteBuffer.allocate(CRC).putInt((int) written.getValue()).array());
    }

    private static byte[] put(ByteBuffer entry, IdIndex.Key key, byte[] note) {
        return entry.clear().putLong(key.high()).putLong(key.low()).put(note).array();
    }

    private static void write(byte[] entry, CRC32C written, OutputStream out) throws IOException {
        written.update(entry);
        out.write(entry);
    }
}
