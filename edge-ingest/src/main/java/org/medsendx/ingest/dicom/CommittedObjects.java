package org.medsendx.ingest.dicom;

import java.io.IOException;
import java.util.ArrayList;
import org.medsendx.dicom.net.CommitmentReport;
import org.medsendx.dicom.net.CommitmentReport.Failure;
import org.medsendx.dicom.net.CommitmentRequest;
import org.medsendx.dicom.net.CommitmentRequest.Instance;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.store.IdentifiedStore;
import org.medsendx.ingest.store.Shelf;

/**
 * Which instances this truck commits to (PS3.4, J.3.3): those whose ledger entry says received,
 * whose file is on its shelf with all of its bytes, both forced to disk, and whose SOP class is the
 * one that is asked for. What was quarantined is not committed to.
 */
public final class CommittedObjects {

    private final IntakeLedger ledger;
    private final IdentifiedStore store;

    public CommittedObjects(IntakeLedger ledger, IdentifiedStore store) {
        this.ledger = ledger;
        this.store = store;
    }

    /**
     * The report as of now.
     *
     * @throws IOException when the disk fails: then nothing is known
     */
    public CommitmentReport report(CommitmentRequest request) throws IOException {
        var committed = new ArrayList<Instance>();
        var failed = new ArrayList<Failure>();
        for (var instance : request.instances()) {
            var known = ledger.find(IntakeLedger.keyOf(instance.sopInstanceUid()));
            if (known == null) {
                failed.add(new Failure(instance, Failure.NO_SUCH_INSTANCE));
            } else if (!instance.sopClassUid().equals(known.entry().content().sopClassUid())) {
                failed.add(new Failure(instance, Failure.CLASS_INSTANCE_CONFLICT));
            } else if (!ledger.isSettled(known.index())) {
                // Decided, but not all that follows from it is on disk yet.
                failed.add(new Failure(instance, Failure.PROCESSING_FAILURE));
            } else if (store.keeps(
                    known.entry().input().objectId(),
                    Shelf.OBJECTS,
                    known.entry().input().bytes())) {
                committed.add(instance);
            } else {
                failed.add(new Failure(instance, Failure.NO_SUCH_INSTANCE));
            }
        }
        return new CommitmentReport(request.transactionUid(), committed, failed);
    }
}
