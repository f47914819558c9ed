package org.medsendx.contracts.deidentified;

import org.medsendx.contracts.Payload;
import org.medsendx.contracts.Topic;

/**
 * The topics past the border: in the truck's clean zone, on the way to the cloud, and born there.
 */
public enum DeidentifiedTopic implements Topic {
    INSTANCES_DEIDENTIFIED(
            "instances.deidentified.v1", InstanceDeidentified.class, Reach.TRUCK, false),
    DERIVED_CREATED("derived.created.v1", DerivedCreated.class, Reach.TRUCK, false),
    SCANS_MEASURED("scans.measured.v1", ScanMeasured.class, Reach.TRUCK, false),
    SCANS_ASSESSED("scans.assessed.v1", ScanAssessed.class, Reach.TRUCK_AND_CLOUD, false),
    SCANS_REVIEWED("scans.reviewed.v1", ScanReviewed.class, Reach.TRUCK_AND_CLOUD, false),
    SCANS_FEATURES("scans.features.v1", ScanFeatures.class, Reach.TRUCK_AND_CLOUD, false),
    SCANS_OUTCOMES("scans.outcomes.v1", ScanOutcome.class, Reach.TRUCK_AND_CLOUD, false),
    INSTANCES_UPLOADED(
            "instances.uploaded.v1", InstanceUploaded.class, Reach.TRUCK_AND_CLOUD, false),
    INSTANCES_DELIVERED(
            "instances.delivered.v1", InstanceDelivered.class, Reach.TRUCK_AND_CLOUD, false),
    BASELINES_RECEIVED("baselines.received.v1", BaselineReceived.class, Reach.TRUCK, true),
    FLEET_BASELINES("fleet.baselines.v1", FleetBaseline.class, Reach.CLOUD, true),
    FLEET_SCANNER_STATUS("fleet.scanner-status.v1", ScannerStatus.class, Reach.CLOUD, true),
    FLEET_FINDINGS("fleet.findings.v1", FleetFinding.class, Reach.CLOUD, false),
    FLEET_TRUCK_STATUS("fleet.truck-status.v1", TruckStatus.class, Reach.CLOUD, true),
    FLEET_SUMMARY("fleet.summary.v1", FleetSummary.class, Reach.CLOUD, true),
    FLEET_ACTIONS("fleet.actions.v1", FleetAction.class, Reach.CLOUD, true);

    private final String topicName;
    private final Class<? extends Payload> payload;
    private final Reach reach;
    private final boolean compacted;

    DeidentifiedTopic(
            String topicName, Class<? extends Payload> payload, Reach reach, boolean compacted) {
        this.topicName = topicName;
        this.payload = payload;
        this.reach = reach;
        this.compacted = compacted;
    }

    @Override
    public String topicName() {
        return topicName;
    }

    @Override
    public Class<? extends Payload> payload() {
        return payload;
    }

    @Override
    public boolean traced() {
        return this != SCANS_FEATURES && this != SCANS_OUTCOMES;
    }

    @Override
    public Reach reach() {
        return reach;
    }

    @Override
    public boolean compacted() {
        return compacted;
    }
}
