package org.medsendx.miner.statistics;

/**
 * What the analysis promises, and what it takes for enough.
 *
 * @param falseFindingsPerFleetYear the promise: how many times a year anything at all is found in a
 *     healthy fleet, over all its scanners, features and kinds of test together
 * @param leastEffects factor on the least effects of {@link Feature}: 1 as documented, 2 reports
 *     only what is twice as large
 * @param baselineDays days from a scanner's first scan before it is judged
 * @param baselineExams exams a scanner needs in them, else it is judged when it has them
 * @param silentAfterDays days without a scan, while the fleet sends, after which a scanner is
 *     silent
 */
public record AnalysisOptions(
        double falseFindingsPerFleetYear,
        double leastEffects,
        int baselineDays,
        int baselineExams,
        int silentAfterDays) {

    public static final AnalysisOptions DEFAULT = new AnalysisOptions(0.5, 1, 21, 10, 14);

    public AnalysisOptions {
        if (!(falseFindingsPerFleetYear >= 0.001 && falseFindingsPerFleetYear <= 50)) {
            throw new IllegalArgumentException(
                    "false findings per fleet-year are between 0.001 and 50");
        }
        if (!(leastEffects >= 0.1 && leastEffects <= 100)) {
            throw new IllegalArgumentException("the factor on least effects is 0.1 to 100");
        }
        if (baselineDays < 1 || baselineExams < 3 || silentAfterDays < 1) {
            throw new IllegalArgumentException("a baseline has days and at least 3 exams");
        }
    }
}
