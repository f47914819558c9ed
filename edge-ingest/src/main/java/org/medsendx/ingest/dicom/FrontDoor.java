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
import org.medsendx.dicom.net.RetrieveHandler;
import org.medsendx.dicom.net.StoreHandler;
import org.medsendx.dicom.net.StoreStatus;
import org.medsendx.ingest.retrieve.Root;

/**
 * Answers scanners from the first moment on. Until the volume can be used every instance is refused
 * with 0xA700 and nothing is committed to, answered or noted, so that a scanner keeps what it has
 * and tries again, as it would not at a port that is closed. Thread safe.
 */
public final class FrontDoor
        implements StoreHandler, CommitmentHandler, QueryHandler, InstanceHandler, RetrieveHandler {

    static final StoreStatus NO_VOLUME = new StoreStatus(0xA700, "disk full or not writable");

    private final Set<String> queryClasses;
    private volatile @Nullable Behind behind;

    /** A door where only the worklist can be asked. */
    public FrontDoor() {
        this(Set.of(Uid.ModalityWorklistFind));
    }

    /**
     * @param queryClasses what can be asked by C-FIND
     */
    public FrontDoor(Set<String> queryClasses) {
        this.queryClasses = Set.copyOf(queryClasses);
    }

    /**
     * Who answers behind the door.
     *
     * @param stores takes instances
     * @param commitments answers for what is committed to
     * @param worklist answers for planned steps
     * @param steps takes performed procedure steps
     * @param reports takes an archive's reports to requests of ours
     * @param held answers for, and sends, what the truck holds
     */
    public record Behind(
            StoreHandler stores,
            Optional<? extends CommitmentHandler> commitments,
            Optional<? extends QueryHandler> worklist,
            Optional<? extends InstanceHandler> steps,
            Optional<? extends Reports> reports,
            Optional<RetrieveDesk> held) {

        /** Instances are taken, and nobody does anything else. */
        public static Behind of(StoreHandler stores) {
            return new Behind(
                    stores,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

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
    public void open(Behind behind) {
        this.behind = behind;
    }

    /** Whether {@link #open} was called. */
    public boolean isOpen() {
        return behind != null;
    }

    @Override
    public Sink begin(StoreRequest request) throws IOException {
        Behind open = behind;
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
        Behind open = behind;
        if (open == null
                || open.reports().isEmpty()
                || !open.reports().get().reported(callingAeTitle, report)) {
            throw new IOException("nobody asked for this report");
        }
    }

    @Override
    public void notTaken(String callingAeTitle, CommitmentReport report) {
        Behind open = behind;
        if (open != null) {
            open.commitments().ifPresent(desk -> desk.notTaken(callingAeTitle, report));
        }
    }

    @Override
    public Set<String> queryClasses() {
        return queryClasses;
    }

    @Override
    public Set<String> instanceClasses() {
        return Set.of(Uid.ModalityPerformedProcedureStep);
    }

    @Override
    public Answers find(Query query) throws IOException {
        Behind open = behind;
        Optional<? extends QueryHandler> asked =
                open == null
                        ? Optional.empty()
                        : query.sopClassUid().equals(Uid.ModalityWorklistFind)
                                ? open.worklist()
                                : open.held();
        if (asked.isEmpty()) {
            return new Answers(List.of(), true, NO_VOLUME);
        }
        return asked.get().find(query);
    }

    @Override
    public Set<String> moveClasses() {
        return Root.moveClasses();
    }

    @Override
    public Set<String> getClasses() {
        return Root.getClasses();
    }

    @Override
    public Retrieval retrieve(RetrieveHandler.Request request) throws IOException {
        Behind open = behind;
        return open == null || open.held().isEmpty()
                ? new Retrieval.Refused(new StoreStatus(0xA701, NO_VOLUME.comment()))
                : open.held().get().retrieve(request);
    }

    @Override
    public Result create(InstanceHandler.Request request) throws IOException {
        return steps().create(request);
    }

    @Override
    public Result set(InstanceHandler.Request request) throws IOException {
        return steps().set(request);
    }

    private InstanceHandler steps() throws IOException {
        Behind open = behind;
        if (open == null || open.steps().isEmpty()) {
            throw new IOException("no step can be kept now");
        }
        return open.steps().get();
    }

    private CommitmentHandler commitments() throws IOException {
        Behind open = behind;
        if (open == null || open.commitments().isEmpty()) {
            throw new IOException("nothing can be committed to now");
        }
        return open.commitments().get();
    }
}
