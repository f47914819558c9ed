package org.medsendx.dicom.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/**
 * What a storage commitment node answers to a {@link CommitmentRequest}: which instances it keeps
 * (PS3.4, J.3.3).
 *
 * @param transactionUid of the request
 * @param committed these are safe: their sender may delete them
 * @param failed these are not
 */
public record CommitmentReport(
        String transactionUid, List<CommitmentRequest.Instance> committed, List<Failure> failed) {

    static final int ALL_COMMITTED = 1;
    static final int FAILURES_EXIST = 2;

    /**
     * An instance that is not kept, and why.
     *
     * @param reason Failure Reason (0008,1197), such as {@link #NO_SUCH_INSTANCE}
     */
    public record Failure(CommitmentRequest.Instance instance, int reason) {

        public static final int PROCESSING_FAILURE = 0x0110;
        public static final int NO_SUCH_INSTANCE = 0x0112;
        public static final int CLASS_INSTANCE_CONFLICT = 0x0119;
        public static final int RESOURCE_LIMITATION = 0x0213;

        public Failure {
            if (reason < 0 || reason > 0xffff) {
                throw new IllegalArgumentException("a failure reason has 16 bits");
            }
        }
    }

    public CommitmentReport {
        committed = List.copyOf(committed);
        failed = List.copyOf(failed);
    }

    int eventType() {
        return failed.isEmpty() ? ALL_COMMITTED : FAILURES_EXIST;
    }

    DataSet dataSet() {
        DataSet data = new DataSet().putString(Tag.TransactionUID, VR.UI, transactionUid);
        if (!failed.isEmpty()) {
            data.putSequence(
                    Tag.FailedSOPSequence,
                    failed.stream()
                            .map(failure ->
                                    failure.instance()
                                            .dataSet()
                                            .putInt(Tag.FailureReason, VR.US, failure.reason()))
                            .toArray(DataSet[]::new));
        }
        if (!committed.isEmpty()) {
            data.putSequence(
                    Tag.ReferencedSOPSequence,
                    committed.stream()
                            .map(CommitmentRequest.Instance::dataSet)
                            .toArray(DataSet[]::new));
        }
        return data;
    }

    static CommitmentReport read(DataSet data) throws IOException {
        List<CommitmentRequest.Instance> committed = new ArrayList<>();
        for (DataSet item : data.items(Tag.ReferencedSOPSequence)) {
            committed.add(CommitmentRequest.Instance.read(item));
        }
        List<Failure> failed = new ArrayList<>();
        for (DataSet item : data.items(Tag.FailedSOPSequence)) {
            int reason = item.intValue(Tag.FailureReason, Failure.PROCESSING_FAILURE);
            failed.add(new Failure(CommitmentRequest.Instance.read(item), reason & 0xffff));
        }
        return new CommitmentReport(uid(data, Tag.TransactionUID), committed, failed);
    }

    static String uid(DataSet data, int tag) throws IOException {
        @Nullable String uid = data.string(tag);
        if (uid == null || uid.isEmpty() || uid.length() > 64) {
            throw new IOException("storage commitment without " + Tag.toString(tag));
        }
        return uid;
    }
}
