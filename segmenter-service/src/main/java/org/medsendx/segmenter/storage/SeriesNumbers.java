package org.medsendx.segmenter.storage;

import java.io.IOException;
import java.util.LinkedHashMap;
import org.medsendx.journal.JournalIndex.Entry;

/**
 * Numbers the images of each series in the order they come. Nothing but the last lines of the
 * ledger decides, so that a restart goes on where it was; a series none of whose images is among
 * them begins anew. Memory holds the series of those lines. Not thread safe.
 */
public final class SeriesNumbers {

    private static final int LINES = 5000;

    private static final int AT_ONCE = 500;

    private final ScanLedger ledger;

    /** So many lines of the ledger count. */
    private final int lines;

    /** The series whose line is the oldest comes first. */
    private final LinkedHashMap<String, Last> series = new LinkedHashMap<>();

    private long read;

    /** The last image of a series. */
    private record Last(int number, long line) {}

    public SeriesNumbers(ScanLedger ledger) {
        this(ledger, LINES);
    }

    SeriesNumbers(ScanLedger ledger, int lines) {
        this.ledger = ledger;
        this.lines = lines;
    }

    /** The number of the image that comes next, from 1. */
    public int next(String seriesInstanceUid) throws IOException {
        refresh();
        Last last = series.get(seriesInstanceUid);
        return last == null ? 1 : last.number() + 1;
    }

    private void refresh() throws IOException {
        long size = ledger.size();
        long oldest = Math.max(ledger.first(), size - lines);
        read = Math.max(read, oldest);
        while (read < size) {
            var more = ledger.since(read, AT_ONCE);
            if (more.isEmpty()) {
                break;
            }
            more.forEach(this::see);
        }
        while (!series.isEmpty() && series.firstEntry().getValue().line() < oldest) {
            series.pollFirstEntry();
        }
    }

    private void see(Entry<ScanRecord> entry) {
        read = entry.index() + 1;
        ScanRecord line = entry.value();
        var place = line.inSeries();
        if (place != null) {
            String uid = line.assessed().instance().uids().seriesInstanceUid();
            series.remove(uid);
            series.put(uid, new Last(place.number(), entry.index()));
        }
    }
}
