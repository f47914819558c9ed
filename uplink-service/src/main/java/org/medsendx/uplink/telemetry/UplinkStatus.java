package org.medsendx.uplink.telemetry;

import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.UploadedKind;
import org.medsendx.uplink.ability.Ability;
import org.medsendx.uplink.ability.StoreKnowledge;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * @param store what the store was seen to do, and what follows
 * @param stage objects uploaded since the start of the process, and how long each took from its
 *     arrival on
 * @param scansWaiting how many scans are not at their end, in words, as every page has it
 */
public record UplinkStatus(
        int backlogObjects,
        long backlogEvents,
        List<Parked> parked,
        @Nullable String waitingFor,
        boolean cloudConnected,
        String breaker,
        Store store,
        Stage stage,
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
