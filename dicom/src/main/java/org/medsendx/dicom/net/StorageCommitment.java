package org.medsendx.dicom.net;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.Association.Context;
import org.medsendx.dicom.net.Association.Message;
import org.medsendx.dicom.net.PduException.Reason;

/** Calls another node about storage commitment, push model (PS3.4, J; PS3.7, 10). */
public final class StorageCommitment {

    private static final List<Pdu.ProposedContext> CONTEXTS =
            List.of(
                    new Pdu.ProposedContext(
                            1,
                            Uid.StorageCommitmentPushModel,
                            List.of(Uid.ExplicitVRLittleEndian, Uid.ImplicitVRLittleEndian)));

    private StorageCommitment() {}

    /**
     * Asks a node to keep instances.
     *
     * @param patience how long to wait for the report on the same association
     * @return the report, when it came within that time; empty when it is still to come over an
     *     association of the peer's own, see {@link CommitmentHandler#reported}
     * @throws CommitmentNotOfferedException the peer does not offer storage commitment
     * @throws IOException the peer cannot be reached or refused the request; nothing is committed
     */
    public static Optional<CommitmentReport> request(
            Peer peer, CommitmentRequest request, Duration patience) throws IOException {
        try (Call call = Call.open(peer, CONTEXTS, List.of())) {
            Context context = context(call);
            Association association = call.association();
            association.sendMessage(
                    context,
                    call.request(Dimse.N_ACTION_RQ)
                            .putUid(Dimse.REQUESTED_SOP_CLASS_UID, Uid.StorageCommitmentPushModel)
                            .putUid(
                                    Dimse.REQUESTED_SOP_INSTANCE_UID,
                                    CommitmentRequest.WELL_KNOWN_INSTANCE)
                            .putUnsigned(
                                    Dimse.ACTION_TYPE_ID,
                                    CommitmentRequest.REQUEST_STORAGE_COMMITMENT),
                    MessageDataSet.write(request.dataSet(), context));
            boolean accepted = false;
            @Nullable CommitmentReport report = null;
            // The report may overtake the response.
            while (!accepted || (report == null && association.arrives(patience))) {
                Message message = association.nextCommand();
                if (message == null && accepted) {
                    break;
                }
                if (message != null && isReport(message)) {
                    CommitmentReport read = take(association, message, request);
                    report = read == null ? report : read;
                } else if (accepted) {
                    throw association.violation(Reason.NOT_SPECIFIED, "a message out of order");
                } else {
                    succeeded(call, message, Dimse.N_ACTION_RSP);
                    accepted = true;
                }
            }
            return Optional.ofNullable(report);
        }
    }

    private static boolean isReport(Message message) throws IOException {
        return message.command().required(Dimse.COMMAND_FIELD) == Dimse.N_EVENT_REPORT_RQ;
    }

    // A report about something else is refused: this association is for one request.
    private static @Nullable CommitmentReport take(
            Association association, Message message, CommitmentRequest request)
            throws IOException {
        CommitmentReport report = CommitmentReport.read(MessageDataSet.read(association, message));
        boolean ours = report.transactionUid().equals(request.transactionUid());
        association.sendCommand(
                message.context(),
                CommitmentMessages.response(
                        message.command(), ours ? Dimse.SUCCESS : Dimse.PROCESSING_FAILURE));
        return ours ? report : null;
    }

    /**
     * Reports to the node that asked, over an association of our own.
     *
     * @throws IOException the peer cannot be reached or did not take the report: it is to be sent
     *     again
     */
    public static void report(Peer peer, CommitmentReport report) throws IOException {
        var weAreScp = new Pdu.RoleSelection(Uid.StorageCommitmentPushModel, false, true);
        try (Call call = Call.open(peer, CONTEXTS, List.of(weAreScp))) {
            Context context = context(call);
            Association association = call.association();
            association.sendMessage(
                    context,
                    CommitmentMessages.report(call.request(Dimse.N_EVENT_REPORT_RQ), report),
                    MessageDataSet.write(report.dataSet(), context));
            succeeded(call, association.nextCommand(), Dimse.N_EVENT_REPORT_RSP);
        }
    }

    private static Context context(Call call) throws IOException {
        return call.context(Uid.StorageCommitmentPushModel)
                .orElseThrow(CommitmentNotOfferedException::new);
    }

    private static void succeeded(Call call, @Nullable Message message, int field)
            throws IOException {
        if (message == null) {
            throw new IOException("the peer released the association without an answer");
        }
        if (!call.answers(message.command(), field)) {
            throw call.association()
                    .violation(Reason.NOT_SPECIFIED, "not the response to the request");
        }
        int status = message.command().required(Dimse.STATUS);
        if (status != Dimse.SUCCESS) {
            throw new IOException("storage commitment refused with status %04X".formatted(status));
        }
    }
}
