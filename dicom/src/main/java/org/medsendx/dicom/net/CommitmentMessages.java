package org.medsendx.dicom.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.dicom.io.DicomWriter;
import org.medsendx.dicom.io.ReadLimits;
import org.medsendx.dicom.net.Association.Context;
import org.medsendx.dicom.net.Association.Message;

/** The messages of storage commitment, as both sides need them (PS3.7, 10.3). */
final class CommitmentMessages {

    // Some 60,000 instances; more in one request is refused.
    private static final int MAX_DATA_SET = 8 << 20;

    private CommitmentMessages() {}

    static byte[] write(DataSet data, Context context) throws IOException {
        return DicomWriter.dataSetBytes(data, context.transferSyntax());
    }

    /** Reads the data set of a message to its end, also when it is of no use. */
    static DataSet read(Association association, Message message) throws IOException {
        if (!message.command().hasDataSet()) {
            throw new Unusable();
        }
        Bounded bytes = new Bounded();
        association.readDataSet(message.context(), bytes::take);
        if (bytes.overflow) {
            throw new Unusable();
        }
        try {
            return DicomReader.readDataSet(
                    bytes.kept.toByteArray(),
                    message.context().transferSyntax(),
                    ReadLimits.DEFAULT);
        } catch (IOException e) {
            throw new Unusable();
        }
    }

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

    /** A data set was there, or should have been, but is no storage commitment. */
    static final class Unusable extends IOException {

        private static final long serialVersionUID = 1L;

        Unusable() {
            super("not a data set of storage commitment");
        }
    }

    private static final class Bounded {

        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private boolean overflow;

        void take(ByteBuffer data) {
            overflow |= kept.size() + data.remaining() > MAX_DATA_SET;
            if (!overflow) {
                byte[] bytes = new byte[data.remaining()];
                data.get(bytes);
                kept.writeBytes(bytes);
            }
        }
    }
}
