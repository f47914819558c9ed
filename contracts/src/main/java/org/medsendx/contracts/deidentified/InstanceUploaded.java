package org.medsendx.contracts.deidentified;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;

/**
 * An object is in the cloud, and its digest was verified there.
 *
 * @param objectId the random id it was received under
 * @param truck the truck it was scanned on
 * @param studyInstanceUid pseudonymous Study Instance UID
 * @param seriesInstanceUid pseudonymous Series Instance UID
 * @param sopInstanceUid pseudonymous SOP Instance UID
 * @param kind what the object is
 * @param bucket S3 bucket
 * @param key S3 key
 * @param sha256 of the object
 * @param bytes size of the object
 * @param encryption server-side encryption that was asked for
 * @param report the signed verification report of an instance, in the same bucket; null for other
 *     objects, and for an instance that was released before there were any
 */
public record InstanceUploaded(
        UUID objectId,
        String truck,
        String studyInstanceUid,
        String seriesInstanceUid,
        String sopInstanceUid,
        UploadedKind kind,
        String bucket,
        String key,
        String sha256,
        long bytes,
        Encryption encryption,
        @Nullable Report report)
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
        Objects.requireNonNull(objectId, "objectId");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(bucket, "bucket");
        Objects.requireNonNull(encryption, "encryption");
        Checks.truck(truck);
        Checks.uid(studyInstanceUid);
        Checks.uid(seriesInstanceUid);
        Checks.uid(sopInstanceUid);
        Checks.relativePath(key);
        Checks.sha256(sha256);
        Checks.bytes(bytes);
    }

    @Override
    public DeidentifiedTopic topic() {
        return DeidentifiedTopic.INSTANCES_UPLOADED;
    }
}
