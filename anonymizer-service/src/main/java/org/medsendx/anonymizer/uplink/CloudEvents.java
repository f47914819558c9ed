package org.medsendx.anonymizer.uplink;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.medsendx.anonymizer.ledger.ReleasedInstance;
import org.medsendx.anonymizer.ledger.ReleasedInstances;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.DerivedCreated;
import org.medsendx.contracts.deidentified.ScanAssessed;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.ScanMeasured;
import org.medsendx.journal.Journal;
import org.medsendx.outbox.CatchUp;
import org.medsendx.outbox.Outbox;

/**
 * What the uplink does with the events of the clean zone. When a method returns, what the event
 * asks for is on disk, and the event may be acknowledged. All are idempotent.
 *
 * <p>This is where the two axes of time part. An assessment names the study and carries no real
 * time; it passes unchanged. A measurement gets the real acquisition day from the border's ledger
 * and loses its object id and its trace context, which would lead back to the study.
 */
public final class CloudEvents implements CatchUp.Stage {

    /** So many kept measurements may have found their instance before the journal is compacted. */
    private static final int SLACK = 1000;

    private final ReleasedInstances released;
    private final Uplink uplink;
    private final Outbox cloud;
    private final Journal early;
    private final Deque<ScanMeasured> waiting = new ArrayDeque<>();

    private CloudEvents(ReleasedInstances released, Uplink uplink, Outbox cloud, Journal early) {
        this.released = released;
        this.uplink = uplink;
        this.cloud = cloud;
        this.early = early;
    }

    /**
     * Opens.
     *
     * @param early keeps the measurements whose instance the ledger does not know yet
     */
    public static CloudEvents open(
            ReleasedInstances released, Uplink uplink, Outbox cloud, Journal early)
            throws IOException {
        var events = new CloudEvents(released, uplink, cloud, early);
        early.replay(0, (record, _) -> events.waiting.add(measured(record)));
        return events;
    }

    private static ScanMeasured measured(byte[] record) {
        try {
            return EventCodec.JSON.readValue(record, ScanMeasured.class);
        } catch (IOException e) {
            throw new IllegalStateException("a kept measurement cannot be read");
        }
    }

    @Override
    public boolean concerns(Event<?> event) {
        return switch (event.data()) {
            case DerivedCreated _, ScanAssessed _, ScanMeasured _ -> true;
            default -> false;
        };
    }

    @Override
    public boolean knows(Event<?> event) throws IOException {
        return switch (event.data()) {
            case DerivedCreated derived -> uplink.knows(UploadJob.of(derived, event.traceparent()));
            case ScanAssessed scan ->
                    cloud.contains(event.id()) && !uplink.unassessed(scan.objectId());
            case ScanMeasured measured -> knows(measured);
            default -> true;
        };
    }

    private synchronized boolean knows(ScanMeasured measured) throws IOException {
        ReleasedInstance instance = released.find(measured.objectId());
        if (instance == null) {
            return waiting.contains(measured);
        }
        var features = features(instance, measured);
        return cloud.contains(
                Event.idOf(
                        features.subject(),
                        features.topic().topicName(),
                        Sha256.of(EventCodec.value(features))));
    }

    @Override
    public void take(Event<?> event) throws IOException {
        switch (event.data()) {
            case DerivedCreated derived ->
                    uplink.add(UploadJob.of(derived, event.traceparent()), null);
            case ScanAssessed scan -> assessed(event, scan);
            case ScanMeasured measured -> measured(measured);
            default -> throw new IllegalArgumentException("not an event for the cloud");
        }
    }

    /** A derived object is on disk: it goes up. */
    public void derived(Event<DerivedCreated> event) throws IOException {
        take(event);
    }

    /** A scan was assessed: its objects go by its priority, and the cloud hears of it. */
    public void assessed(Event<ScanAssessed> event) throws IOException {
        take(event);
    }

    private void assessed(Event<?> event, ScanAssessed scan) throws IOException {
        cloud.append(event);
        uplink.assessed(scan.objectId(), scan.studyInstanceUid(), scan.triage().priority());
    }

    /**
     * A scan was measured: the cloud gets its features. When the ledger does not know the instance
     * yet, the measurement is kept until it does.
     */
    public void measured(Event<ScanMeasured> event) throws IOException {
        take(event);
    }

    private synchronized void measured(ScanMeasured measured) throws IOException {
        if (!publish(measured) && !waiting.contains(measured)) {
            early.append(EventCodec.value(measured));
            waiting.add(measured);
        }
    }

    /** Looks again for the instances of measurements that came before their instance. */
    public synchronized void lookAgain() throws IOException {
        for (int i = waiting.size(); i > 0; i--) {
            var measured = waiting.removeFirst();
            boolean published = false;
            try {
                published = publish(measured);
            } finally {
                if (!published) {
                    waiting.addLast(measured);
                }
            }
        }
        if (early.size() - early.first() > waiting.size() + SLACK) {
            early.compact(waiting.stream().map(EventCodec::value).toList());
        }
    }

    /** How many measurements wait for their instance. */
    public synchronized int waiting() {
        return waiting.size();
    }

    private boolean publish(ScanMeasured measured) throws IOException {
        ReleasedInstance instance = released.find(measured.objectId());
        if (instance == null) {
            return false;
        }
        var features = features(instance, measured);
        cloud.append(features, Sha256.of(EventCodec.value(features)), null);
        return true;
    }

    private static ScanFeatures features(ReleasedInstance instance, ScanMeasured measured) {
        return new ScanFeatures(
                instance.featureId(),
                instance.truck(),
                instance.scanner(),
                instance.acquisitionDay(),
                measured.stratum(),
                measured.features());
    }
}
