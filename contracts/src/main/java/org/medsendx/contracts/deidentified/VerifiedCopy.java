package org.medsendx.contracts.deidentified;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;

/**
 * An instance that was de-identified, written and verified, as it lies on the volume {@code
 * deidentified}. In JSON its fields stand among those of its holder.
 *
 * @param instance which instance it is
 * @param scanner the scanner, or {@code unknown}
 * @param sopClassUid SOP Class UID
 * @param modality Modality (0008,0060), {@code OT} where the header has none
 * @param content its file
 * @param objectKey where the instance and what is derived from it lie in the cloud
 * @param report its signed verification report, which goes up before it; null when it was released
 *     before there were any, or told of before the event named it
 */
public record VerifiedCopy(
        @JsonUnwrapped CleanInstance instance,
        String scanner,
        String sopClassUid,
        String modality,
        @JsonUnwrapped CleanFile content,
        ObjectKey objectKey,
        @Nullable CleanFile report) {

    public VerifiedCopy {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(objectKey, "objectKey");
        Checks.scanner(scanner);
        Checks.uid(sopClassUid);
        Checks.modality(modality);
    }
}
