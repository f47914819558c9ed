package org.medsendx.ingest.ledger;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Sha256;

/**
 * What stays known of a received instance when its entry was forgotten: enough to tell a duplicate
 * from a conflict, and to answer for the original. 64 bytes: object id (16), SHA-256 of the data
 * set (32), size of the file (8), the first 8 bytes of the SHA-256 of the SOP Class UID.
 *
 * @param objectId names its file
 * @param dataSetSha256 of the data set's bytes
 * @param size of the file, bytes
 * @param sopClass the first 8 bytes of the SHA-256 of its SOP Class UID
 */
public record Remembered(UUID objectId, String dataSetSha256, long size, long sopClass) {

    static final int BYTES = 64;

    /** Of a line; null when it is of no received instance. */
    static @Nullable Remembered of(EntryLine line) {
        String dataSet = line.dataSetSha256();
        String sopClass = line.sopClassUid();
        return line.outcome() != EntryLine.Decision.RECEIVED || dataSet == null || sopClass == null
                ? null
                : new Remembered(line.objectId(), dataSet, line.bytes(), digest(sopClass));
    }

    static Remembered of(byte[] bytes) {
        var note = ByteBuffer.wrap(bytes);
        var id = new UUID(note.getLong(), note.getLong());
        byte[] dataSet = new byte[32];
        note.get(dataSet);
        return new Remembered(
                id, HexFormat.of().formatHex(dataSet), note.getLong(), note.getLong());
    }

    byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(objectId.getMostSignificantBits())
                .putLong(objectId.getLeastSignificantBits())
                .put(HexFormat.of().parseHex(dataSetSha256))
                .putLong(size)
                .putLong(sopClass)
                .array();
    }

    /** Whether it is of this SOP Class. */
    public boolean ofClass(String sopClassUid) {
        return sopClass == digest(sopClassUid);
    }

    private static long digest(String uid) {
        return HexFormat.fromHexDigitsToLong(Sha256.of(uid), 0, 16);
    }
}
