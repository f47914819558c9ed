package org.medsendx.uplink.storage;

import java.time.Duration;
import java.time.InstantSource;
import org.medsendx.uplink.ability.StoreAbilities;
import org.medsendx.uplink.ability.StoreKnowledge;

/** Knowledge of a store without asking it. */
public final class Knowledge {

    private Knowledge() {}

    /** What is given, for good. */
    public static StoreKnowledge of(StoreAbilities abilities) {
        return new StoreKnowledge(
                progress -> abilities,
                Duration.ofDays(1000),
                Duration.ofDays(1000),
                InstantSource.system());
    }

    /** Nothing. */
    public static StoreKnowledge none() {
        return of(StoreAbilities.UNKNOWN);
    }
}
