package org.medsendx.miner.messaging;

import java.time.Duration;
import org.medsendx.miner.earlier.AnalysisOptions;
import org.medsendx.miner.earlier.Retention;

/**
 * How the fleet task works.
 *
 * @param options what the analysis calls an outlier
 * @param retention which scans are kept
 * @param analyseEvery wall-clock time between two analyses, when something came
 * @param findingsShown how many findings are kept for the page
 */
public record Mining(
        AnalysisOptions options, Retention retention, Duration analyseEvery, int findingsShown) {

    public Mining {
        if (analyseEvery.toMillis() < 10 || findingsShown < 1) {
            throw new IllegalArgumentException(
                    "analyse every 10 ms at most, and keep one finding at least");
        }
    }
}
