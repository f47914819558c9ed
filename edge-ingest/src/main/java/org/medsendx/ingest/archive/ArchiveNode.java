package org.medsendx.ingest.archive;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import javax.net.ssl.SSLException;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.AssociationRejectedException;
import org.medsendx.dicom.net.CommitmentNotOfferedException;
import org.medsendx.dicom.net.Peer;
import org.medsendx.dicom.net.StorageScu;
import org.medsendx.dicom.net.StorageScu.Proposal;
import org.medsendx.dicom.net.StoreStatus;

/** What is asked of the archive beside storage, and what its answers mean, as codes. */
final class ArchiveNode {

    /**
     * The archive has an instance of this UID (PS3.4, B.2.3): most often an earlier sending was cut
     * off, but it may be another's.
     */
    private static final int DUPLICATE = 0x0111;

    /** A warning: the archive left elements out (PS3.4, B.2.3). */
    private static final int DISCARDED = 0xB006;

    private ArchiveNode() {}

    /**
     * Asks whether it is there (C-ECHO).
     *
     * @throws IOException it is not, or lets us not in
     */
    static void echo(Peer peer) throws IOException {
        var verification = new Proposal(Uid.Verification, List.of(Uid.ImplicitVRLittleEndian));
        try (var scu = StorageScu.open(peer, List.of(verification))) {
            // One that takes no C-ECHO is there all the same.
            if (scu.accepts(Uid.Verification, Uid.ImplicitVRLittleEndian)
                    && !scu.echo().success()) {
                throw new IOException("C-ECHO failed");
            }
        }
    }

    /** Why nothing goes, in few words of ours; an exception's own may quote the archive. */
    static String fault(IOException e) {
        return switch (e) {
            case AssociationRejectedException rejected ->
                    "rejected-%d-%d-%d"
                            .formatted(rejected.result(), rejected.source(), rejected.reason());
            case SSLException _ -> "tls";
            case CommitmentNotOfferedException _ -> "no-commitment";
            case InterruptedIOException _ when Thread.currentThread().isInterrupted() -> "stopped";
            default -> "no-answer";
        };
    }

    /** Whether the archive has it now. */
    static boolean has(StoreStatus status) {
        return status.success() || status.warning() || status.code() == DUPLICATE;
    }

    /** Whether it may have another or not all of it: then the original stays. */
    static boolean doubtful(StoreStatus status) {
        return status.code() == DISCARDED || status.code() == DUPLICATE;
    }

    /** Whether others would fare no better: it has no room (PS3.4, B.2.3). */
    static boolean full(StoreStatus status) {
        return (status.code() & 0xff00) == 0xa700;
    }
}
