package org.medsendx.dicom.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Sends instances over one association. SKELETON. */
public final class StorageScu implements AutoCloseable {

    /** A wish: this SOP class in these transfer syntaxes, first wish first. */
    public record Proposal(String sopClassUid, List<String> transferSyntaxUids) {}

    /**
     * @throws AssociationRejectedException when the peer rejects; says why in the standard's words
     */
    public static StorageScu open(
            InetSocketAddress peer,
            String calledAeTitle,
            String callingAeTitle,
            List<Proposal> proposals,
            Duration timeout)
            throws IOException {
        throw new IllegalStateException();
    }

    /** Whether the peer accepted this SOP class in exactly this transfer syntax. */
    public boolean accepts(String sopClassUid, String transferSyntaxUid) {
        throw new IllegalStateException();
    }

    /**
     * Sends the bytes of a file from a position on as the data set, unchanged.
     *
     * @return the peer's status; empty when no presentation context was accepted for this class and
     *     syntax
     */
    public Optional<StoreStatus> store(
            Path file,
            long dataSetPosition,
            String sopClassUid,
            String sopInstanceUid,
            String transferSyntaxUid)
            throws IOException {
        throw new IllegalStateException();
    }

    /** C-ECHO; needs the Verification SOP class among the proposals. */
    public StoreStatus echo() throws IOException {
        throw new IllegalStateException();
    }

    /** Releases the association. */
    @Override
    public void close() throws IOException {
        throw new IllegalStateException();
    }
}
