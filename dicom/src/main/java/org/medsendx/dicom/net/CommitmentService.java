package org.medsendx.dicom.net;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Uid;
import org.medsendx.dicom.net.Association.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Storage commitment within one association of a {@link StorageScp}. */
final class CommitmentService implements AssociationService {

    private static final Logger LOG = LoggerFactory.getLogger(CommitmentService.class);

    // A peer that only ever asks must not fill the memory with reports.
    private static final int MAX_UNANSWERED = 16;

    private final Association association;
    private final CommitmentHandler handler;
    private final String callingAeTitle;
    private final Map<Integer, CommitmentReport> unanswered = new LinkedHashMap<>();
    private int reports;

    CommitmentService(Association association, CommitmentHandler handler, String callingAeTitle) {
        this.association = association;
        this.handler = handler;
        this.callingAeTitle = callingAeTitle;
    }

    @Override
    public boolean concerns(Message message, int field) {
        return message.context().abstractSyntax().equals(Uid.StorageCommitmentPushModel)
                && (field == Dimse.N_ACTION_RQ
                        || field == Dimse.N_EVENT_REPORT_RQ
                        || (field == Dimse.N_EVENT_REPORT_RSP && !unanswered.isEmpty()));
    }

    @Override
    public boolean serve(Message message, int field) throws IOException {
        switch (field) {
            case Dimse.N_ACTION_RQ -> requested(message);
            case Dimse.N_EVENT_REPORT_RQ -> reported(message);
            default -> answered(message.command());
        }
        return true;
    }

    private void answered(CommandSet response) throws IOException {
        @Nullable CommitmentReport report =
                unanswered.remove(response.required(Dimse.MESSAGE_ID_RESPONDED_TO));
        if (report != null && response.required(Dimse.STATUS) != Dimse.SUCCESS) {
            notTaken(report);
        }
    }

    private void notTaken(CommitmentReport report) {
        try {
            handler.notTaken(callingAeTitle, report);
        } catch (RuntimeException e) {
            LOG.error("a storage commitment report is lost: {}", e.getClass().getName());
        }
    }

    /** At the end of the association: hands back what the peer has not answered. */
    @Override
    public void close() {
        unanswered.values().forEach(this::notTaken);
        unanswered.clear();
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
        report.ifPresent(given -> unanswered.put(0, given));
        association.sendCommand(message.context(), CommitmentMessages.response(command, status));
        if (report.isPresent()) {
            report(message, report.get());
        }
    }

    private void report(Message request, CommitmentReport report) throws IOException {
        unanswered.remove(0);
        if (unanswered.size() >= MAX_UNANSWERED) {
            notTaken(report);
            return;
        }
        reports = reports % 0xffff + 1;
        unanswered.put(reports, report);
        association.sendMessage(
                request.context(),
                CommitmentMessages.report(
                        CommandSet.of(Dimse.N_EVENT_REPORT_RQ)
                                .putUnsigned(Dimse.MESSAGE_ID, reports),
                        report),
                MessageDataSet.write(report.dataSet(), request.context()));
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
            return MessageDataSet.read(association, message);
        } catch (MessageDataSet.Unusable e) {
            return null;
        }
    }
}
