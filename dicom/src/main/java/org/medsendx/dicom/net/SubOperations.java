package org.medsendx.dicom.net;

import java.util.ArrayList;
import java.util.List;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;

/** How far the C-STOREs of one C-MOVE or C-GET are (PS3.7, 9.1.3 and 9.1.4). */
final class SubOperations {

    /** What a value has at most in explicit VR: UIDs beyond that are not listed. */
    private static final int LONGEST_LIST = 0xfffe;

    private final List<String> failedUids = new ArrayList<>();
    private int listed;
    private int remaining;
    private int completed;
    private int failed;
    private int warning;

    /**
     * @param remaining how many there are to be
     * @param failed how many more have failed already
     */
    SubOperations(int remaining, int failed) {
        this.remaining = remaining;
        this.failed = failed;
    }

    /** One was answered. */
    void done(String sopInstanceUid, StoreStatus status) {
        if (status.success()) {
            remaining--;
            completed++;
        } else if (status.warning()) {
            remaining--;
            warning++;
        } else {
            failed(sopInstanceUid);
        }
    }

    /** One was not sent, or not taken. */
    void failed(String sopInstanceUid) {
        remaining--;
        failed++;
        listed += sopInstanceUid.length() + 1;
        if (listed <= LONGEST_LIST) {
            failedUids.add(sopInstanceUid);
        }
    }

    /** Whether there is nothing to be told beside the status. */
    boolean allWell() {
        return failedUids.isEmpty();
    }

    /** The status when all are done (PS3.4, C.4.2.1.5 and C.4.3.1.4). */
    StoreStatus end() {
        if (failed == 0 && warning == 0) {
            return StoreStatus.SUCCESS;
        }
        return completed + warning == 0
                ? new StoreStatus(Dimse.NO_SUB_OPERATIONS, "no instance could be sent")
                : new StoreStatus(Dimse.SOME_SUB_OPERATIONS, "");
    }

    /**
     * Puts the numbers into a response.
     *
     * @param last whether nothing remains to be done; after a cancel something does
     */
    CommandSet count(CommandSet response, boolean last) {
        if (!last) {
            response.putUnsigned(Dimse.REMAINING_SUB_OPERATIONS, remaining);
        }
        return response.putUnsigned(Dimse.COMPLETED_SUB_OPERATIONS, completed)
                .putUnsigned(Dimse.FAILED_SUB_OPERATIONS, failed)
                .putUnsigned(Dimse.WARNING_SUB_OPERATIONS, warning);
    }

    /** What the last response says of those that failed. */
    DataSet failures() {
        return new DataSet()
                .putString(Tag.FailedSOPInstanceUIDList, VR.UI, failedUids.toArray(String[]::new));
    }
}
