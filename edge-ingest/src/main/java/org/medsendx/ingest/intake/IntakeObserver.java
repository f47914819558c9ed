package org.medsendx.ingest.intake;

import java.time.Duration;
import org.medsendx.ingest.ledger.IntakeEntry;

/** Hears of every decision, for metrics. */
@FunctionalInterface
public interface IntakeObserver {

    /**
     * An input was decided and all that follows is on disk.
     *
     * @param took from the last byte to here
     */
    void decided(IntakeEntry entry, Duration took);
}
