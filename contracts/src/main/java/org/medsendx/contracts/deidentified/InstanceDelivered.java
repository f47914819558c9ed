package org.medsendx.contracts.deidentified;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.Checks;
import org.medsendx.contracts.Sha256;

/**
 * A DICOM object is at a destination beside the bucket, such as a PACS, and that destination has
 * confirmed it. There is one such event for each object and destination.
 *
 * @param instance the instance it is or was made of
 * @param kind what the object is; only DICOM objects go there
 * @param destination name of the destination in the truck's configuration
 * @param confirmation what it confirmed the object with
 * @param sha256 of the file on the truck; a destination that does not take its transfer syntax got
 *     the same pixels in another
 * @param bytes size of that file
 * @param reportSha256 of the verification report of an instance, which is in the bucket; null when
 *     none is there
 * @param awaited true when the object is meant for other destinations too and not all of them have
 *     confirmed it, so that its file on the truck has to stay; else null
 */
public record InstanceDelivered(
        @JsonUnwrapped CleanInstance instance,
        UploadedKind kind,
        String destination,
        DeliveryConfirmation confirmation,
        String sha256,
        long bytes,
        @Nullable String reportSha256,
        @Nullable Boolean awaited)
        implements StudyEvent {

    public InstanceDelivered {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(confirmation, "confirmation");
        switch (kind) {
            case INSTANCE, SEGMENTATION, MEASUREMENTS -> {}
            case HIGHLIGHT, THUMBNAIL, REPORT ->
                    throw new IllegalArgumentException("not a DICOM object");
        }
        Checks.destination(destination);
        Checks.sha256(sha256);
        Checks.bytes(bytes);
        if (reportSha256 != null) {
            Checks.sha256(reportSha256);
        }
        // One form of each truth.
        awaited = Boolean.TRUE.equals(awaited) ? awaited : null;
    }

    /** Whether the file on the truck may go as far as destinations are concerned. */
    public boolean settled() {
        return awaited == null;
    }

    /**
     * What makes the id of this event: the same object at the same destination has the same,
     * whatever else was confirmed meanwhile.
     */
    public static String outputDigest(String sha256, String destination) {
        return Sha256.of(sha256 + '\n' + destination);
    }

    @Override
    public DeidentifiedTopic topic() {
        return DeidentifiedTopic.INSTANCES_DELIVERED;
    }
}
