package org.medsendx.dicom.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.Association.Context;

/** What a scanner does with a worklist and performed procedure steps. */
public final class Modality {

    private Modality() {}

    /**
     * What was answered: the statuses of pending responses, their data sets, and the last status.
     */
    public record Found(List<Integer> pending, List<DataSet> answers, int status) {}

    /** Asks the worklist, and cancels after so many answers. */
    public static Found find(Peer peer, DataSet keys, int cancelAfter) throws IOException {
        return find(peer, Uid.ModalityWorklistFind, keys, cancelAfter);
    }

    /** Asks by a SOP class, and cancels after so many answers. */
    public static Found find(Peer peer, String sopClass, DataSet keys, int cancelAfter)
            throws IOException {
        try (Call call = open(peer, sopClass)) {
            Context context = call.context(sopClass).orElseThrow();
            var association = call.association();
            CommandSet request =
                    call.request(Dimse.C_FIND_RQ)
                            .putUid(Dimse.AFFECTED_SOP_CLASS_UID, sopClass)
                            .putUnsigned(Dimse.PRIORITY, 0);
            association.sendMessage(context, request, MessageDataSet.write(keys, context));
            var pending = new ArrayList<Integer>();
            var answers = new ArrayList<DataSet>();
            while (true) {
                var message = association.nextCommand();
                if (message == null) {
                    throw new IOException("released within a query");
                }
                int status = message.command().required(Dimse.STATUS);
                if (!message.command().hasDataSet()) {
                    return new Found(pending, answers, status);
                }
                pending.add(status);
                answers.add(MessageDataSet.read(association, message));
                if (answers.size() == cancelAfter) {
                    association.sendCommand(
                            context,
                            CommandSet.of(Dimse.C_CANCEL_RQ)
                                    .putUnsigned(
                                            Dimse.MESSAGE_ID_RESPONDED_TO,
                                            request.required(Dimse.MESSAGE_ID)));
                }
            }
        }
    }

    /** How an N-CREATE or N-SET of a performed procedure step was answered. */
    public record Told(int status, int errorId, String sopInstanceUid) {}

    public static Told create(Peer peer, String uid, DataSet attributes) throws IOException {
        return tell(
                peer,
                Dimse.N_CREATE_RQ,
                Dimse.AFFECTED_SOP_CLASS_UID,
                Dimse.AFFECTED_SOP_INSTANCE_UID,
                uid,
                attributes);
    }

    public static Told set(Peer peer, String uid, DataSet attributes) throws IOException {
        return tell(
                peer,
                Dimse.N_SET_RQ,
                Dimse.REQUESTED_SOP_CLASS_UID,
                Dimse.REQUESTED_SOP_INSTANCE_UID,
                uid,
                attributes);
    }

    private static Told tell(
            Peer peer, int field, int classElement, int instanceElement, String uid, DataSet data)
            throws IOException {
        String sopClass = Uid.ModalityPerformedProcedureStep;
        try (Call call = open(peer, sopClass)) {
            Context context = call.context(sopClass).orElseThrow();
            call.association()
                    .sendMessage(
                            context,
                            call.request(field)
                                    .putUid(classElement, sopClass)
                                    .putUid(instanceElement, uid),
                            MessageDataSet.write(data, context));
            var message = call.association().nextCommand();
            if (message == null) {
                throw new IOException("released without an answer");
            }
            var command = message.command();
            return new Told(
                    command.required(Dimse.STATUS),
                    command.unsigned(Dimse.ERROR_ID).orElse(0),
                    command.text(Dimse.AFFECTED_SOP_INSTANCE_UID));
        }
    }

    private static Call open(Peer peer, String sopClass) throws IOException {
        return Call.open(
                peer,
                List.of(
                        new Pdu.ProposedContext(
                                1,
                                sopClass,
                                List.of(Uid.ExplicitVRLittleEndian, Uid.ImplicitVRLittleEndian))),
                List.of());
    }
}
