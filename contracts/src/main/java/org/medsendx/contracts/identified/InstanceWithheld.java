package org.medsendx.contracts.identified;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.ObjectEvent;

/**
 * An instance whose de-identification could not be completed or proved. It stays on the truck.
 *
 * @param objectId the id it was received under
 * @param truck the truck that the sender belongs to
 * @param reasons what failed, at least one
 * @param withheldAt when this was decided
 */
public record InstanceWithheld(
        UUID objectId, String truck, List<Reason> reasons, Instant withheldAt)
        implements ObjectEvent {

    public InstanceWithheld {
        Objects.requireNonNull(objectId, "objectId");
        Objects.requireNonNull(withheldAt, "withheldAt");
        Checks.truck(truck);
        reasons = List.copyOf(reasons);
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("withheld without a reason");
        }
    }

    /**
     * A rule that failed. It never says which value it met, because reasons end up in logs.
     *
     * @param rule the rule's code, such as {@code PIXELS} or {@code verify-token}
     * @param tag the element it failed on, as {@code ggggeeee} in hex, or null
     */
    public record Reason(String rule, @Nullable String tag) {
        public Reason {
            Checks.reason(rule);
            if (tag != null) {
                Checks.tag(tag);
            }
        }
    }

    @Override
    public IdentifiedTopic topic() {
        return IdentifiedTopic.INSTANCES_WITHHELD;
    }
}
