package org.medsendx.contracts.identified;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.ObjectEvent;
import org.medsendx.contracts.deidentified.OrderPriority;

/**
 * An instance is on the truck's disk and its sender was told so.
 *
 * @param objectId random; names this instance in every later stage on the truck
 * @param truck the truck that the sender belongs to
 * @param scanner the scanner by configuration of the sender, or null when the sender is not
 *     configured
 * @param via how it came in
 * @param file path of the stored Part 10 file below the volume {@code identified}
 * @param sha256 of the stored file
 * @param bytes size of the stored file
 * @param sopClassUid SOP Class UID of the instance
 * @param transferSyntaxUid its transfer syntax
 * @param receivedAt when the sender got its success
 * @param order what the orders on the truck say of it; null when there were none, or it was
 *     received before there were any
 * @param profile the de-identification profile that a person chose for it, by the name that the
 *     site gave it; null for the truck's own
 */
public record InstanceReceived(
        UUID objectId,
        String truck,
        @Nullable String scanner,
        Intake via,
        String file,
        String sha256,
        long bytes,
        String sopClassUid,
        String transferSyntaxUid,
        Instant receivedAt,
        @Nullable OrderMatch order,
        @Nullable String profile)
        implements ObjectEvent {

    public InstanceReceived {
        Objects.requireNonNull(objectId, "objectId");
        Objects.requireNonNull(via, "via");
        Objects.requireNonNull(receivedAt, "receivedAt");
        Checks.truck(truck);
        if (scanner != null) {
            Checks.scanner(scanner);
        }
        Checks.relativePath(file);
        Checks.sha256(sha256);
        Checks.bytes(bytes);
        Checks.uid(sopClassUid);
        Checks.uid(transferSyntaxUid);
        if (profile != null) {
            Checks.profile(profile);
        }
    }

    /** One of a truck without orders. */
    public InstanceReceived(
            UUID objectId,
            String truck,
            @Nullable String scanner,
            Intake via,
            String file,
            String sha256,
            long bytes,
            String sopClassUid,
            String transferSyntaxUid,
            Instant receivedAt) {
        this(
                objectId,
                truck,
                scanner,
                via,
                file,
                sha256,
                bytes,
                sopClassUid,
                transferSyntaxUid,
                receivedAt,
                null,
                null);
    }

    /** How urgent its order is, or null when that is not known. */
    public @Nullable OrderPriority priority() {
        return order == null ? null : order.priority();
    }

    @Override
    public IdentifiedTopic topic() {
        return IdentifiedTopic.INSTANCES_RECEIVED;
    }
}
