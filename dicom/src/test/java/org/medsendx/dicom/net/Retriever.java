package org.medsendx.dicom.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.Association.Context;
import org.medsendx.dicom.net.Association.Message;

/** Asks a node for instances by C-MOVE and C-GET, and may change its mind in the middle. */
public final class Retriever {

    private final Peer peer;
    private final String sopClass;
    private final int cancelAfter;
    private final int answer;

    /**
     * @param cancelAfter so many pending responses; never when negative
     * @param answer what each C-STORE of a C-GET is answered with
     */
    public Retriever(Peer peer, String sopClass, int cancelAfter, int answer) {
        this.peer = peer;
        this.sopClass = sopClass;
        this.cancelAfter = cancelAfter;
        this.answer = answer;
    }

    /** One that wants everything and takes everything. */
    public Retriever(Peer peer, String sopClass) {
        this(peer, sopClass, -1, 0);
    }

    /**
     * How it ended.
     *
     * @param pending how many pending responses there were
     * @param remaining what the last response says; -1 when it does not
     * @param failedUids of the last response
     * @param instances data sets that came by C-GET, by SOP Instance UID
     */
    public record Ended(
            int status,
            int pending,
            int remaining,
            int completed,
            int failed,
            int warning,
            List<String> failedUids,
            Map<String, byte[]> instances) {}

    public Ended move(DataSet identifier, String destination) throws IOException {
        try (Call call = Call.open(peer, List.of(model(1)), List.of())) {
            return ask(
                    call,
                    call.request(Dimse.C_MOVE_RQ).putText(Dimse.MOVE_DESTINATION, destination),
                    identifier);
        }
    }

    /** Takes instances of CT in explicit VR. */
    public Ended get(DataSet identifier) throws IOException {
        return get(identifier, true);
    }

    /**
     * @param role whether it says that it takes instances
     */
    public Ended get(DataSet identifier, boolean role) throws IOException {
        var contexts =
                List.of(
                        model(1),
                        new Pdu.ProposedContext(
                                3, Uid.CTImageStorage, List.of(Uid.ExplicitVRLittleEndian)));
        List<Pdu.RoleSelection> roles =
                role ? List.of(new Pdu.RoleSelection(Uid.CTImageStorage, false, true)) : List.of();
        try (Call call = Call.open(peer, contexts, roles)) {
            return ask(call, call.request(Dimse.C_GET_RQ), identifier);
        }
    }

    private Pdu.ProposedContext model(int id) {
        return new Pdu.ProposedContext(
                id, sopClass, List.of(Uid.ExplicitVRLittleEndian, Uid.ImplicitVRLittleEndian));
    }

    private Ended ask(Call call, CommandSet request, DataSet identifier) throws IOException {
        Context context = call.context(sopClass).orElseThrow();
        Association association = call.association();
        association.sendMessage(
                context,
                request.putUid(Dimse.AFFECTED_SOP_CLASS_UID, sopClass)
                        .putUnsigned(Dimse.PRIORITY, 0),
                MessageDataSet.write(identifier, context));
        Map<String, byte[]> instances = new TreeMap<>();
        int pending = 0;
        while (true) {
            @Nullable Message message = association.nextCommand();
            if (message == null) {
                throw new IOException("released within a retrieve");
            }
            CommandSet command = message.command();
            if (command.required(Dimse.COMMAND_FIELD) == Dimse.C_STORE_RQ) {
                instances.put(
                        command.text(Dimse.AFFECTED_SOP_INSTANCE_UID), take(association, message));
                continue;
            }
            int status = command.required(Dimse.STATUS);
            if (status == Dimse.PENDING) {
                pending++;
                if (pending == cancelAfter) {
                    association.sendCommand(
                            context,
                            CommandSet.of(Dimse.C_CANCEL_RQ)
                                    .putUnsigned(
                                            Dimse.MESSAGE_ID_RESPONDED_TO,
                                            request.required(Dimse.MESSAGE_ID)));
                }
                continue;
            }
            var failed = new ArrayList<String>();
            if (command.hasDataSet()) {
                failed.addAll(
                        MessageDataSet.read(association, message)
                                .strings(Tag.FailedSOPInstanceUIDList));
            }
            return new Ended(
                    status,
                    pending,
                    command.unsigned(Dimse.REMAINING_SUB_OPERATIONS).orElse(-1),
                    command.unsigned(Dimse.COMPLETED_SUB_OPERATIONS).orElse(-1),
                    command.unsigned(Dimse.FAILED_SUB_OPERATIONS).orElse(-1),
                    command.unsigned(Dimse.WARNING_SUB_OPERATIONS).orElse(-1),
                    failed,
                    instances);
        }
    }

    private byte[] take(Association association, Message message) throws IOException {
        var bytes = new ByteArrayOutputStream();
        association.readDataSet(
                message.context(),
                data -> {
                    byte[] part = new byte[data.remaining()];
                    data.get(part);
                    bytes.writeBytes(part);
                });
        CommandSet command = message.command();
        association.sendCommand(
                message.context(),
                CommandSet.of(Dimse.C_STORE_RSP)
                        .putUid(
                                Dimse.AFFECTED_SOP_CLASS_UID,
                                command.text(Dimse.AFFECTED_SOP_CLASS_UID))
                        .putUnsigned(
                                Dimse.MESSAGE_ID_RESPONDED_TO, command.required(Dimse.MESSAGE_ID))
                        .putUnsigned(Dimse.STATUS, answer)
                        .putUid(
                                Dimse.AFFECTED_SOP_INSTANCE_UID,
                                command.text(Dimse.AFFECTED_SOP_INSTANCE_UID)));
        return bytes.toByteArray();
    }
}
