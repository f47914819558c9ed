package org.medsendx.dicom.net;

import java.io.IOException;
import org.medsendx.dicom.dictionary.Uid;

/** The messages of storage commitment, as both sides need them (PS3.7, 10.3). */
final class CommitmentMessages {

    private CommitmentMessages() {}

    /** Completes the command of a report. */
    static CommandSet report(CommandSet request, CommitmentReport report) {
        return request.putUid(Dimse.AFFECTED_SOP_CLASS_UID, Uid.StorageCommitmentPushModel)
                .putUid(Dimse.AFFECTED_SOP_INSTANCE_UID, CommitmentRequest.WELL_KNOWN_INSTANCE)
                .putUnsigned(Dimse.EVENT_TYPE_ID, report.eventType());
    }

    /** The response to an N-ACTION or N-EVENT-REPORT. */
    static CommandSet response(CommandSet request, int status) throws IOException {
        CommandSet response =
                CommandSet.of(request.required(Dimse.COMMAND_FIELD) | Dimse.RESPONSE)
                        .putUid(Dimse.AFFECTED_SOP_CLASS_UID, Uid.StorageCommitmentPushModel)
                        .putUnsigned(
                                Dimse.MESSAGE_ID_RESPONDED_TO, request.required(Dimse.MESSAGE_ID))
                        .putUnsigned(Dimse.STATUS, status)
                        .putUid(
                                Dimse.AFFECTED_SOP_INSTANCE_UID,
                                CommitmentRequest.WELL_KNOWN_INSTANCE);
        for (int type : new int[] {Dimse.EVENT_TYPE_ID, Dimse.ACTION_TYPE_ID}) {
            request.unsigned(type).ifPresent(value -> response.putUnsigned(type, value));
        }
        return response;
    }
}
