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
import org.medsendx.outbox.Outbox;

/**
 * What the uplink does with the events of the clean zone. When a method returns, what the event
 * asks for is on disk, and the event may be acknowledged. All are idempotent.
 *
 * <p>This is where the two axes of time part. An assessment names the study and carries no real
 * time; it passes unchanged. A measurement gets the real acquisition day from the border's ledger
 * and loses its object id and its trace context, which would lead back to the study.
 */
public final class CloudEvents {

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

    /** A derived object is on disk: it goes up. */
    public void derived(Event<DerivedCreated> event) throws IOException {
        uplink.add(UploadJob.of(event.data(), event.traceparent()), null);
    }

    /** A scan was assessed: its objects go by its priority, and the cloud hears of it. */
    public void assessed(Event<ScanAssessed> event) throws IOException {
        var scan = event.data();
        cloud.append(event);
        uplink.assessed(scan.objectId(), scan.studyInstanceUid(), scan.triage().priority());
    }

    /**
     * A scan was measured: the cloud gets its features. When the ledger does not know the instance
     * yet, the measurement is kept until it does.
     */
    public synchronized void measured(Event<ScanMeasured> event) throws IOException {
        if (!publish(event.data())) {
            early.append(EventCodec.value(event.data()));
            waiting.add(event.data());
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
        var features =
                new ScanFeatures(
                        instance.featureId(),
                        instance.truck(),
                        instance.scanner(),
                        instance.acquisitionDay(),
                        measured.stratum(),
                        measured.features());
        cloud.append(features, Sha256.of(EventCodec.value(features)), null);
        return true;
    }
}
