package org.medsendx.contracts.deidentified;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;

/**
 * An instance was de-identified, written and verified; its file is on the volume {@code
 * deidentified}.
 *
 * @param copy what lies there
 * @param transferSyntaxUid transfer syntax of the file
 * @param orderPriority how urgent its order is; null when that is not known, or it was told of
 *     before this field was
 */
public record InstanceDeidentified(
        @JsonUnwrapped VerifiedCopy copy,
        String transferSyntaxUid,
        @Nullable OrderPriority orderPriority)
        implements StudyEvent {

    public InstanceDeidentified {
        Objects.requireNonNull(copy, "copy");
        Checks.uid(transferSyntaxUid);
    }

    /** One whose order is not known. */
    public InstanceDeidentified(VerifiedCopy copy, String transferSyntaxUid) {
        this(copy, transferSyntaxUid, null);
    }

    @Override
    public CleanInstance instance() {
        return copy.instance();
    }

    @Override
    public DeidentifiedTopic topic() {
        return DeidentifiedTopic.INSTANCES_DEIDENTIFIED;
    }
}
