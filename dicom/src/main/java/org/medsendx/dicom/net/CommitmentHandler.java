package org.medsendx.dicom.net;

import java.io.IOException;
import java.util.Optional;

/**
 * What a {@link StorageScp} does about storage commitment (PS3.4, J). Called on the association's
 * own thread; may block.
 */
public interface CommitmentHandler {

    /**
     * A peer asks us to keep instances.
     *
     * @return the report, when it can be given at once: it goes out over the same association, and
     *     comes back to {@link #notTaken} when the peer does not take it there. Empty when it will
     *     be sent later by {@link StorageCommitment#report}; the request must be on disk then,
     *     because the peer relies on an answer
     * @throws IOException the request cannot be taken now; the peer is told a processing failure
     */
    Optional<CommitmentReport> requested(String callingAeTitle, CommitmentRequest request)
            throws IOException;

    /**
     * A peer reports about a request of ours, over an association of its own.
     *
     * @throws IOException the report cannot be taken now; the peer is told a processing failure
     */
    void reported(String callingAeTitle, CommitmentReport report) throws IOException;

    /**
     * A report went out over the association of its request, and the peer did not take it: it
     * released or lost the association first, or refused. Some peers never wait there. The report
     * is to be sent by {@link StorageCommitment#report}; the peer relies on it.
     */
    void notTaken(String callingAeTitle, CommitmentReport report);
}
