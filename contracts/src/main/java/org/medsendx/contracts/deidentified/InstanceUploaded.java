package org.medsendx.contracts.deidentified;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;

/**
 * An object is in the cloud, and its digest was verified there.
 *
 * @param instance the instance it is or was made of
 * @param kind what the object is
 * @param bucket S3 bucket
 * @param objectKey S3 key; {@link #key} is the record's, the study
 * @param sha256 of the object
 * @param bytes size of the object
 * @param encryption server-side encryption that was asked for
 * @param report the signed verification report of an instance, in the same bucket; null for other
 *     objects, and for an instance that was released before there were any
 * @param awaited true when the object is meant for other destinations too and not all of them have
 *     confirmed it, so that its file on the truck has to stay; else null
 */
public record InstanceUploaded(
        @JsonUnwrapped CleanInstance instance,
        UploadedKind kind,
        String bucket,
        @JsonProperty("key") String objectKey,
        String sha256,
        long bytes,
        Encryption encryption,
        @Nullable Report report,
        @Nullable Boolean awaited)
        implements StudyEvent {

    /**
     * A verification report, which was in the bucket before the instance.
     *
     * @param key S3 key
     * @param sha256 of the object
     */
    public record Report(String key, String sha256) {
        public Report {
            Checks.relativePath(key);
            Checks.sha256(sha256);
        }
    }

    public InstanceUploaded {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(bucket, "bucket");
        Objects.requireNonNull(encryption, "encryption");
        Checks.relativePath(objectKey);
        Checks.sha256(sha256);
        Checks.bytes(bytes);
        // One form of each truth.
        awaited = Boolean.TRUE.equals(awaited) ? awaited : null;
    }

    /** Of an object that is meant for the bucket alone. */
    public InstanceUploaded(
            CleanInstance instance,
            UploadedKind kind,
            String bucket,
            String objectKey,
            String sha256,
            long bytes,
            Encryption encryption,
            @Nullable Report report) {
        this(instance, kind, bucket, objectKey, sha256, bytes, encryption, report, null);
    }

    /** Whether the file on the truck may go as far as destinations are concerned. */
    public boolean settled() {
        return awaited == null;
    }

    @Override
    public DeidentifiedTopic topic() {
        return DeidentifiedTopic.INSTANCES_UPLOADED;
    }
}
