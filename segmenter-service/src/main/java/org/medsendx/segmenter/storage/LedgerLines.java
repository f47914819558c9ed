package org.medsendx.segmenter.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.medsendx.segmenter.dicomweb.Holdings;
import org.medsendx.segmenter.dicomweb.Located;
import org.medsendx.segmenter.exam.ScanLine;
import org.medsendx.segmenter.exam.ScanLines;

/** The ledger as exams and DICOMweb see it. */
public final class LedgerLines implements ScanLines, Holdings.Ledger {

    private final ScanLedger ledger;
    private final Path deidentified;

    /**
     * @param deidentified root of the volume that the ledger's files are on
     */
    public LedgerLines(ScanLedger ledger, Path deidentified) {
        this.ledger = ledger;
        this.deidentified = deidentified;
    }

    @Override
    public long first() {
        return ledger.first();
    }

    @Override
    public long size() {
        return ledger.size();
    }

    @Override
    public List<ScanLine> since(long from, int limit) throws IOException {
        return ledger.since(from, limit).stream()
                .map(entry -> line(entry.index(), entry.value()))
                .toList();
    }

    private static ScanLine line(long at, ScanRecord record) {
        var assessed = record.assessed();
        return new ScanLine(
                at,
                record.objectId(),
                assessed.instance().uids(),
                assessed.modality(),
                // truck/date/study/series/instance
                assessed.objectKey().path().split("/", -1)[1],
                assessed.scanner(),
                assessed.quality().verdict(),
                assessed.triage().priority());
    }

    @Override
    public @Nullable Located find(UUID objectId) throws IOException {
        var record = ledger.get(objectId);
        return record == null
                ? null
                : new Located(
                        objectId,
                        record.assessed().instance().uids(),
                        deidentified.resolve(record.inputFile()));
    }
}
