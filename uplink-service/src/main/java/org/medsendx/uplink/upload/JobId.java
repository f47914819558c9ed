package org.medsendx.uplink.upload;

import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;
import org.medsendx.contracts.deidentified.UploadedKind;

/**
 * What makes two upload jobs the same: the instance, the kind of file and the first 128 bits of the
 * content's SHA-256.
 *
 * @param objectId the instance
 * @param kind what the file is
 * @param high the first 64 bits of the digest
 * @param low the next 64
 */
public record JobId(UUID objectId, UploadedKind kind, long high, long low)
        implements Comparable<JobId> {

    private static final int HALF = 16;

    public JobId {
        Objects.requireNonNull(objectId, "objectId");
        Objects.requireNonNull(kind, "kind");
    }

    /**
     * @param sha256 the content's digest, as 64 hexadecimal digits, or the first half of them
     */
    static JobId of(UUID objectId, UploadedKind kind, String sha256) {
        return new JobId(
                objectId,
                kind,
                Long.parseUnsignedLong(sha256, 0, HALF, 16),
                Long.parseUnsignedLong(sha256, HALF, 2 * HALF, 16));
    }

    /**
     * Reads {@link #toString} back.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static JobId parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3 || parts[2].length() != 2 * HALF) {
            throw new IllegalArgumentException("not the id of an upload job");
        }
        return of(UUID.fromString(parts[0]), UploadedKind.valueOf(parts[1]), parts[2]);
    }

    /** As journals and file names have it: object id, kind and 32 hexadecimal digits. */
    @Override
    public String toString() {
        var hex = HexFormat.of();
        return objectId + "/" + kind + "/" + hex.toHexDigits(high) + hex.toHexDigits(low);
    }

    @Override
    public int compareTo(JobId other) {
        return toString().compareTo(other.toString());
    }
}
