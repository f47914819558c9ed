package org.medsendx.anonymizer.features;

import java.io.IOException;
import org.medsendx.anonymizer.ledger.ReleasedInstance;
import org.medsendx.anonymizer.ledger.ReleasedInstances;
import org.medsendx.contracts.Event;
import org.medsendx.contracts.deidentified.ScanFeatures;
import org.medsendx.contracts.deidentified.ScanMeasured;
import org.medsendx.contracts.deidentified.ScanOutcome;
import org.medsendx.contracts.deidentified.ScanReviewed;
import org.medsendx.journal.Journal;
import org.medsendx.outbox.CatchUp;
import org.medsendx.outbox.Outbox;

/**
 * Makes a feature record of each measurement, and an outcome of each decision that a person took
 * about a scan. This is where the two axes of time part: both get the real acquisition day from the
 * ledger and lose object id, UIDs and trace context, which would lead back to the study. Repeats
 * change nothing. Thread safe.
 */
public final class FeatureRecords implements CatchUp.Stage {

    private final JoinedEvents<ScanMeasured> measured;
    private final JoinedEvents<ScanReviewed> reviewed;

    private FeatureRecords(
            JoinedEvents<ScanMeasured> measured, JoinedEvents<ScanReviewed> reviewed) {
        this.measured = measured;
        this.reviewed = reviewed;
    }

    /**
     * Opens.
     *
     * @param records the outbox of the records, on a volume that only the uplink mounts
     * @param earlyMeasured keeps the measurements whose instance the ledger does not know yet
     * @param earlyReviewed the same of decisions
     */
    public static FeatureRecords open(
            ReleasedInstances released,
            Outbox records,
            Journal earlyMeasured,
            Journal earlyReviewed)
            throws IOException {
        return new FeatureRecords(
                JoinedEvents.open(
                        ScanMeasured.class,
                        released,
                        records,
                        earlyMeasured,
                        FeatureRecords::features),
                JoinedEvents.open(
                        ScanReviewed.class,
                        released,
                        records,
                        earlyReviewed,
                        FeatureRecords::outcome));
    }

    @Override
    public boolean concerns(Event<?> event) {
        return measured.concerns(event) || reviewed.concerns(event);
    }

    @Override
    public synchronized boolean knows(Event<?> event) throws IOException {
        return of(event).knows(event);
    }

    /**
     * When this returns, the record is on disk, or what came is until the ledger knows its
     * instance.
     */
    @Override
    public synchronized void take(Event<?> event) throws IOException {
        of(event).take(event);
    }

    /** Looks again for the instances of what came before its instance. */
    public synchronized void lookAgain() throws IOException {
        measured.lookAgain();
        reviewed.lookAgain();
    }

    /** How many measurements and decisions wait for their instance. */
    public synchronized int waiting() {
        return measured.waiting() + reviewed.waiting();
    }

    private JoinedEvents<?> of(Event<?> event) {
        if (measured.concerns(event)) {
            return measured;
        }
        if (reviewed.concerns(event)) {
            return reviewed;
        }
        throw new IllegalArgumentException("neither a measurement nor a decision");
    }

    private static ScanFeatures features(ReleasedInstance instance, ScanMeasured measured) {
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

    private static ScanOutcome outcome(ReleasedInstance instance, ScanReviewed reviewed) {
        return new ScanOutcome(
                instance.featureId(),
                instance.copy().instance().truck(),
                instance.copy().scanner(),
                instance.acquisitionDay(),
                reviewed.modality(),
                reviewed.decision(),
                reviewed.reason(),
                reviewed.repeat(),
                reviewed.revision(),
                instance.examKey(),
                instance.examKeyId());
    }
}
