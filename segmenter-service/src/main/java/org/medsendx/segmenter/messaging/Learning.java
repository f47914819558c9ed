package org.medsendx.segmenter.messaging;

import java.io.IOException;
import org.medsendx.segmenter.pipeline.ScanAssessor;
import org.medsendx.segmenter.storage.ScanLedger;
import org.medsendx.segmenter.storage.ScanRecord;

/**
 * Learns from the lines of the ledger, from each once and in their order. A line is on disk before
 * it is learned from; what was cut off in between, because the process ended or the disk was full,
 * is made up for. One thread at a time.
 */
final class Learning {

    private static final int AT_ONCE = 100;

    private final ScanLedger ledger;
    private final ScanAssessor assessor;

    /** Of all lines before this one was learned, as far as they are to be learned from. */
    private long next;

    Learning(ScanLedger ledger, ScanAssessor assessor) {
        this.ledger = ledger;
        this.assessor = assessor;
    }

    /**
     * Learns from all lines that were left. To be called before a scan is judged, and before a line
     * is written.
     */
    void catchUp() throws IOException {
        long lines = ledger.size();
        next = Math.max(next, assessor.learned(lines));
        while (next < lines) {
            for (var line : ledger.since(next, AT_ONCE)) {
                learn(line.index(), line.value());
            }
        }
    }

    /**
     * Learns from a line that is on disk.
     *
     * @param index of the line
     */
    void learn(long index, ScanRecord line) throws IOException {
        var measured = line.measured();
        if (measured != null) {
            assessor.learn(index, line.assessed(), measured);
        }
        next = index + 1;
    }
}
