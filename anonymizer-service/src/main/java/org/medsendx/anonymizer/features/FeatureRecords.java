package org.medsendx.anonymizer.features;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.medsendx.anonymizer.ledger.ReleasedInstance;
import org.medsendx.anonymizer.ledger.ReleasedInstances;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.EventCodec;
import org.medsendx.contracts.Sha256;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.ScanMeasured;
import org.medsendx.journal.Journal;
import org.medsendx.outbox.CatchUp;
import org.medsendx.outbox.Outbox;

/**
 * Makes a feature record of each measurement. This is where the two axes of time part: a
 * measurement gets the real acquisition day from the ledger and loses its object id and its trace
 * context, which would lead back to the study. Repeats change nothing. Thread safe.
 */
public final class FeatureRecords implements CatchUp.Stage {

    /** So many kept measurements may have found their instance before the journal is compacted. */
    private static final int SLACK = 1000;

    private final ReleasedInstances released;
    private final Outbox features;
    private final Journal early;
    private final Deque<ScanMeasured> waiting = new ArrayDeque<>();

    private FeatureRecords(ReleasedInstances released, Outbox features, Journal early) {
        this.released = released;
        this.features = features;
        this.early = early;
    }

    /**
     * Opens.
     *
     * @param features the outbox of the records, on a volume that only the uplink mounts
     * @param early keeps the measurements whose instance the ledger does not know yet
     */
    public static FeatureRecords open(ReleasedInstances released, Outbox features, Journal early)
            throws IOException {
        var records = new FeatureRecords(released, features, early);
        early.replay(0, (record, _) -> records.waiting.add(kept(record)));
        return records;
    }

    private static ScanMeasured kept(byte[] record) {
        try {
            return EventCodec.JSON.readValue(record, ScanMeasured.class);
        } catch (IOException e) {
            throw new IllegalStateException("a kept measurement cannot be read");
        }
    }

    @Override
    public boolean concerns(Event<?> event) {
        return event.data() instanceof ScanMeasured;
    }

    @Override
    public synchronized boolean knows(Event<?> event) throws IOException {
        var measured = measured(event);
        ReleasedInstance instance = released.find(measured.objectId());
        if (instance == null) {
            return waiting.contains(measured);
        }
        var record = record(instance, measured);
        return features.contains(
                Event.idOf(record.subject(), record.topic().topicName(), digest(record)));
    }

    /**
     * When this returns, the record is on disk, or the measurement is until the ledger knows its
     * instance.
     */
    @Override
    public synchronized void take(Event<?> event) throws IOException {
        var measured = measured(event);
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
        @Nullable ReleasedInstance instance = released.find(measured.objectId());
        if (instance == null) {
            return false;
        }
        var record = record(instance, measured);
        features.append(record, digest(record), null);
        return true;
    }

    private static ScanMeasured measured(Event<?> event) {
        if (event.data() instanceof ScanMeasured measured) {
            return measured;
        }
        throw new IllegalArgumentException("not a measurement");
    }

    private static ScanFeatures record(ReleasedInstance instance, ScanMeasured measured) {
        return new ScanFeatures(
                instance.featureId(),
                instance.copy().instance().truck(),
                instance.copy().scanner(),
                instance.acquisitionDay(),
                measured.stratum(),
                measured.features(),
                instance.examKey(),
                instance.examKeyId());
    }

    private static String digest(ScanFeatures record) {
        return Sha256.of(EventCodec.value(record));
    }
}
