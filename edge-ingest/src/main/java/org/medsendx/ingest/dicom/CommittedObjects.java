package org.medsendx.ingest.dicom;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.net.CommitmentReport;
import org.medsendx.dicom.net.CommitmentReport.Failure;
import org.medsendx.dicom.net.CommitmentRequest;
import org.medsendx.dicom.net.CommitmentRequest.Instance;
import org.medsendx.ingest.ledger.IntakeLedger;
import org.medsendx.ingest.store.IdentifiedStore;
import org.medsendx.ingest.store.Shelf;

/**
 * Which instances this truck commits to (PS3.4, J.3.3): those whose ledger says received, whose
 * file is on its shelf with all of its bytes, both forced to disk, and whose SOP class is the one
 * that is asked for; and of those that are not on its shelf any more the ones that the hospital's
 * archive has committed itself to. What was quarantined is not committed to.
 */
public final class CommittedObjects {

    private final IntakeLedger ledger;
    private final IdentifiedStore store;
    private final Predicate<UUID> archived;

    /** Of a truck without an archive. */
    public CommittedObjects(IntakeLedger ledger, IdentifiedStore store) {
        this(ledger, store, _ -> false);
    }

    /**
     * @param archived whether the hospital's archive has committed itself to an original
     */
    public CommittedObjects(IntakeLedger ledger, IdentifiedStore store, Predicate<UUID> archived) {
        this.ledger = ledger;
        this.store = store;
        this.archived = archived;
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
            Integer failure = failure(instance);
            if (failure == null) {
                committed.add(instance);
            } else {
                failed.add(new Failure(instance, failure));
            }
        }
        return new CommitmentReport(request.transactionUid(), committed, failed);
    }

    /** Why we do not answer for an instance, or null when we do. */
    private @Nullable Integer failure(Instance instance) throws IOException {
        String key = IntakeLedger.keyOf(instance.sopInstanceUid());
        var known = ledger.find(key);
        if (known == null) {
            var remembered = ledger.remembered(key);
            if (remembered == null) {
                return Failure.NO_SUCH_INSTANCE;
            }
            if (!remembered.ofClass(instance.sopClassUid())) {
                return Failure.CLASS_INSTANCE_CONFLICT;
            }
            return keeps(remembered.objectId(), remembered.size());
        }
        if (!instance.sopClassUid().equals(known.entry().content().sopClassUid())) {
            return Failure.CLASS_INSTANCE_CONFLICT;
        }
        if (!ledger.isSettled(known.index())
                && Files.exists(store.part(known.entry().input().objectId()))) {
            // Decided, but the disk did not do what follows from it yet.
            return Failure.PROCESSING_FAILURE;
        }
        return keeps(known.entry().input().objectId(), known.entry().input().bytes());
    }

    private @Nullable Integer keeps(UUID objectId, long bytes) throws IOException {
        return store.keeps(objectId, Shelf.OBJECTS, bytes) || archived.test(objectId)
                ? null
                : Failure.NO_SUCH_INSTANCE;
    }
}
