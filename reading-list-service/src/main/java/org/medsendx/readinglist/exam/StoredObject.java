package org.medsendx.readinglist.exam;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.contracts.deidentified.InstanceUids;
import org.medsendx.contracts.deidentified.ObjectKey;
import org.medsendx.contracts.deidentified.UploadedKind;

/**
 * An object that was verified in the bucket, as the event about it says. Its key is not kept but
 * made anew, since nine tenths of it are what the exam and the image are called anyway.
 *
 * @param bucket where it is, or null when that is none of those that may be read here
 * @param date the shifted date in its key
 * @param beside whether its key has a part of its digest, since the plain one was taken
 * @param sha256 of the object
 * @param bytes its size, or -1 where the event does not say: a report's
 */
public record StoredObject(
        @Nullable String bucket, String date, boolean beside, String sha256, long bytes) {

    private static final int NAMED_BY = 16;

    public StoredObject {
        Checks.sha256(sha256);
    }

    /**
     * Reads where an object is out of what an event says of it.
     *
     * @return empty when the key is not that of this kind of object of this instance of this truck:
     *     who reads the bucket for others follows no other
     */
    public static Optional<StoredObject> of(
            @Nullable String bucket,
            String key,
            String truck,
            InstanceUids uids,
            UploadedKind kind,
            String sha256,
            long bytes) {
        int second = key.indexOf('/', truck.length() + 1);
        if (second < 0) {
            return Optional.empty();
        }
        var date = key.substring(truck.length() + 1, second);
        for (var beside : new boolean[] {false, true}) {
            var stored = new StoredObject(bucket, date.intern(), beside, sha256, bytes);
            try {
                if (stored.key(truck, uids, kind).equals(key)) {
                    return Optional.of(stored);
                }
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Its key in the bucket. */
    public String key(String truck, InstanceUids uids, UploadedKind kind) {
        return ObjectKey.of(truck, date, uids).path()
                + (beside ? "." + sha256.substring(0, NAMED_BY) : "")
                + suffix(kind);
    }

    /** How keys of a kind end. */
    public static String suffix(UploadedKind kind) {
        return switch (kind) {
            case INSTANCE -> ".dcm";
            case HIGHLIGHT -> DerivedKind.HIGHLIGHT.suffix();
            case SEGMENTATION -> DerivedKind.SEGMENTATION.suffix();
            case MEASUREMENTS -> DerivedKind.MEASUREMENTS.suffix();
            case THUMBNAIL -> DerivedKind.THUMBNAIL.suffix();
            case REPORT -> DerivedKind.REPORT.suffix();
        };
    }
}
