package org.medsendx.contracts.deidentified;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Objects;

/**
 * An object derived from a de-identified instance is on disk and may go up beside it.
 *
 * @param instance the instance it was made of
 * @param kind what it is
 * @param volume the volume it lies on
 * @param content its file on that volume
 * @param contentType media type
 * @param objectKey where the instance lies in the cloud; {@link ObjectKey#derived} gives this
 *     object's key
 */
public record DerivedCreated(
        @JsonUnwrapped CleanInstance instance,
        DerivedKind kind,
        DerivedVolume volume,
        @JsonUnwrapped CleanFile content,
        String contentType,
        ObjectKey objectKey)
        implements StudyEvent {

    public DerivedCreated {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(volume, "volume");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(objectKey, "objectKey");
    }

    @Override
    public DeidentifiedTopic topic() {
        return DeidentifiedTopic.DERIVED_CREATED;
    }
}
