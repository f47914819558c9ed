package org.medsendx.uplink.upload;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.deidentified.CleanFile;
import org.medsendx.contracts.deidentified.CleanInstance;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.DerivedCreated;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.contracts.deidentified.DerivedVolume;
import org.medsendx.contracts.deidentified.Encryption;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.deidentified.InstanceUploaded;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.contracts.deidentified.VerifiedCopy;

/**
 * One file of the clean zone that has to be in the cloud.
 *
 * @param instance the instance it is or was made of; its object id is the only name of a job in
 *     logs
 * @param kind what the file is
 * @param volume the volume it lies on
 * @param content the file on that volume
 * @param contentType media type
 * @param key where it goes: an S3 key made of pseudonymous values only
 * @param traceparent W3C trace context of the work that made the file, or null
 * @param report the verification report that goes up before the instance, or null
 * @param destinations the names of all destinations that it is meant for, as was decided when it
 *     came in; empty for the bucket alone
 */
public record UploadJob(
        @JsonUnwrapped CleanInstance instance,
        UploadedKind kind,
        DerivedVolume volume,
        @JsonUnwrapped CleanFile content,
        String contentType,
        String key,
        @Nullable String traceparent,
        @Nullable ReportObject report,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> destinations) {

    /** The name of the bucket among the destinations. */
    public static final String BUCKET = "bucket";

    private static final String REPORT_TYPE = "application/jose+json";

    /**
     * A verification report that has to be in the cloud before its instance.
     *
     * @param content its file on the volume of the instance
     * @param key where it goes
     */
    public record ReportObject(@JsonUnwrapped CleanFile content, String key) {
        public ReportObject {
            Objects.requireNonNull(content, "content");
            Checks.relativePath(key);
        }
    }

    public UploadJob {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(content, "content");
        Checks.relativePath(key);
        // Journals of before there were others than the bucket do not have it.
        destinations = destinations == null ? List.of() : List.copyOf(destinations);
    }

    /** The same, meant for these destinations. */
    public UploadJob meantFor(List<String> names) {
        return new UploadJob(
                instance, kind, volume, content, contentType, key, traceparent, report, names);
    }

    /** The random id the instance was received under. */
    public UUID objectId() {
        return instance.objectId();
    }

    /** The job that uploads a released instance, after the report that its event names. */
    public static UploadJob of(InstanceDeidentified released, @Nullable String traceparent) {
        return of(released.copy(), released.copy().report(), traceparent);
    }

    /** The same with a report that the event does not name. */
    public static UploadJob of(
            VerifiedCopy released, @Nullable CleanFile report, @Nullable String traceparent) {
        return new UploadJob(
                released.instance(),
                UploadedKind.INSTANCE,
                DerivedVolume.DEIDENTIFIED,
                released.content(),
                "application/dicom",
                released.objectKey().instance(),
                traceparent,
                report == null
                        ? null
                        : new ReportObject(
                                report, released.objectKey().derived(DerivedKind.REPORT)),
                List.of());
    }

    /** The job that uploads the report of this instance alone, or null when there is none. */
    @JsonIgnore
    public @Nullable UploadJob reportJob() {
        return report == null
                ? null
                : new UploadJob(
                        instance,
                        UploadedKind.REPORT,
                        volume,
                        report.content(),
                        REPORT_TYPE,
                        report.key(),
                        traceparent,
                        null,
                        destinations);
    }

    /** The job that uploads what was derived from an instance. */
    public static UploadJob of(DerivedCreated derived, @Nullable String traceparent) {
        return new UploadJob(
                derived.instance(),
                derived.kind().uploaded(),
                derived.volume(),
                derived.content(),
                derived.contentType(),
                derived.objectKey().derived(derived.kind()),
                traceparent,
                null,
                List.of());
    }

    /**
     * The same with keys of their own for what was derived, which a name of the digest makes: the
     * keys of the instance hold others. So it is with a scan that was received anew, under another
     * object id, and with a corrected rerun. An instance keeps its key.
     *
     * @param report whether the report's key is taken; else it is the object's own
     */
    UploadJob beside(boolean report) {
        ReportObject first = this.report;
        if (report && first == null) {
            throw new IllegalArgumentException("there is no report");
        }
        return new UploadJob(
                instance,
                kind,
                volume,
                content,
                contentType,
                report ? key : beside(key, content),
                traceparent,
                report && first != null
                        ? new ReportObject(first.content(), beside(first.key(), first.content()))
                        : first,
                destinations);
    }

    private static String beside(String key, CleanFile content) {
        int name = key.lastIndexOf('/') + 1;
        int ending = key.length();
        for (DerivedKind kind : DerivedKind.values()) {
            if (key.endsWith(kind.suffix())) {
                ending = Math.max(name, key.length() - kind.suffix().length());
            }
        }
        return key.substring(0, ending)
                + "."
                + content.sha256().substring(0, 16)
                + key.substring(ending);
    }

    /** What makes two jobs the same: the instance, the kind and the content. */
    @JsonIgnore
    public JobId id() {
        return JobId.of(objectId(), kind, content.sha256());
    }

    /** The id of the event that says that the object is verified in the cloud. */
    @JsonIgnore
    public String eventId() {
        return Event.idOf(
                objectId().toString(),
                DeidentifiedTopic.INSTANCES_UPLOADED.topicName(),
                content.sha256());
    }

    /** What the cloud is told once the object is verified there. */
    public InstanceUploaded uploaded(String bucket, Encryption encryption) {
        return uploaded(bucket, encryption, false);
    }

    /**
     * The same.
     *
     * @param awaited whether another destination has not confirmed it yet
     */
    public InstanceUploaded uploaded(String bucket, Encryption encryption, boolean awaited) {
        return new InstanceUploaded(
                instance,
                kind,
                bucket,
                key,
                content.sha256(),
                content.bytes(),
                encryption,
                report == null
                        ? null
                        : new InstanceUploaded.Report(report.key(), report.content().sha256()),
                awaited ? Boolean.TRUE : null);
    }
}
