package org.medsendx.uplink.cloud;

import java.io.IOException;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Payload;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.CleanFile;
import org.medsendx.contracts.deidentified.DerivedCreated;
import org.medsendx.contracts.deidentified.InstanceDeidentified;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.ScanOutcome;
import org.medsendx.contracts.deidentified.ScanReviewed;
import org.medsendx.contracts.deidentified.VerifiedCopy;
import org.medsendx.outbox.CatchUp;
import org.medsendx.outbox.Outbox;
import org.medsendx.uplink.upload.UploadJob;
import org.medsendx.uplink.upload.UploadWork;
import org.medsendx.uplink.upload.Volumes;

/**
 * What the uplink does with the events of the truck: files of the clean zone become upload jobs,
 * assessments, reviews, features and outcomes go on to the cloud. When {@link #take} returns, what
 * the event asks for is on disk, and the event may be acknowledged. A repeat changes nothing.
 *
 * <p>Assessments and reviews pass as they are, with the number their writer gave them. Features and
 * outcomes get a number of the uplink's own: the cloud counts them per truck from the first day of
 * its outbox on, whoever made them.
 */
public final class CloudEvents implements CatchUp.Stage {

    private final UploadWork uplink;
    private final Outbox cloud;
    private final Volumes volumes;

    /**
     * @param cloud the outbox of events for the cloud
     */
    public CloudEvents(UploadWork uplink, Outbox cloud, Volumes volumes) {
        this.uplink = uplink;
        this.cloud = cloud;
        this.volumes = volumes;
    }

    @Override
    public boolean concerns(Event<?> event) {
        return switch (event.data()) {
            case InstanceDeidentified _,
                    DerivedCreated _,
                    ScanAssessed _,
                    ScanReviewed _,
                    ScanFeatures _,
                    ScanOutcome _ ->
                    true;
            default -> false;
        };
    }

    @Override
    public boolean knows(Event<?> event) {
        return switch (event.data()) {
            case InstanceDeidentified released ->
                    uplink.knows(UploadJob.of(released, event.traceparent()));
            case DerivedCreated derived -> uplink.knows(UploadJob.of(derived, event.traceparent()));
            case ScanAssessed scan ->
                    cloud.contains(event.id()) && !uplink.unassessed(scan.objectId());
            case ScanReviewed _ -> cloud.contains(event.id());
            case ScanFeatures features -> contains(features);
            case ScanOutcome outcome -> contains(outcome);
            default -> true;
        };
    }

    @Override
    public void take(Event<?> event) throws IOException {
        switch (event.data()) {
            case InstanceDeidentified released -> released(released, event);
            case DerivedCreated derived -> uplink.add(UploadJob.of(derived, event.traceparent()));
            case ScanAssessed scan -> {
                cloud.append(event);
                uplink.assessed(scan.objectId(), scan.studyInstanceUid(), scan.triage().priority());
            }
            case ScanReviewed _ -> cloud.append(event);
            case ScanFeatures features -> cloud.append(features, digest(features), null);
            case ScanOutcome outcome -> cloud.append(outcome, digest(outcome), null);
            default -> throw new IllegalArgumentException("not an event for the cloud");
        }
    }

    private void released(InstanceDeidentified released, Event<?> event) throws IOException {
        VerifiedCopy copy = released.copy();
        CleanFile named = copy.report();
        CleanFile report = named == null ? volumes.reportBeside(copy.content()) : named;
        uplink.add(UploadJob.of(copy, report, event.traceparent()));
    }

    private boolean contains(Payload record) {
        return cloud.contains(
                Event.idOf(record.subject(), record.topic().topicName(), digest(record)));
    }

    private static String digest(Payload record) {
        return Sha256.of(EventCodec.value(record));
    }
}
