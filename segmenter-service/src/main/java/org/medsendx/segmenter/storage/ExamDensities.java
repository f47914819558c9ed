package org.medsendx.segmenter.storage;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.BreastDensity;
import org.medsendx.journal.JournalIndex.Entry;

/**
 * Breast densities of the last lines of the ledger by examination: the images of one come within
 * minutes. Nothing but these lines decides, so that a restart finds the same. Each line is read
 * once; memory holds a few words of each. Not thread safe.
 */
public final class ExamDensities {

    private static final int LINES = 200;

    private final ScanLedger ledger;

    /** So many lines of the ledger count. */
    private final int lines;

    /** The newest is the last. */
    private final ArrayDeque<Seen> seen = new ArrayDeque<>();

    private long read;

    private record Seen(long index, UUID object, String study, @Nullable BreastDensity density) {}

    public ExamDensities(ScanLedger ledger) {
        this(ledger, LINES);
    }

    ExamDensities(ScanLedger ledger, int lines) {
        this.ledger = ledger;
        this.lines = lines;
    }

    /** The densities of other images of an examination, the newest first. */
    public List<BreastDensity> others(String studyInstanceUid, UUID object) throws IOException {
        refresh();
        var found = new ArrayList<BreastDensity>();
        var known = new HashSet<UUID>();
        for (var newestFirst = seen.descendingIterator(); newestFirst.hasNext(); ) {
            var line = newestFirst.next();
            // Of an image that was assessed again the last line counts.
            if (known.add(line.object())
                    && line.density() != null
                    && !line.object().equals(object)
                    && line.study().equals(studyInstanceUid)) {
                found.add(line.density());
            }
        }
        return found;
    }

    private void refresh() throws IOException {
        long size = ledger.size();
        long oldest = Math.max(ledger.first(), size - lines);
        read = Math.max(read, oldest);
        while (read < size) {
            var more = ledger.since(read, lines);
            if (more.isEmpty()) {
                break;
            }
            more.forEach(this::see);
        }
        while (!seen.isEmpty() && seen.getFirst().index() < oldest) {
            seen.removeFirst();
        }
    }

    private void see(Entry<ScanRecord> entry) {
        read = entry.index() + 1;
        var assessed = entry.value().assessed();
        seen.addLast(
                new Seen(
                        entry.index(),
                        entry.value().objectId(),
                        assessed.instance().uids().studyInstanceUid(),
                        assessed.segmentation().density()));
    }
}
