package org.medsendx.miner.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Settings below {@code medsendx.miner}. */
@ConfigMapping(prefix = "medsendx.miner")
public interface MinerConfig {

    /** How often new scans are analysed; one analysis covers all that came since the last. */
    @WithDefault("1s")
    Duration analyseEvery();

    /**
     * How long the numbers of a scanner whose answer stays may be said late, and how often the
     * fleet says that it is being watched. Changes of answers and findings are said at once.
     */
    @WithDefault("10s")
    Duration sayEvery();

    /** How old an analysis may be and still be shown as the present; longer than `say-every`. */
    @WithDefault("2m")
    Duration staleAfter();

    /**
     * Days without a scan after which a scanner is forgotten, and without an event after which the
     * sequence numbers of a writer are.
     */
    @WithDefault("400")
    int keepDays();

    /**
     * How late an event of a truck may be, measured by later ones that have come, before it counts
     * as missing and is a finding about the truck; it is found within twice the time.
     */
    @WithDefault("1h")
    Duration missingAfter();

    /** Days after which a finding that comes back is a new one. */
    @WithDefault("28")
    int reopenDays();

    /** How many changes of findings are kept for the page. */
    @WithDefault("100")
    int findingsShown();

    /**
     * How many times a year anything at all is found in a healthy fleet, over all its scanners and
     * features together, 0.001 to 50.
     */
    @WithDefault("0.5")
    double falseFindingsPerFleetYear();

    /** Factor on the least effects that are reported: 2 reports what is twice as large. */
    @WithDefault("1")
    double leastEffects();

    /** Days from a scanner's first scan before it is judged. */
    @WithDefault("21")
    int baselineDays();

    /** Exams a scanner needs in them, else it is judged when it has them. */
    @WithDefault("10")
    int baselineExams();

    /** Days without a scan, while the fleet sends, after which a scanner is silent. */
    @WithDefault("14")
    int silentAfterDays();

    /** Where open findings are told to an Alertmanager. */
    Alerts alerts();

    /** Where open findings are told to. */
    interface Alerts {

        /** Address of an Alertmanager, such as `http://alertmanager:9093`; none is told without. */
        Optional<URI> url();

        /** How often it is told what is open; it forgets what it is not told of again. */
        @WithDefault("1m")
        Duration every();

        /** What the header `Authorization` holds, such as `Bearer ...`; a secret. */
        Optional<String> authorization();

        /** Where people reach the fleet page, for the links in alerts. */
        Optional<URI> page();
    }
}
