package org.medsendx.miner.messaging;

import java.time.Duration;
import org.medsendx.miner.statistics.AnalysisOptions;

/**
 * How the two stages work.
 *
 * @param options what the analysis promises
 * @param analyseEvery wall-clock time between two analyses, when something came
 * @param sayEvery how long the numbers of a scanner whose answer stays may be said late; and how
 *     often the fleet says that it is being watched
 * @param keepDays days without a scan after which a scanner, and without an event after which a
 *     writer's stream, is forgotten
 * @param missingAfter how late an event of a truck may be before it counts as missing
 * @param reopenDays a finding that was resolved this many days ago at most comes back; later it is
 *     a new one
 */
public record Mining(
        AnalysisOptions options,
        Duration analyseEvery,
        Duration sayEvery,
        int keepDays,
        Duration missingAfter,
        int reopenDays) {

    public Mining {
        if (analyseEvery.toMillis() < 10 || sayEvery.compareTo(analyseEvery) < 0) {
            throw new IllegalArgumentException(
                    "analyse every 10 ms at most, and say no more often than that");
        }
        if (!missingAfter.isPositive()) {
            throw new IllegalArgumentException("an event may be late");
        }
        if (keepDays < 1 || reopenDays < 0) {
            throw new IllegalArgumentException("days are kept, and counted from 0");
        }
    }
}
