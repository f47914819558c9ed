package org.medsendx.uplink.upload;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.DerivedCreated;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.contracts.deidentified.DerivedVolume;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.deidentified.InstanceUploaded;
import org.medsendx.contracts.deidentified.UploadedKind;

/**
 * One file of the clean zone that has to be in the cloud.
 *
 * @param objectId the random id the instance was received under; the only name of a job in logs
 * @param truck the truck it was scanned on
 * @param studyInstanceUid pseudonymous Study Instance UID
 * @param seriesInstanceUid pseudonymous Series Instance UID
 * @param sopInstanceUid pseudonymous SOP Instance UID
 * @param kind what the file is
 * @param volume the volume it lies on
 * @param file path below that volume
 * @param contentType media type
 * @param sha256 of the file, lower-case hex
 * @param bytes size of the file
 * @param key where it goes: an S3 key made of pseudonymous values only
 * @param traceparent W3C trace context of the work that made the file, or null
 * @param report the verification report that goes up before the instance, or null
 */
public record UploadJob(
        UUID objectId,
        String truck,
        String studyInstanceUid,
        String seriesInstanceUid,
        String sopInstanceUid,
        UploadedKind kind,
        DerivedVolume volume,
        String file,
        String contentType,
        String sha256,
        long bytes,
        String key,
        @Nullable String traceparent,
        @Nullable ReportObject report) {

    private static final String REPORT_TYPE = "application/jose+json";

    /**
     * A verification report that has to be in the cloud before its instance.
     *
     * @param file path below the volume of the instance
     * @param sha256 of the file, lower-case hex
     * @param bytes size of the file
     * @param key where it goes
     */
    public record ReportObject(String file, String sha256, long bytes, String key) {
        public ReportObject {
            Checks.relativePath(file);
            Checks.sha256(sha256);
            Checks.bytes(bytes);
            Checks.relativePath(key);
        }
    }

    public UploadJob {
        Checks.truck(truck);
        Checks.uid(studyInstanceUid);
        Checks.uid(seriesInstanceUid);
        Checks.uid(sopInstanceUid);
        Checks.relativePath(file);
        Checks.sha256(sha256);
        Checks.bytes(bytes);
        Checks.relativePath(key);
    }

    /** The job that uploads a released instance, after the report that its event names. */
    public static UploadJob of(InstanceDeidentified released, @Nullable String traceparent) {
        return of(released, released.report(), traceparent);
    }

    /** The same with a report that the event does not name. */
    public static UploadJob of(
            InstanceDeidentified released,
            InstanceDeidentified.@Nullable Report report,
            @Nullable String traceparent) {
        return new UploadJob(
                released.objectId(),
                released.truck(),
                released.studyInstanceUid(),
                released.seriesInstanceUid(),
                released.sopInstanceUid(),
                UploadedKind.INSTANCE,
                DerivedVolume.DEIDENTIFIED,
                released.file(),
                "application/dicom",
                released.sha256(),
                released.bytes(),
                released.objectKey().instance(),
                traceparent,
                report == null
                        ? null
                        : new ReportObject(
                                report.file(),
                                report.sha256(),
                                report.bytes(),
                                released.objectKey().derived(DerivedKind.REPORT)));
    }

    /** The job that uploads the report of this instance alone, or null when there is none. */
    @JsonIgnore
    public @Nullable UploadJob reportJob() {
        return report == null
                ? null
                : new UploadJob(
                        objectId,
                        truck,
                        studyInstanceUid,
                        seriesInstanceUid,
                        sopInstanceUid,
                        UploadedKind.REPORT,
                        volume,
                        report.file(),
                        REPORT_TYPE,
                        report.sha256(),
                        report.bytes(),
                        report.key(),
                        traceparent,
                        null);
    }

    /** The job that uploads what was derived from an instance. */
    public static UploadJob of(DerivedCreated derived, @Nullable String traceparent) {
        return new UploadJob(
                derived.objectId(),
                derived.truck(),
                derived.studyInstanceUid(),
                derived.seriesInstanceUid(),
                derived.sopInstanceUid(),
                derived.kind().uploaded(),
                derived.volume(),
                derived.file(),
                derived.contentType(),
                derived.sha256(),
                derived.bytes(),
                derived.objectKey().derived(derived.kind()),
                traceparent,
                null);
    }

    /** What makes two jobs the same: the instance, the kind and the content. */
    @JsonIgnore
    public String id() {
        return objectId + "/" + kind + "/" + sha256.substring(0, 32);
    }

    /** The id of the event that says that the object is verified in the cloud. */
    @JsonIgnore
    public String eventId() {
        return Event.idOf(
                objectId.toString(), DeidentifiedTopic.INSTANCES_UPLOADED.topicName(), sha256);
    }

    /** What the cloud is told once the object is verified there. */
    public InstanceUploaded uploaded(String bucket, Encryption encryption) {
        return new InstanceUploaded(
                objectId,
                truck,
                studyInstanceUid,
                seriesInstanceUid,
                sopInstanceUid,
                kind,
                bucket,
                key,
                sha256,
                bytes,
                encryption,
                report == null ? null : new InstanceUploaded.Report(report.key(), report.sha256()));
    }
}
