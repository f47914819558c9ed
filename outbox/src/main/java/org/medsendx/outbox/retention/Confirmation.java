package org.medsendx.outbox.retention;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.deidentified.InstanceDelivered;
import org.medsendx.contracts.deidentified.InstanceUploaded;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.UploadedKind;

/**
 * Something that has to have happened before a file may go, and has.
 *
 * @param objectId the object it is about
 * @param what what happened
 * @param sha256 of the object that was verified in the cloud; null of an assessment
 * @param bytes size of that object; 0 of an assessment
 * @param reportSha256 of the verification report that is in the cloud with an instance, or null
 * @param at when we heard of it
 */
public record Confirmation(
        UUID objectId,
        What what,
        @Nullable String sha256,
        long bytes,
        @Nullable String reportSha256,
        Instant at) {

    /** What happened. */
    public enum What {
        /** The instance is in the cloud. */
        INSTANCE,
        /** The highlight is in the cloud. */
        HIGHLIGHT,
        /** The DICOM SEG is in the cloud. */
        SEGMENTATION,
        /** The DICOM SR is in the cloud. */
        MEASUREMENTS,
        /** The thumbnail is in the cloud. */
        THUMBNAIL,
        /** Another derived object is in the cloud. */
        OTHER,
        /** The scan was assessed: the segmenter needs its file no more. */
        ASSESSED;

        /** What it is that an object of this kind is in the cloud. */
        public static What of(UploadedKind kind) {
            return switch (kind) {
                case INSTANCE -> INSTANCE;
                case HIGHLIGHT -> HIGHLIGHT;
                case SEGMENTATION -> SEGMENTATION;
                case MEASUREMENTS -> MEASUREMENTS;
                case THUMBNAIL -> THUMBNAIL;
                case REPORT -> OTHER;
            };
        }
    }

    public Confirmation {
        Objects.requireNonNull(objectId, "objectId");
        Objects.requireNonNull(at, "at");
        if ((what == What.ASSESSED) != (sha256 == null)) {
            throw new IllegalArgumentException("an object that is in the cloud has a digest");
        }
        if (sha256 != null) {
            Checks.sha256(sha256);
        }
        if (reportSha256 != null) {
            Checks.sha256(reportSha256);
        }
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes are counted from 0");
        }
    }

    /** Of an object that was verified in the cloud. */
    public static Confirmation of(InstanceUploaded uploaded, Instant at) {
        var report = uploaded.report();
        return new Confirmation(
                uploaded.objectId(),
                What.of(uploaded.kind()),
                uploaded.sha256(),
                uploaded.bytes(),
                report == null ? null : report.sha256(),
                at);
    }

    /**
     * Of an object that the last of its destinations has confirmed, the cloud among them or not.
     */
    public static Confirmation of(InstanceDelivered delivered, Instant at) {
        return new Confirmation(
                delivered.objectId(),
                What.of(delivered.kind()),
                delivered.sha256(),
                delivered.bytes(),
                delivered.reportSha256(),
                at);
    }

    /** Of an assessment. */
    public static Confirmation of(ScanAssessed assessed, Instant at) {
        return new Confirmation(assessed.objectId(), What.ASSESSED, null, 0, null, at);
    }

    static String key(UUID objectId, What what) {
        return objectId + " " + what;
    }

    String key() {
        return key(objectId, what);
    }

    /** Whether it says the same, perhaps at another time. */
    boolean repeats(@Nullable Confirmation other) {
        return other != null
                && other.objectId.equals(objectId)
                && other.what == what
                && Objects.equals(other.sha256, sha256)
                && Objects.equals(other.reportSha256, reportSha256);
    }
}
