package org.medsendx.miner.earlier;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.medsendx.contracts.deidentified.ScanFeatures;

/**
 * Which scans are still needed: of each scanner those of its first weeks and its latest ones. What
 * is forgotten lies between, and no scan that comes later, of whatever day, makes it needed again;
 * so the result does not depend on the order of arrival.
 *
 * @param scansPerScanner how many of the latest scans are kept
 * @param days how far back from the scanner's last scan they may lie
 */
public record Retention(int scansPerScanner, int days) {

    private static final Comparator<ScanFeatures> BY_DAY =
            Comparator.comparing(ScanFeatures::acquisitionDay)
                    .thenComparing(ScanFeatures::featureId);

    public Retention {
        if (scansPerScanner < 16 || days < 1) {
            throw new IllegalArgumentException("retention keeps at least 16 scans and one day");
        }
    }

    /** The scans that may be forgotten. */
    public List<ScanFeatures> expired(Iterable<ScanFeatures> scans, AnalysisOptions options) {
        var byScanner = new TreeMap<String, List<ScanFeatures>>();
        for (var scan : scans) {
            byScanner.computeIfAbsent(scan.scanner(), id -> new ArrayList<>()).add(scan);
        }
        var expired = new ArrayList<ScanFeatures>();
        for (var own : byScanner.values()) {
            own.sort(BY_DAY);
            var windows = Windows.of(own, options);
            var oldest = own.getLast().acquisitionDay().minusDays(days);
            for (int i = windows.baselineScans(); i < own.size(); i++) {
                if (own.size() - i > scansPerScanner
                        || own.get(i).acquisitionDay().isBefore(oldest)) {
                    expired.add(own.get(i));
                }
            }
        }
        return expired;
    }
}
