package org.medsendx.uplink.telemetry;

import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.uplink.bandwidth.LinkState;

import java.util.List;
import java.util.UUID;

/**
 * Where the uplink stands, as {@code GET /uplink} shows it.
 *
 * @param backlogObjects objects to be uploaded, parked ones not counted
 * @param backlogEvents events not yet on the cloud's broker
 * @param parked objects the store refused
 * @param waitingFor the fault that all objects wait for, or null
 * @param cloudConnected whether the cloud's broker took the last events
 * @param breaker state of the circuit breaker in front of the store
 * @param stage objects uploaded since the start of the process, and how long each took from its
 *     arrival on
 * @param link what waits for the link, for how long, and what the data plan has left
 * @param scansWaiting how many scans are not at their end, in words, as every page has it
 */
public record UplinkStatus(
        int backlogObjects,
        long backlogEvents,
        List<Parked> parked,
        @Nullable String waitingFor,
        boolean cloudConnected,
        String breaker,
        Stage stage,
        LinkState link,
        String scansWaiting) {

    public UplinkStatus {
        parked = List.copyOf(parked);
    }

    /**
     * An object that the store refused.
     *
     * @param reason why, as a code
     */
    public record Parked(UUID objectId, UploadedKind kind, String reason) {}

    /**
     * How long objects took.
     *
     * @param count uploaded objects
     * @param p50Ms median in milliseconds, of the latest 10,000
     * @param p99Ms 99th percentile
     */
    public record Stage(long count, double p50Ms, double p99Ms) {}
}
