package org.medsendx.miner.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings below {@code medsendx.miner}. */
@ConfigMapping(prefix = "medsendx.miner")
public interface MinerConfig {

    /** How often new scans are analysed; one analysis covers all that came since the last. */
    @WithDefault("1s")
    Duration analyseEvery();

    /** How many scans of one scanner are kept, beside those of its first weeks. */
    @WithDefault("1000")
    int scansPerScanner();

    /**
     * How long scans are kept, in days before the scanner's last scan; those of its first weeks
     * stay as long as the scanner does.
     */
    @WithDefault("400")
    int keepDays();

    /** How many findings are kept for the page. */
    @WithDefault("100")
    int findingsShown();

    /** A scanner's own first weeks, in days from its first scan. */
    @WithDefault("21")
    int baselineDays();

    /** The window that is judged, in days back from a scanner's last scan. */
    @WithDefault("28")
    int recentDays();

    /** Scans that each of the two windows needs before a scanner is judged. */
    @WithDefault("8")
    int minimumWindowScans();

    /** Chance that anything is flagged in one analysis of a healthy fleet, 0 to 0.5. */
    @WithDefault("0.01")
    double falseAlarmRate();

    /** Least shift against the own first weeks that matters, as a fraction. */
    @WithDefault("0.015")
    double minimumShift();

    /** Least deviation from the cohort that matters, as a fraction. */
    @WithDefault("0.03")
    double minimumCohortDeviation();

    /** Scans between two false alarms of one control chart, on average. */
    @WithDefault("1000")
    double chartRunLength();
}
