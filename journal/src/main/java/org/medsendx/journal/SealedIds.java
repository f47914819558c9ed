package org.medsendx.journal;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.EventCodec;

/**
 * The ids of a segment that is written no more, in a file that is mapped: eight bytes that name the
 * format, the range of records (16), how many ids (4), length of the numbers (4), the numbers as
 * JSON, CRC32C of all that (4), then 24 bytes for each id, sorted: the id and its record. All big
 * endian. The file is written whole or not at all ({@link AtomicFile}).
 */
final class SealedIds implements JournalIds.Part {

    static final String SUFFIX = ".ids";

    private static final byte[] MAGIC = "MSXIDS01".getBytes(StandardCharsets.US_ASCII);
    private static final int FIXED = 32;
    private static final int ENTRY = 24;

    /** A range this small is searched one by one. */
    private static final int NEAR = 8;

    private final long first;
    private final ByteBuffer entries;
    private final int count;
    private final Map<String, Long> maxima;

    private SealedIds(long first, ByteBuffer entries, int count, Map<String, Long> maxima) {
        this.first = first;
        this.entries = entries;
        this.count = count;
        this.maxima = maxima;
    }

    /**
     * Opens the file of a range of records; null when there is none of that range that is whole.
     */
    static @Nullable SealedIds open(Path file, long first, long next) throws IOException {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        ByteBuffer bytes;
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
        if (bytes.limit() < FIXED + 4) {
            return null;
        }
        byte[] magic = new byte[MAGIC.length];
        bytes.get(magic);
        boolean ours = java.util.Arrays.equals(magic, MAGIC);
        if (!ours || bytes.getLong() != first || bytes.getLong() != next) {
            return null;
        }
        int count = bytes.getInt();
        int numbers = bytes.getInt();
        int head = FIXED + numbers;
        if (numbers < 0
                || count < 0
                || bytes.limit() != (long) head + 4 + (long) count * ENTRY
                || checksum(bytes.slice(0, head)) != bytes.getInt(head)) {
            return null;
        }
        byte[] json = new byte[numbers];
        bytes.get(json);
        Map<String, Long> maxima =
                EventCodec.JSON.readValue(json, new TypeReference<Map<String, Long>>() {});
        return new SealedIds(first, bytes.slice(head + 4, count * ENTRY), count, maxima);
    }

    /** Writes the file of a part that takes no more ids. @param next index behind its records */
    static SealedIds write(Path file, JournalIds.Open part, long next) throws IOException {
        byte[] json = EventCodec.JSON.writeValueAsBytes(part.maxima());
        int count = part.ids().size();
        int head = FIXED + json.length;
        var bytes = ByteBuffer.allocate(head + 4 + count * ENTRY);
        bytes.put(MAGIC).putLong(part.first()).putLong(next);
        bytes.putInt(count).putInt(json.length).put(json);
        bytes.putInt(checksum(bytes.slice(0, head)));
        part.ids().sorted((high, low, record) -> bytes.putLong(high).putLong(low).putLong(record));
        AtomicFile.write(file, bytes.array());
        var written = open(file, part.first(), next);
        if (written == null) {
            throw new IOException("the ids of a segment could not be read back");
        }
        return written;
    }

    private static int checksum(ByteBuffer head) {
        var crc = new CRC32C();
        crc.update(head);
        return (int) crc.getValue();
    }

    @Override
    public long first() {
        return first;
    }

    @Override
    public Map<String, Long> maxima() {
        return maxima;
    }

    // Ids are hashes or random, so where one would be is known well: interpolation search.
    @Override
    public long get(IdIndex.Key key) {
        int low = 0;
        int high = count - 1;
        boolean guess = true;
        while (high - low > NEAR) {
            int middle = guess ? guess(key, low, high) : (low + high) >>> 1;
            // In turns, so that ids that are not spread evenly cost a binary search at most twice.
            guess = !guess;
            int side = compare(key, middle);
            if (side == 0) {
                return entries.getLong(middle * ENTRY + 16);
            }
            if (side < 0) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        for (int at = low; at <= high; at++) {
            if (compare(key, at) == 0) {
                return entries.getLong(at * ENTRY + 16);
            }
        }
        return -1;
    }

    private int guess(IdIndex.Key key, int low, int high) {
        double from = unsigned(entries.getLong(low * ENTRY));
        double to = unsigned(entries.getLong(high * ENTRY));
        double share = to > from ? (unsigned(key.high()) - from) / (to - from) : 0.5;
        return low + (int) (Math.clamp(share, 0.0, 1.0) * (high - low));
    }

    private static double unsigned(long value) {
        return (value >>> 1) * 2.0 + (value & 1);
    }

    private int compare(IdIndex.Key key, int at) {
        int side = Long.compareUnsigned(key.high(), entries.getLong(at * ENTRY));
        return side != 0 ? side : Long.compareUnsigned(key.low(), entries.getLong(at * ENTRY + 8));
    }
}
