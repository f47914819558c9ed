package org.medsendx.dicom.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.net.Association.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An association that we asked for, with what guards it. */
final class Call implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Call.class);

    private static final int MAX_CONTEXTS = 128;
    // What a peer may send us: responses and reports.
    private static final int MAX_PDU_LENGTH = 64 << 10;

    private final Association association;
    private final StallGuard guard;
    private int messageId;

    private Call(Association association, StallGuard guard) {
        this.association = association;
        this.guard = guard;
    }

    /**
     * Connects and negotiates.
     *
     * @throws AssociationRejectedException the peer rejected
     */
    static Call open(Peer peer, List<Pdu.ProposedContext> contexts, List<Pdu.RoleSelection> roles)
            throws IOException {
        if (contexts.size() > MAX_CONTEXTS) {
            throw new IllegalArgumentException("an association has at most 128 contexts");
        }
        Pdu.AssociateRq rq =
                new Pdu.AssociateRq(
                        Pdu.PROTOCOL_VERSION,
                        peer.aeTitle(),
                        peer.callingAeTitle(),
                        Pdu.APPLICATION_CONTEXT,
                        contexts,
                        new Pdu.UserInformation(
                                MAX_PDU_LENGTH,
                                DicomWriter.IMPLEMENTATION_CLASS_UID,
                                DicomWriter.IMPLEMENTATION_VERSION_NAME,
                                Optional.empty(),
                                roles,
                                Optional.empty()));
        StallGuard guard = new StallGuard(peer.timeout(), peer.timeout());
        try {
            Association association =
                    Association.requestor(
                            connect(peer, guard), MAX_PDU_LENGTH, peer.timeout(), peer.timeout());
            try {
                association.request(rq);
            } catch (IOException e) {
                association.finish();
                throw e;
            }
            return new Call(association, guard);
        } catch (IOException e) {
            guard.close();
            throw e;
        }
    }

    private static Connection connect(Peer peer, StallGuard guard) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSendBufferSize(Connection.BUFFER);
            socket.connect(
                    peer.address(), (int) Math.min(Integer.MAX_VALUE, peer.timeout().toMillis()));
            Connection connection = new Connection(socket);
            guard.add(connection);
            if (peer.tls().isPresent()) {
                connection.secure(
                        peer.tls().get().calling(socket, peer.address().getHostString()),
                        peer.timeout());
            }
            return connection;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    Association association() {
        return association;
    }

    /** The accepted context of a SOP class, whichever its transfer syntax. */
    Optional<Context> context(String sopClassUid) {
        return association.contexts().stream()
                .filter(context -> context.abstractSyntax().equals(sopClassUid))
                .findFirst();
    }

    /** A request with a message id of its own. */
    CommandSet request(int commandField) {
        messageId = messageId % 0xffff + 1;
        return CommandSet.of(commandField).putUnsigned(Dimse.MESSAGE_ID, messageId);
    }

    /** Whether this answers the last request. */
    boolean answers(CommandSet command, int commandField) throws IOException {
        return command.required(Dimse.COMMAND_FIELD) == commandField
                && command.required(Dimse.MESSAGE_ID_RESPONDED_TO) == messageId
                && !command.hasDataSet();
    }

    /** Releases the association; a peer that aborts or disappears instead is no error. */
    @Override
    public void close() {
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
