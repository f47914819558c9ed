package org.medsendx.ingest.dicom;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.CommitmentHandler;
import org.medsendx.dicom.net.CommitmentReport;
import org.medsendx.dicom.net.CommitmentRequest;
import org.medsendx.dicom.net.InstanceHandler;
import org.medsendx.dicom.net.QueryHandler;
import org.medsendx.dicom.net.StoreHandler;
import org.medsendx.dicom.net.StoreStatus;

/**
 * Answers scanners from the first moment on. Until the volume can be used every instance is refused
 * with 0xA700 and nothing is committed to, answered or noted, so that a scanner keeps what it has
 * and tries again, as it would not at a port that is closed. Thread safe.
 */
public final class FrontDoor
        implements StoreHandler, CommitmentHandler, QueryHandler, InstanceHandler {

    static final StoreStatus NO_VOLUME = new StoreStatus(0xA700, "disk full or not writable");

    private volatile @Nullable Desks desks;

    private record Desks(
            StoreHandler stores,
            Optional<? extends CommitmentHandler> commitments,
            Optional<? extends QueryHandler> worklist,
            Optional<? extends InstanceHandler> steps,
            Optional<? extends Reports> reports) {}

    /** Takes reports about requests for storage commitment that were ours. */
    @FunctionalInterface
    public interface Reports {

        /**
         * A report came.
         *
         * @return whether it is about a request of ours
         * @throws IOException it cannot be taken now
         */
        boolean reported(String callingAeTitle, CommitmentReport report) throws IOException;
    }

    /** The volume can be used: from now on these decide. */
    public void open(StoreHandler stores, Optional<? extends CommitmentHandler> commitments) {
        open(stores, commitments, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same, with a worklist, performed procedure steps, and an archive's reports. */
    public void open(
            StoreHandler stores,
            Optional<? extends CommitmentHandler> commitments,
            Optional<? extends QueryHandler> worklist,
            Optional<? extends InstanceHandler> steps,
            Optional<? extends Reports> reports) {
        desks = new Desks(stores, commitments, worklist, steps, reports);
    }

    /** Whether {@link #open} was called. */
    public boolean isOpen() {
        return desks != null;
    }

    @Override
    public Sink begin(StoreRequest request) throws IOException {
        Desks open = desks;
        return open == null
                ? new CStoreReceiver.RefusingSink(NO_VOLUME)
                : open.stores().begin(request);
    }

    @Override
    public Optional<CommitmentReport> requested(String callingAeTitle, CommitmentRequest request)
            throws IOException {
        return commitments().requested(callingAeTitle, request);
    }

    @Override
    public void reported(String callingAeTitle, CommitmentReport report) throws IOException {
        Desks open = desks;
        if (open == null
                || open.reports().isEmpty()
                || !open.reports().get().reported(callingAeTitle, report)) {
            throw new IOException("nobody asked for this report");
        }
    }

    @Override
    public void notTaken(String callingAeTitle, CommitmentReport report) {
        Desks open = desks;
        if (open != null) {
            open.commitments().ifPresent(desk -> desk.notTaken(callingAeTitle, report));
        }
    }

    @Override
    public Set<String> queryClasses() {
        return Set.of(Uid.ModalityWorklistFind);
    }

    @Override
    public Set<String> instanceClasses() {
        return Set.of(Uid.ModalityPerformedProcedureStep);
    }

    @Override
    public Answers find(Query query) throws IOException {
        Desks open = desks;
        if (open == null || open.worklist().isEmpty()) {
            return new Answers(List.of(), true, NO_VOLUME);
        }
        return open.worklist().get().find(query);
    }

    @Override
    public Result create(Request request) throws IOException {
        return steps().create(request);
    }

    @Override
    public Result set(Request request) throws IOException {
        return steps().set(request);
    }

    private InstanceHandler steps() throws IOException {
        Desks open = desks;
        if (open == null || open.steps().isEmpty()) {
            throw new IOException("no step can be kept now");
        }
        return open.steps().get();
    }

    private CommitmentHandler commitments() throws IOException {
        Desks open = desks;
        if (open == null || open.commitments().isEmpty()) {
            throw new IOException("nothing can be committed to now");
        }
        return open.commitments().get();
    }
}
