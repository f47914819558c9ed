package org.medsendx.dicom.net;

import java.io.IOException;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.net.Association.Message;
import org.medsendx.dicom.net.InstanceHandler.Request;
import org.medsendx.dicom.net.InstanceHandler.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** N-CREATE and N-SET within one association (PS3.7, 10.1.3 and 10.1.5). */
final class InstanceService implements AssociationService {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceService.class);

    private final Association association;
    private final InstanceHandler handler;
    private final Caller caller;

    InstanceService(Association association, InstanceHandler handler, Caller caller) {
        this.association = association;
        this.handler = handler;
        this.caller = caller;
    }

    @Override
    public boolean concerns(Message message, int field) {
        return (field == Dimse.N_CREATE_RQ || field == Dimse.N_SET_RQ)
                && handler.instanceClasses().contains(message.context().abstractSyntax());
    }

    @Override
    public boolean serve(Message message, int field) throws IOException {
        CommandSet command = message.command();
        boolean create = field == Dimse.N_CREATE_RQ;
        String sopClass =
                command.text(create ? Dimse.AFFECTED_SOP_CLASS_UID : Dimse.REQUESTED_SOP_CLASS_UID);
        String instance =
                command.text(
                        create
                                ? Dimse.AFFECTED_SOP_INSTANCE_UID
                                : Dimse.REQUESTED_SOP_INSTANCE_UID);
        Result result = result(message, create, sopClass, instance);
        CommandSet response =
                CommandSet.of(field | Dimse.RESPONSE)
                        .putUid(Dimse.AFFECTED_SOP_CLASS_UID, sopClass)
                        .putUnsigned(
                                Dimse.MESSAGE_ID_RESPONDED_TO, command.required(Dimse.MESSAGE_ID))
                        .putUnsigned(Dimse.STATUS, result.status().code())
                        .putText(Dimse.ERROR_COMMENT, result.status().comment())
                        .putUid(Dimse.AFFECTED_SOP_INSTANCE_UID, result.sopInstanceUid());
        if (result.errorId() != 0) {
            response.putUnsigned(Dimse.ERROR_ID, result.errorId());
        }
        association.sendCommand(message.context(), response);
        return true;
    }

    private Result result(Message message, boolean create, String sopClass, String instance)
            throws IOException {
        DataSet attributes = new DataSet();
        if (message.command().hasDataSet()) {
            try {
                attributes = MessageDataSet.read(association, message);
            } catch (MessageDataSet.Unusable e) {
                return new Result(
                        new StoreStatus(Dimse.PROCESSING_FAILURE, "not a data set"), instance);
            }
        }
        if (!sopClass.equals(message.context().abstractSyntax())) {
            return new Result(new StoreStatus(Dimse.NO_SUCH_SOP_CLASS, ""), instance);
        }
        var request = new Request(caller, sopClass, instance, attributes);
        try {
            return create ? handler.create(request) : handler.set(request);
        } catch (IOException | RuntimeException e) {
            LOG.warn("an instance was not kept or changed: {}", e.getClass().getName());
            return new Result(new StoreStatus(Dimse.PROCESSING_FAILURE, ""), instance);
        }
    }
}
