package org.medsendx.uplink.telemetry;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.uplink.ability.Ability;
import org.medsendx.uplink.ability.StoreKnowledge;
import org.medsendx.uplink.bandwidth.LinkState;
import org.medsendx.uplink.upload.UploadJobs;

/**
 * Where the uplink stands, as {@code GET /uplink} shows it.
 *
 * @param backlogObjects objects to be uploaded, parked ones not counted
 * @param backlogEvents events not yet on the cloud's broker
 * @param parked objects the store refused
 * @param waitingFor the fault that all objects wait for, or null
 * @param cloudConnected whether the cloud's broker took the last events
 * @param breaker state of the circuit breaker in front of the store
 * @param store what the store was seen to do, and what follows; null without a bucket
 * @param stage objects uploaded since the start of the process, and how long each took from its
 *     arrival on
 * @param destinations where each destination beside the bucket stands
 * @param removed objects that wait for destinations which are configured no more, by their name
 * @param nowhere objects that no destination was to have, since the start of the process
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
        @Nullable Store store,
        Stage stage,
        List<Destination> destinations,
        Map<String, Integer> removed,
        long nowhere,
        LinkState link,
        String scansWaiting) {

    public UplinkStatus {
        parked = List.copyOf(parked);
        destinations = List.copyOf(destinations);
        removed = Map.copyOf(removed);
    }

    /**
     * A destination beside the bucket.
     *
     * @param name of the destination
     * @param kind what it speaks
     * @param backlog objects to be sent to it, parked ones not counted
     * @param unconfirmed objects that were sent and that it has not committed itself to
     * @param parked objects it refused
     * @param waitingFor the fault that all of them wait for, or null
     */
    public record Destination(
            String name,
            String kind,
            int backlog,
            int unconfirmed,
            List<Parked> parked,
            @Nullable String waitingFor) {

        public Destination {
            parked = List.copyOf(parked);
        }
    }

    /**
     * An object that the store refused.
     *
     * @param reason why, as a code
     */
    public record Parked(UUID objectId, UploadedKind kind, String reason) {

        /** Of all that are parked. */
        public static List<Parked> of(List<UploadJobs.ParkedJob> jobs) {
            return jobs.stream()
                    .map(one -> new Parked(one.id().objectId(), one.id().kind(), one.reason()))
                    .toList();
        }
    }

    /**
     * What the store was seen to do.
     *
     * @param asked when it was asked last, or null when it has not been
     * @param abilities {@code yes}, {@code no} or {@code unknown} for each
     * @param consequences what the uplink does about what is missing, in words
     */
    public record Store(
            @Nullable Instant asked, Map<String, String> abilities, List<String> consequences) {

        public Store {
            abilities = Collections.unmodifiableMap(new LinkedHashMap<>(abilities));
            consequences = List.copyOf(consequences);
        }

        /** What is known of it. */
        public static Store of(StoreKnowledge.Known known) {
            var abilities = new LinkedHashMap<String, String>();
            for (var ability : Ability.values()) {
                abilities.put(ability.code(), known.abilities().word(ability));
            }
            return new Store(known.asked(), abilities, known.abilities().consequences());
        }
    }

    /**
     * How long objects took.
     *
     * @param count uploaded objects
     * @param p50Ms median in milliseconds, of the latest 10,000
     * @param p99Ms 99th percentile
     */
    public record Stage(long count, double p50Ms, double p99Ms) {}
}
