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
     * @return the report, when it can be given at once: it goes out over the same association.
     *     Empty when it will be sent later by {@link StorageCommitment#report}; the request must be
     *     on disk then, because the peer relies on an answer
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
}
