package org.medsendx.contracts.deidentified;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;

/**
 * An instance was de-identified, written and verified; its file is on the volume {@code
 * deidentified}.
 *
 * @param objectId the random id it was received under
 * @param truck the truck it was scanned on
 * @param scanner the scanner, or {@code unknown}
 * @param studyInstanceUid pseudonymous Study Instance UID
 * @param seriesInstanceUid pseudonymous Series Instance UID
 * @param sopInstanceUid pseudonymous SOP Instance UID
 * @param sopClassUid SOP Class UID
 * @param transferSyntaxUid transfer syntax of the file
 * @param modality Modality (0008,0060) of the instance
 * @param file path below the volume {@code deidentified}
 * @param sha256 of the file
 * @param bytes size of the file
 * @param objectKey where the instance and what is derived from it lie in the cloud
 * @param report its signed verification report; null when it was released before there were any, or
 *     told of before the event named it
 */
public record InstanceDeidentified(
        UUID objectId,
        String truck,
        String scanner,
        String studyInstanceUid,
        String seriesInstanceUid,
        String sopInstanceUid,
        String sopClassUid,
        String transferSyntaxUid,
        String modality,
        String file,
        String sha256,
        long bytes,
        ObjectKey objectKey,
        @Nullable Report report)
        implements StudyEvent {

    /**
     * A verification report, which goes up before its instance.
     *
     * @param file path below the volume {@code deidentified}
     * @param sha256 of the file
     * @param bytes size of the file
     */
    public record Report(String file, String sha256, long bytes) {
        public Report {
            Checks.relativePath(file);
            Checks.sha256(sha256);
            Checks.bytes(bytes);
        }
    }

    public InstanceDeidentified {
        Objects.requireNonNull(objectId, "objectId");
        Objects.requireNonNull(objectKey, "objectKey");
        Checks.truck(truck);
        Checks.scanner(scanner);
        Checks.uid(studyInstanceUid);
        Checks.uid(seriesInstanceUid);
        Checks.uid(sopInstanceUid);
        Checks.uid(sopClassUid);
        Checks.uid(transferSyntaxUid);
        Checks.modality(modality);
        Checks.relativePath(file);
        Checks.sha256(sha256);
        Checks.bytes(bytes);
    }

    @Override
    public DeidentifiedTopic topic() {
        return DeidentifiedTopic.INSTANCES_DEIDENTIFIED;
    }
}
