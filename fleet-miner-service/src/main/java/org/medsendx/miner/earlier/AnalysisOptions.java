package org.medsendx.miner.earlier;

/**
 * What the analysis calls a window, enough data and an outlier.
 *
 * @param baselineDays a scanner's own first weeks, in days from its first scan
 * @param recentDays the window that is judged, in days back from its last scan
 * @param minimumWindowScans a window is widened by whole days until it has so many scans; a scanner
 *     that cannot fill both windows is not judged
 * @param falseAlarmRate chance that anything in a healthy fleet is flagged in one analysis, over
 *     all scanners, indicators and tests together
 * @param minimumShift least shift against the own first weeks that matters, as a natural logarithm:
 *     0.015 is 1.5 %
 * @param minimumCohortDeviation least deviation from the cohort that matters; larger than the
 *     shift, because devices differ from the day they are built
 * @param chartRunLength scans between two false alarms of one control chart, on average
 */
public record AnalysisOptions(
        int baselineDays,
        int recentDays,
        int minimumWindowScans,
        double falseAlarmRate,
        double minimumShift,
        double minimumCohortDeviation,
        double chartRunLength) {

    public static final AnalysisOptions DEFAULT =
            new AnalysisOptions(21, 28, 8, 0.01, 0.015, 0.03, 1000);

    public AnalysisOptions {
        if (baselineDays < 1 || recentDays < 1 || minimumWindowScans < 3) {
            throw new IllegalArgumentException("windows have days and at least 3 scans");
        }
        if (!(falseAlarmRate > 0 && falseAlarmRate < 0.5)) {
            throw new IllegalArgumentException("the false-alarm rate is between 0 and 0.5");
        }
        if (!(minimumShift >= 0 && minimumCohortDeviation >= 0)) {
            throw new IllegalArgumentException("a least effect is not negative");
        }
        if (!(chartRunLength >= 10)) {
            throw new IllegalArgumentException("a chart's run length is at least 10 scans");
        }
    }
}
