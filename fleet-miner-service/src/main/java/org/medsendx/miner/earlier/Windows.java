package org.medsendx.miner.earlier;

import java.time.LocalDate;
import java.util.List;
import org.medsendx.contracts.deidentified.ScanFeatures;

/**
 * A scanner's own first weeks and its latest ones, by whole days, without overlap.
 *
 * @param baselineEnd last day of the first weeks
 * @param recentStart first day of the latest weeks
 * @param baselineScans scans in the first weeks
 * @param recentScans scans in the latest weeks
 */
record Windows(LocalDate baselineEnd, LocalDate recentStart, int baselineScans, int recentScans) {

    /** Where a scan lies. */
    enum Window {
        BASELINE(0),
        BETWEEN(1),
        RECENT(2);

        static final int COUNT = 3;
        final int index;

        Window(int index) {
            this.index = index;
        }
    }

    /**
     * @param scans of one scanner in order of days, at least one
     */
    static Windows of(List<ScanFeatures> scans, AnalysisOptions options) {
        int least = options.minimumWindowScans();
        var end = scans.getFirst().acquisitionDay().plusDays(options.baselineDays() - 1L);
        int baseline = 0;
        while (baseline < scans.size()
                && (baseline < least
                        || !scans.get(baseline).acquisitionDay().isAfter(end)
                        || scans.get(baseline)
                                .acquisitionDay()
                                .equals(scans.get(baseline - 1).acquisitionDay()))) {
            baseline++;
        }
        var start = scans.getLast().acquisitionDay().minusDays(options.recentDays() - 1L);
        int from = scans.size();
        while (from > baseline
                && (scans.size() - from < least
                        || !scans.get(from - 1).acquisitionDay().isBefore(start)
                        || scans.get(from - 1)
                                .acquisitionDay()
                                .equals(scans.get(from).acquisitionDay()))) {
            from--;
        }
        return new Windows(
                scans.get(baseline - 1).acquisitionDay(),
                from < scans.size()
                        ? scans.get(from).acquisitionDay()
                        : scans.getLast().acquisitionDay().plusDays(1),
                baseline,
                scans.size() - from);
    }

    Window of(LocalDate day) {
        if (!day.isAfter(baselineEnd)) {
            return Window.BASELINE;
        }
        return day.isBefore(recentStart) ? Window.BETWEEN : Window.RECENT;
    }
}
