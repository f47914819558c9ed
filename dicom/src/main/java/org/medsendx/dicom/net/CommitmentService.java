package org.medsendx.dicom.net;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.Association.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Storage commitment within one association of a {@link StorageScp}. */
final class CommitmentService {

    private static final Logger LOG = LoggerFactory.getLogger(CommitmentService.class);

    private final Association association;
    private final CommitmentHandler handler;
    private final String callingAeTitle;
    private int reports;
    private int unanswered;

    CommitmentService(Association association, CommitmentHandler handler, String callingAeTitle) {
        this.association = association;
        this.handler = handler;
        this.callingAeTitle = callingAeTitle;
    }

    /** Whether the message belongs here. */
    boolean concerns(Message message, int field) {
        return message.context().abstractSyntax().equals(Uid.StorageCommitmentPushModel)
                && (field == Dimse.N_ACTION_RQ
                        || field == Dimse.N_EVENT_REPORT_RQ
                        || (field == Dimse.N_EVENT_REPORT_RSP && unanswered > 0));
    }

    void serve(Message message, int field) throws IOException {
        switch (field) {
            case Dimse.N_ACTION_RQ -> requested(message);
            case Dimse.N_EVENT_REPORT_RQ -> reported(message);
            default -> {
                // Whatever its status: the peer had the report, there is nothing more to be done.
                unanswered--;
                CommandSet response = message.command();
                LOG.debug("report answered {}", response.unsigned(Dimse.STATUS));
            }
        }
    }

    private void requested(Message message) throws IOException {
        CommandSet command = message.command();
        @Nullable DataSet data = data(message);
        int status = Dimse.PROCESSING_FAILURE;
        Optional<CommitmentReport> report = Optional.empty();
        if (command.unsigned(Dimse.ACTION_TYPE_ID).orElse(0)
                != CommitmentRequest.REQUEST_STORAGE_COMMITMENT) {
            status = Dimse.NO_SUCH_ACTION_TYPE;
        } else if (data != null) {
            try {
                report = handler.requested(callingAeTitle, CommitmentRequest.read(data));
                status = Dimse.SUCCESS;
            } catch (IOException | RuntimeException e) {
                LOG.warn("storage commitment not taken: {}", e.getClass().getName());
            }
        }
        association.sendCommand(message.context(), CommitmentMessages.response(command, status));
        if (report.isPresent()) {
            reports = reports % 0xffff + 1;
            unanswered++;
            association.sendMessage(
                    message.context(),
                    CommitmentMessages.report(
                            CommandSet.of(Dimse.N_EVENT_REPORT_RQ)
                                    .putUnsigned(Dimse.MESSAGE_ID, reports),
                            report.get()),
                    CommitmentMessages.write(report.get().dataSet(), message.context()));
        }
    }

    private void reported(Message message) throws IOException {
        CommandSet command = message.command();
        @Nullable DataSet data = data(message);
        int status = Dimse.PROCESSING_FAILURE;
        int type = command.unsigned(Dimse.EVENT_TYPE_ID).orElse(0);
        if (type != CommitmentReport.ALL_COMMITTED && type != CommitmentReport.FAILURES_EXIST) {
            status = Dimse.NO_SUCH_EVENT_TYPE;
        } else if (data != null) {
            try {
                handler.reported(callingAeTitle, CommitmentReport.read(data));
                status = Dimse.SUCCESS;
            } catch (IOException | RuntimeException e) {
                LOG.warn("storage commitment report not taken: {}", e.getClass().getName());
            }
        }
        association.sendCommand(message.context(), CommitmentMessages.response(command, status));
    }

    private @Nullable DataSet data(Message message) throws IOException {
        try {
            return CommitmentMessages.read(association, message);
        } catch (CommitmentMessages.Unusable e) {
            return null;
        }
    }
}
