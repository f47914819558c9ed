package org.medsendx.contracts.deidentified;

import java.util.Objects;
import java.util.UUID;
import org.medsendx.contracts.Checks;

/**
 * An object derived from a de-identified instance is on disk and may go up beside it.
 *
 * @param objectId the random id it was received under
 * @param truck the truck it was scanned on
 * @param studyInstanceUid pseudonymous Study Instance UID
 * @param seriesInstanceUid pseudonymous Series Instance UID
 * @param sopInstanceUid pseudonymous SOP Instance UID
 * @param kind what it is
 * @param volume the volume it lies on
 * @param file path below that volume
 * @param contentType media type
 * @param sha256 of the file
 * @param bytes size of the file
 * @param objectKey where the instance lies in the cloud; {@link ObjectKey#derived} gives this
 *     object's key
 */
public record DerivedCreated(
        UUID objectId,
        String truck,
        String studyInstanceUid,
        String seriesInstanceUid,
        String sopInstanceUid,
        DerivedKind kind,
        DerivedVolume volume,
        String file,
        String contentType,
        String sha256,
        long bytes,
        ObjectKey objectKey)
        implements StudyEvent {

    public DerivedCreated {
        Objects.requireNonNull(objectId, "objectId");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(volume, "volume");
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(objectKey, "objectKey");
        Checks.truck(truck);
        Checks.uid(studyInstanceUid);
        Checks.uid(seriesInstanceUid);
        Checks.uid(sopInstanceUid);
        Checks.relativePath(file);
        Checks.sha256(sha256);
        Checks.bytes(bytes);
    }

    @Override
    public DeidentifiedTopic topic() {
        return DeidentifiedTopic.DERIVED_CREATED;
    }
}
