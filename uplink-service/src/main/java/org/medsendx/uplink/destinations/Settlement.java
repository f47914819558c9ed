package org.medsendx.uplink.destinations;

import java.io.IOException;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.deidentified.DeidentifiedTopic;
import org.medsendx.contracts.deidentified.DeliveryConfirmation;
import org.medsendx.contracts.deidentified.InstanceDelivered;
import org.medsendx.outbox.Outbox;
import org.medsendx.uplink.upload.ObjectStore;
import org.medsendx.uplink.upload.UploadJob;

/**
 * Tells of every object that a destination has confirmed, and with the last of them that its file
 * on the truck may go.
 *
 * <p>The outbox of events is the only ledger: an object counts as delivered when its event is in
 * there. Of two destinations that confirm in the same moment, the second sees the event of the
 * first; after a cut the event is found there and keeps what it said. Thread safe.
 */
public final class Settlement {

    private final Outbox cloud;

    /**
     * @param cloud the outbox of events for the cloud and for the truck
     */
    public Settlement(Outbox cloud) {
        this.cloud = cloud;
    }

    /** An object is verified in the bucket. When this returns, the event is on disk. */
    public synchronized void uploaded(UploadJob job, ObjectStore.Receipt receipt)
            throws IOException {
        cloud.append(
                job.uploaded(receipt.bucket(), receipt.encryption(), awaits(job, UploadJob.BUCKET)),
                job.content().sha256(),
                job.traceparent());
    }

    /** A destination beside the bucket has confirmed an object. */
    public synchronized void delivered(
            UploadJob job, String destination, DeliveryConfirmation confirmation)
            throws IOException {
        var report = job.report();
        boolean inBucket = job.destinations().contains(UploadJob.BUCKET);
        cloud.append(
                new InstanceDelivered(
                        job.instance(),
                        job.kind(),
                        destination,
                        confirmation,
                        job.content().sha256(),
                        job.content().bytes(),
                        report != null && inBucket ? report.content().sha256() : null,
                        awaits(job, destination) ? Boolean.TRUE : null),
                InstanceDelivered.outputDigest(job.content().sha256(), destination),
                job.traceparent());
    }

    /** Whether a destination has confirmed an object. */
    public boolean confirmed(UploadJob job, String destination) {
        return cloud.contains(
                destination.equals(UploadJob.BUCKET)
                        ? job.eventId()
                        : Event.idOf(
                                job.objectId().toString(),
                                DeidentifiedTopic.INSTANCES_DELIVERED.topicName(),
                                InstanceDelivered.outputDigest(
                                        job.content().sha256(), destination)));
    }

    private boolean awaits(UploadJob job, String but) {
        return job.destinations().stream()
                .anyMatch(other -> !other.equals(but) && !confirmed(job, other));
    }
}
