package org.medsendx.contracts.identified;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.ObjectEvent;

/**
 * An input was stored but cannot enter the pipeline. It stays on the truck for a person to look at.
 *
 * @param objectId random; names the quarantined file
 * @param truck the truck that the sender belongs to
 * @param via how it came in
 * @param reason a code such as {@code truncated}, {@code not-dicom}, {@code uid-conflict}; never a
 *     value of the file
 * @param tag the element where reading stopped, as {@code ggggeeee} in hex, or null
 * @param position the byte position where reading stopped, or null
 * @param receivedAt when it came in
 */
public record InstanceQuarantined(
        UUID objectId,
        String truck,
        Intake via,
        String reason,
        @Nullable String tag,
        @Nullable Long position,
        Instant receivedAt)
        implements ObjectEvent {

    public InstanceQuarantined {
        Objects.requireNonNull(objectId, "objectId");
        Objects.requireNonNull(via, "via");
        Objects.requireNonNull(receivedAt, "receivedAt");
        Checks.truck(truck);
        Checks.reason(reason);
        if (tag != null) {
            Checks.tag(tag);
        }
        if (position != null) {
            Checks.bytes(position);
        }
    }

    @Override
    public IdentifiedTopic topic() {
        return IdentifiedTopic.INSTANCES_QUARANTINED;
    }
}
