package org.medsendx.dicom.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.Association.Context;
import org.medsendx.dicom.net.Association.Message;
import org.medsendx.dicom.net.PduException.Reason;

/**
 * Sends instances over one association. One message at a time; for one thread.
 *
 * <p>After an IOException the association is gone and only {@link #close} makes sense.
 */
public final class StorageScu implements AutoCloseable {

    /** The Verification SOP class, for {@link #echo}. */
    public static final String VERIFICATION = Uid.Verification;

    private final Call call;

    /**
     * A wish: this SOP class in these transfer syntaxes, first wish first. It becomes one
     * presentation context, of which a peer accepts one syntax at most: to have several of them for
     * one class, propose the class several times.
     */
    public record Proposal(String sopClassUid, List<String> transferSyntaxUids) {
        public Proposal {
            transferSyntaxUids = List.copyOf(transferSyntaxUids);
            if (transferSyntaxUids.isEmpty()) {
                throw new IllegalArgumentException("a proposal needs a transfer syntax");
            }
        }
    }

    private StorageScu(Call call) {
        this.call = call;
    }

    /**
     * Calls a peer and negotiates.
     *
     * @param proposals 1 to 128
     * @throws AssociationRejectedException when the peer rejects; says why in the standard's words
     */
    public static StorageScu open(Peer peer, List<Proposal> proposals) throws IOException {
        List<Pdu.ProposedContext> contexts = new ArrayList<>();
        for (Proposal proposal : proposals) {
            contexts.add(
                    new Pdu.ProposedContext(
                            // Past 128 contexts there is no id; the number is judged later.
                            2 * (contexts.size() % 128) + 1,
                            proposal.sopClassUid(),
                            proposal.transferSyntaxUids()));
        }
        return new StorageScu(Call.open(peer, contexts, List.of()));
    }

    /** As the other, without TLS. */
    public static StorageScu open(
            InetSocketAddress peer,
            String calledAeTitle,
            String callingAeTitle,
            List<Proposal> proposals,
            Duration timeout)
            throws IOException {
        return open(
                new Peer(peer, calledAeTitle, callingAeTitle, timeout, Optional.empty()),
                proposals);
    }

    /** Whether the peer accepted this SOP class in exactly this transfer syntax. */
    public boolean accepts(String sopClassUid, String transferSyntaxUid) {
        return context(sopClassUid, transferSyntaxUid).isPresent();
    }

    private Optional<Context> context(String sopClassUid, String transferSyntaxUid) {
        return call.association().contexts().stream()
                .filter(context ->
                        context.abstractSyntax().equals(sopClassUid)
                                && context.transferSyntax().equals(transferSyntaxUid))
                .findFirst();
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
        return store(
                file,
                dataSetPosition,
                sopClassUid,
                sopInstanceUid,
                transferSyntaxUid,
                SendRate.UNLIMITED);
    }

    /**
     * As the other, at a rate.
     *
     * @param rate asked before each piece of the data set
     */
    public Optional<StoreStatus> store(
            Path file,
            long dataSetPosition,
            String sopClassUid,
            String sopInstanceUid,
            String transferSyntaxUid,
            SendRate rate)
            throws IOException {
        return store(
                new StorableFile(
                        file,
                        Files.size(file),
                        dataSetPosition,
                        sopClassUid,
                        sopInstanceUid,
                        transferSyntaxUid),
                Optional.empty(),
                rate);
    }

    /**
     * Sends an instance, on somebody's behalf where that is said.
     *
     * @return the peer's status; empty when the peer does not take this class in this syntax
     */
    Optional<StoreStatus> store(
            StorableFile instance, Optional<MoveOriginator> originator, SendRate rate)
            throws IOException {
        Optional<Context> context = context(instance.sopClassUid(), instance.transferSyntaxUid());
        if (context.isEmpty()) {
            return Optional.empty();
        }
        CommandSet command =
                call.request(Dimse.C_STORE_RQ)
                        .putUid(Dimse.AFFECTED_SOP_CLASS_UID, instance.sopClassUid())
                        .putUnsigned(Dimse.PRIORITY, 0)
                        .putUid(Dimse.AFFECTED_SOP_INSTANCE_UID, instance.sopInstanceUid())
                        .withDataSet();
        originator.ifPresent(one ->
                command.putText(Dimse.MOVE_ORIGINATOR_AE_TITLE, one.aeTitle())
                        .putUnsigned(Dimse.MOVE_ORIGINATOR_MESSAGE_ID, one.messageId()));
        long position = instance.dataSetPosition();
        try (FileChannel channel = FileChannel.open(instance.path(), StandardOpenOption.READ)) {
            long length = channel.size() - position;
            if (position < 0 || length < 0) {
                throw new IllegalArgumentException("data set position outside of its file");
            }
            call.association().sendFile(context.get(), command, channel, position, length, rate);
        }
        return Optional.of(response(Dimse.C_STORE_RSP));
    }

    /** C-ECHO; needs the Verification SOP class among the proposals. */
    public StoreStatus echo() throws IOException {
        Context context =
                call.context(Uid.Verification)
                        .orElseThrow(() ->
                                new IllegalStateException("the peer did not accept Verification"));
        call.association()
                .sendCommand(
                        context,
                        call.request(Dimse.C_ECHO_RQ)
                                .putUid(Dimse.AFFECTED_SOP_CLASS_UID, Uid.Verification));
        return response(Dimse.C_ECHO_RSP);
    }

    private StoreStatus response(int field) throws IOException {
        Message message = call.association().nextCommand();
        if (message == null) {
            throw new IOException("the peer released the association without an answer");
        }
        CommandSet command = message.command();
        if (!call.answers(command, field)) {
            call.association().abort();
            throw new PduException(Reason.NOT_SPECIFIED, "not the response to the request");
        }
        String comment = command.text(Dimse.ERROR_COMMENT);
        return new StoreStatus(
                command.required(Dimse.STATUS),
                comment.substring(0, Math.min(64, comment.length())));
    }

    /**
     * Releases the association. A peer that aborts or disappears instead of answering is no error:
     * every status that was returned stays true.
     */
    @Override
    public void close() throws IOException {
        call.close();
    }
}
