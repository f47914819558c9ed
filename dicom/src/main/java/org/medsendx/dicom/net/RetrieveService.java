package org.medsendx.dicom.net;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.net.Association.Message;
import org.medsendx.dicom.net.RetrieveHandler.Request;
import org.medsendx.dicom.net.RetrieveHandler.Retrieval;
import org.medsendx.dicom.net.RetrieveHandler.Retrieval.Granted;
import org.medsendx.dicom.net.RetrieveHandler.Retrieval.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * C-MOVE and C-GET within one association: an instance after the other, with a pending response
 * after each, until the last or until it is cancelled. A cancel is heard between two instances.
 */
final class RetrieveService implements AssociationService {

    private static final Logger LOG = LoggerFactory.getLogger(RetrieveService.class);

    private final Association association;
    private final RetrieveHandler handler;
    private final String associationId;
    private final Caller caller;
    private final Set<String> taken;

    /**
     * @param taken the SOP classes of which the peer takes instances over this association
     */
    RetrieveService(
            Association association,
            RetrieveHandler handler,
            String associationId,
            Caller caller,
            Set<String> taken) {
        this.association = association;
        this.handler = handler;
        this.associationId = associationId;
        this.caller = caller;
        this.taken = taken;
    }

    @Override
    public boolean concerns(Message message, int field) {
        String sopClass = message.context().abstractSyntax();
        return (field == Dimse.C_MOVE_RQ && handler.moveClasses().contains(sopClass))
                || (field == Dimse.C_GET_RQ && handler.getClasses().contains(sopClass));
    }

    /** What the other side did while instances were sent. */
    enum Peer {
        WAITS,
        CANCELLED,
        RELEASED
    }

    @Override
    public boolean serve(Message message, int field) throws IOException {
        CommandSet command = message.command();
        Optional<String> destination =
                field == Dimse.C_MOVE_RQ
                        ? Optional.of(command.text(Dimse.MOVE_DESTINATION).strip())
                        : Optional.empty();
        return switch (decide(message, destination)) {
            case Refused(StoreStatus status) -> {
                association.sendCommand(message.context(), response(message, status));
                yield true;
            }
            case Granted granted -> send(message, granted);
        };
    }

    private Retrieval decide(Message message, Optional<String> destination) throws IOException {
        try {
            DataSet identifier = MessageDataSet.read(association, message);
            String sopClass = message.command().text(Dimse.AFFECTED_SOP_CLASS_UID);
            return sopClass.equals(message.context().abstractSyntax())
                    ? handler.retrieve(
                            new Request(associationId, caller, sopClass, identifier, destination))
                    : new Refused(new StoreStatus(Dimse.SOP_CLASS_NOT_SUPPORTED, ""));
        } catch (MessageDataSet.Unusable e) {
            return new Refused(new StoreStatus(Dimse.IDENTIFIER_MISMATCH, "not an identifier"));
        } catch (PduException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The class name only: a message may hold a path or a key.
            LOG.warn(
                    "association {}: a retrieve failed: {}", associationId, e.getClass().getName());
            return new Refused(new StoreStatus(Dimse.UNABLE_TO_PROCESS, ""));
        }
    }

    private boolean send(Message message, Granted granted) throws IOException {
        var counts = new SubOperations(granted.instances().size(), granted.lost());
        try (var leaving = granted.leaving();
                InstanceSink sink = sink(message, granted, leaving)) {
            for (StorableFile instance : granted.instances()) {
                switch (peer(message, sink)) {
                    case WAITS -> {}
                    case CANCELLED -> {
                        end(message, counts, new StoreStatus(Dimse.CANCELED, ""), false);
                        return true;
                    }
                    case RELEASED -> {
                        return false;
                    }
                }
                @Nullable StoreStatus status = null;
                if (mayGo(instance, leaving)) {
                    status = sink.store(instance);
                } else {
                    sink.skip();
                }
                if (status == null) {
                    counts.failed(instance.sopInstanceUid());
                } else {
                    counts.done(instance.sopInstanceUid(), status);
                }
                association.sendCommand(
                        message.context(),
                        counts.count(response(message, new StoreStatus(Dimse.PENDING, "")), false));
            }
        } catch (InstanceSink.PeerReleasedException e) {
            return false;
        }
        end(message, counts, counts.end(), true);
        return true;
    }

    private boolean mayGo(StorableFile instance, RetrieveHandler.Leaving leaving) {
        try {
            return leaving.mayGo(instance);
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "association {}: an instance may not go: {}",
                    associationId,
                    e.getClass().getName());
            return false;
        }
    }

    private InstanceSink sink(Message message, Granted granted, RetrieveHandler.Leaving leaving)
            throws IOException {
        return granted.destination().isPresent()
                ? new MovingSink(
                        granted.destination().get(),
                        granted.instances(),
                        new MoveOriginator(
                                caller.aeTitle(), message.command().required(Dimse.MESSAGE_ID)))
                : new GettingSink(
                        association, taken, message.command().required(Dimse.MESSAGE_ID), leaving);
    }

    private Peer peer(Message request, InstanceSink sink) throws IOException {
        if (sink.cancelled()) {
            return Peer.CANCELLED;
        }
        while (association.hasSpoken()) {
            @Nullable Message next = association.nextCommand();
            if (next == null) {
                return Peer.RELEASED;
            }
            if (!isCancel(next)) {
                throw association.violation(
                        PduException.Reason.NOT_SPECIFIED, "a request within a retrieve");
            }
            if (cancels(next, request.command().required(Dimse.MESSAGE_ID))) {
                return Peer.CANCELLED;
            }
        }
        return Peer.WAITS;
    }

    static boolean isCancel(Message message) {
        CommandSet command = message.command();
        return command.unsigned(Dimse.COMMAND_FIELD).orElse(0) == Dimse.C_CANCEL_RQ
                && !command.hasDataSet();
    }

    static boolean cancels(Message cancel, int messageId) {
        return cancel.command().unsigned(Dimse.MESSAGE_ID_RESPONDED_TO).orElse(-1) == messageId;
    }

    private void end(Message message, SubOperations counts, StoreStatus status, boolean last)
            throws IOException {
        CommandSet response = counts.count(response(message, status), last);
        if (counts.allWell()) {
            association.sendCommand(message.context(), response);
        } else {
            association.sendMessage(
                    message.context(),
                    response,
                    MessageDataSet.write(counts.failures(), message.context()));
        }
    }

    private static CommandSet response(Message request, StoreStatus status) throws IOException {
        CommandSet command = request.command();
        return CommandSet.of(command.required(Dimse.COMMAND_FIELD) | Dimse.RESPONSE)
                .putUid(Dimse.AFFECTED_SOP_CLASS_UID, command.text(Dimse.AFFECTED_SOP_CLASS_UID))
                .putUnsigned(Dimse.MESSAGE_ID_RESPONDED_TO, command.required(Dimse.MESSAGE_ID))
                .putUnsigned(Dimse.STATUS, status.code())
                .putText(Dimse.ERROR_COMMENT, status.comment());
    }
}
