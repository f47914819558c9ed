package org.medsendx.miner.alert;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One alert as Alertmanager takes it (API v2, postableAlert). Alerts of equal labels are one.
 *
 * @param labels what it is
 * @param annotations what it says to people
 * @param startsAt since when
 * @param endsAt when it is over unless it is told of again
 * @param generatorURL where to look, or null
 */
public record Alert(
        Map<String, String> labels,
        Map<String, String> annotations,
        Instant startsAt,
        Instant endsAt,
        @Nullable String generatorURL) {

    public Alert {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }
}
