package org.medsendx.dicom.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.net.Association.Message;
import org.medsendx.dicom.net.QueryHandler.Answers;
import org.medsendx.dicom.net.QueryHandler.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** C-FIND within one association: pending responses until the last, or until it is cancelled. */
final class QueryService implements AssociationService {

    private static final Logger LOG = LoggerFactory.getLogger(QueryService.class);

    private final Association association;
    private final QueryHandler handler;
    private final String associationId;
    private final Caller caller;

    QueryService(
            Association association, QueryHandler handler, String associationId, Caller caller) {
        this.association = association;
        this.handler = handler;
        this.associationId = associationId;
        this.caller = caller;
    }

    @Override
    public boolean concerns(Message message, int field) {
        return field == Dimse.C_FIND_RQ
                && handler.queryClasses().contains(message.context().abstractSyntax());
    }

    /** What became of the other side while answers were sent. */
    private enum Peer {
        WAITS,
        CANCELLED,
        RELEASED
    }

    @Override
    public boolean serve(Message message, int field) throws IOException {
        Answers answers;
        String sopClass = message.command().text(Dimse.AFFECTED_SOP_CLASS_UID);
        try {
            DataSet identifier = MessageDataSet.read(association, message);
            if (!sopClass.equals(message.context().abstractSyntax())) {
                end(message, new StoreStatus(Dimse.SOP_CLASS_NOT_SUPPORTED, ""));
                return true;
            }
            answers = handler.find(new Query(associationId, caller, sopClass, identifier));
        } catch (MessageDataSet.Unusable e) {
            end(message, new StoreStatus(Dimse.IDENTIFIER_MISMATCH, "not an identifier"));
            return true;
        } catch (PduException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The class name only: a message may hold a path or a key.
            LOG.warn("association {}: a query failed: {}", associationId, e.getClass().getName());
            end(message, new StoreStatus(Dimse.UNABLE_TO_PROCESS, ""));
            return true;
        }
        int pending = answers.allKeys() ? Dimse.PENDING : Dimse.PENDING_WITHOUT_SOME_KEYS;
        for (DataSet match : answers.matches()) {
            switch (peer(message)) {
                case WAITS -> {}
                case CANCELLED -> {
                    end(message, new StoreStatus(Dimse.CANCELED, ""));
                    return true;
                }
                case RELEASED -> {
                    return false;
                }
            }
            association.sendMessage(
                    message.context(),
                    response(message, pending),
                    MessageDataSet.write(match, message.context()));
        }
        end(message, answers.end());
        return true;
    }

    /** Hears what the peer has said meanwhile: one thing may come, a cancel of this very query. */
    private Peer peer(Message query) throws IOException {
        while (association.hasSpoken()) {
            @Nullable Message next = association.nextCommand();
            if (next == null) {
                return Peer.RELEASED;
            }
            CommandSet command = next.command();
            if (command.unsigned(Dimse.COMMAND_FIELD).orElse(0) != Dimse.C_CANCEL_RQ
                    || command.hasDataSet()) {
                throw association.violation(
                        PduException.Reason.NOT_SPECIFIED, "a request within a query");
            }
            if (command.unsigned(Dimse.MESSAGE_ID_RESPONDED_TO).orElse(-1)
                    == query.command().required(Dimse.MESSAGE_ID)) {
                return Peer.CANCELLED;
            }
        }
        return Peer.WAITS;
    }

    private void end(Message query, StoreStatus status) throws IOException {
        association.sendCommand(
                query.context(),
                response(query, status.code()).putText(Dimse.ERROR_COMMENT, status.comment()));
    }

    private static CommandSet response(Message query, int status) throws IOException {
        return CommandSet.of(Dimse.C_FIND_RSP)
                .putUid(
                        Dimse.AFFECTED_SOP_CLASS_UID,
                        query.command().text(Dimse.AFFECTED_SOP_CLASS_UID))
                .putUnsigned(
                        Dimse.MESSAGE_ID_RESPONDED_TO, query.command().required(Dimse.MESSAGE_ID))
                .putUnsigned(Dimse.STATUS, status);
    }
}
