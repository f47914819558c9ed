package org.medsendx.contracts.deidentified;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Objects;
import org.medsendx.contracts.Checks;

/**
 * An instance was de-identified, written and verified; its file is on the volume {@code
 * deidentified}.
 *
 * @param copy what lies there
 * @param transferSyntaxUid transfer syntax of the file
 */
public record InstanceDeidentified(@JsonUnwrapped VerifiedCopy copy, String transferSyntaxUid)
        implements StudyEvent {

    public InstanceDeidentified {
        Objects.requireNonNull(copy, "copy");
        Checks.uid(transferSyntaxUid);
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
