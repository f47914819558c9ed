package org.medsendx.dicom.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.medsendx.dicom.net.Association.Context;
import org.medsendx.dicom.net.Association.Message;
import org.medsendx.dicom.net.PduException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends instances over one association. One message at a time; for one thread.
 *
 * <p>After an IOException the association is gone and only {@link #close} makes sense.
 */
public final class StorageScu implements AutoCloseable {

    /** The Verification SOP class, for {@link #echo}. */
    public static final String VERIFICATION = Dimse.VERIFICATION;

    private static final Logger LOG = LoggerFactory.getLogger(StorageScu.class);

    private static final int MAX_CONTEXTS = 128;
    private static final int MAX_PDU_LENGTH = 64 << 10;

    private final Association association;
    private final StallGuard guard;
    private int messageId;

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

    private StorageScu(Association association, StallGuard guard) {
        this.association = association;
        this.guard = guard;
    }

    /**
     * @param proposals at most 128
     * @param timeout for connecting, and for every wait on the peer
     * @throws AssociationRejectedException when the peer rejects; says why in the standard's words
     */
    public static StorageScu open(
            InetSocketAddress peer,
            String calledAeTitle,
            String callingAeTitle,
            List<Proposal> proposals,
            Duration timeout)
            throws IOException {
        return open(peer, calledAeTitle, callingAeTitle, proposals, timeout, Optional.empty());
    }

    /** As the other, in TLS when there is one. */
    public static StorageScu open(
            InetSocketAddress peer,
            String calledAeTitle,
            String callingAeTitle,
            List<Proposal> proposals,
            Duration timeout,
            Optional<Tls> tls)
            throws IOException {
        Pdu.AssociateRq rq = request(calledAeTitle, callingAeTitle, proposals);
        StallGuard guard = new StallGuard(timeout);
        Connection connection;
        try {
            connection = connect(peer, timeout, tls, guard);
        } catch (IOException e) {
            guard.close();
            throw e;
        }
        Association association =
                Association.requestor(connection, MAX_PDU_LENGTH, timeout, timeout);
        try {
            association.request(rq);
            return new StorageScu(association, guard);
        } catch (IOException e) {
            association.finish();
            guard.close();
            throw e;
        }
    }

    private static Connection connect(
            InetSocketAddress peer, Duration timeout, Optional<Tls> tls, StallGuard guard)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSendBufferSize(Connection.BUFFER);
            socket.connect(peer, (int) Math.min(Integer.MAX_VALUE, timeout.toMillis()));
            Connection connection = new Connection(socket);
            guard.add(connection);
            if (tls.isPresent()) {
                connection.secure(tls.get().calling(socket, peer.getHostString()), timeout);
            }
            return connection;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Pdu.AssociateRq request(
            String calledAeTitle, String callingAeTitle, List<Proposal> proposals) {
        if (proposals.size() > MAX_CONTEXTS) {
            throw new IllegalArgumentException("an association has at most 128 contexts");
        }
        List<Pdu.ProposedContext> contexts = new ArrayList<>();
        for (Proposal proposal : proposals) {
            contexts.add(
                    new Pdu.ProposedContext(
                            2 * contexts.size() + 1,
                            proposal.sopClassUid(),
                            proposal.transferSyntaxUids()));
        }
        return new Pdu.AssociateRq(
                Pdu.PROTOCOL_VERSION,
                calledAeTitle,
                callingAeTitle,
                Pdu.APPLICATION_CONTEXT,
                contexts,
                new Pdu.UserInformation(
                        MAX_PDU_LENGTH,
                        Negotiation.IMPLEMENTATION_CLASS_UID,
                        Negotiation.IMPLEMENTATION_VERSION,
                        Optional.empty(),
                        List.of(),
                        Optional.empty()));
    }

    /** Whether the peer accepted this SOP class in exactly this transfer syntax. */
    public boolean accepts(String sopClassUid, String transferSyntaxUid) {
        return context(sopClassUid, transferSyntaxUid).isPresent();
    }

    private Optional<Context> context(String sopClassUid, String transferSyntaxUid) {
        for (Context context : association.contexts()) {
            if (context.abstractSyntax().equals(sopClassUid)
                    && context.transferSyntax().equals(transferSyntaxUid)) {
                return Optional.of(context);
            }
        }
        return Optional.empty();
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
        Optional<Context> context = context(sopClassUid, transferSyntaxUid);
        if (context.isEmpty()) {
            return Optional.empty();
        }
        CommandSet command =
                request(Dimse.C_STORE_RQ, sopClassUid)
                        .putUnsigned(Dimse.PRIORITY, 0)
                        .putUid(Dimse.AFFECTED_SOP_INSTANCE_UID, sopInstanceUid)
                        .withDataSet();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long length = channel.size() - dataSetPosition;
            if (dataSetPosition < 0 || length < 0) {
                throw new IllegalArgumentException("data set position outside of its file");
            }
            association.sendFile(context.get(), command, channel, dataSetPosition, length);
        }
        return Optional.of(response(Dimse.C_STORE_RSP));
    }

    /** C-ECHO; needs the Verification SOP class among the proposals. */
    public StoreStatus echo() throws IOException {
        for (Context context : association.contexts()) {
            if (context.abstractSyntax().equals(Dimse.VERIFICATION)) {
                association.sendCommand(context, request(Dimse.C_ECHO_RQ, Dimse.VERIFICATION));
                return response(Dimse.C_ECHO_RSP);
            }
        }
        throw new IllegalStateException("the peer did not accept Verification");
    }

    private CommandSet request(int field, String sopClassUid) {
        messageId = messageId % 0xffff + 1;
        return CommandSet.of(field)
                .putUid(Dimse.AFFECTED_SOP_CLASS_UID, sopClassUid)
                .putUnsigned(Dimse.MESSAGE_ID, messageId);
    }

    private StoreStatus response(int field) throws IOException {
        Message message = association.nextCommand();
        if (message == null) {
            throw new IOException("the peer released the association without an answer");
        }
        CommandSet command = message.command();
        if (command.required(Dimse.COMMAND_FIELD) != field
                || command.required(Dimse.MESSAGE_ID_RESPONDED_TO) != messageId
                || command.hasDataSet()) {
            association.abort();
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
        try {
            association.release();
        } catch (IOException e) {
            LOG.debug("not released in order: {}", e.getClass().getSimpleName());
        } finally {
            association.finish();
            guard.close();
        }
    }
}
