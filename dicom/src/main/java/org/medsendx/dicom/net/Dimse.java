package org.medsendx.dicom.net;

/** Numbers of DIMSE messages (PS3.7, 9.3, 10.3, C and E): command fields, elements, statuses. */
final class Dimse {

    static final int C_STORE_RQ = 0x0001;
    static final int C_STORE_RSP = 0x8001;
    static final int C_ECHO_RQ = 0x0030;
    static final int C_ECHO_RSP = 0x8030;
    static final int C_FIND_RQ = 0x0020;
    static final int C_FIND_RSP = 0x8020;
    static final int C_GET_RQ = 0x0010;
    static final int C_MOVE_RQ = 0x0021;
    static final int C_MOVE_RSP = 0x8021;
    static final int C_GET_RSP = 0x8010;
    static final int C_CANCEL_RQ = 0x0FFF;

    static final int N_EVENT_REPORT_RQ = 0x0100;
    static final int N_EVENT_REPORT_RSP = 0x8100;
    static final int N_SET_RQ = 0x0120;
    static final int N_SET_RSP = 0x8120;
    static final int N_CREATE_RQ = 0x0140;
    static final int N_CREATE_RSP = 0x8140;
    static final int N_ACTION_RQ = 0x0130;
    static final int N_ACTION_RSP = 0x8130;

    /** Set in the command field of every response. */
    static final int RESPONSE = 0x8000;

    // Element numbers of group 0000.
    static final int GROUP_LENGTH = 0x0000;
    static final int AFFECTED_SOP_CLASS_UID = 0x0002;
    static final int REQUESTED_SOP_CLASS_UID = 0x0003;
    static final int COMMAND_FIELD = 0x0100;
    static final int MESSAGE_ID = 0x0110;
    static final int MESSAGE_ID_RESPONDED_TO = 0x0120;
    static final int MOVE_DESTINATION = 0x0600;
    static final int PRIORITY = 0x0700;
    static final int DATA_SET_TYPE = 0x0800;
    static final int STATUS = 0x0900;
    static final int ERROR_COMMENT = 0x0902;
    static final int ERROR_ID = 0x0903;
    static final int AFFECTED_SOP_INSTANCE_UID = 0x1000;
    static final int REQUESTED_SOP_INSTANCE_UID = 0x1001;
    static final int EVENT_TYPE_ID = 0x1002;
    static final int ACTION_TYPE_ID = 0x1008;
    static final int REMAINING_SUB_OPERATIONS = 0x1020;
    static final int COMPLETED_SUB_OPERATIONS = 0x1021;
    static final int FAILED_SUB_OPERATIONS = 0x1022;
    static final int WARNING_SUB_OPERATIONS = 0x1023;
    static final int MOVE_ORIGINATOR_AE_TITLE = 0x1030;
    static final int MOVE_ORIGINATOR_MESSAGE_ID = 0x1031;

    /** Command Data Set Type of a message without a data set. */
    static final int NO_DATA_SET = 0x0101;

    static final int SUCCESS = 0x0000;
    static final int PROCESSING_FAILURE = 0x0110;
    static final int INVALID_OBJECT_INSTANCE = 0x0117;
    static final int NO_SUCH_SOP_CLASS = 0x0118;
    static final int SOP_CLASS_NOT_SUPPORTED = 0x0122;
    static final int NO_SUCH_EVENT_TYPE = 0x0113;
    static final int NO_SUCH_ACTION_TYPE = 0x0123;
    static final int UNRECOGNIZED_OPERATION = 0x0211;
    static final int OUT_OF_RESOURCES = 0xA700;

    /** Of C-MOVE and C-GET: none of the sub-operations succeeded. */
    static final int NO_SUB_OPERATIONS = 0xA702;

    static final int IDENTIFIER_MISMATCH = 0xA900;

    /** Of C-MOVE and C-GET: some of the sub-operations failed, or had a remark. */
    static final int SOME_SUB_OPERATIONS = 0xB000;

    static final int UNABLE_TO_PROCESS = 0xC000;
    static final int CANCELED = 0xFE00;
    static final int PENDING = 0xFF00;

    /** Pending, and some optional keys were not matched or returned. */
    static final int PENDING_WITHOUT_SOME_KEYS = 0xFF01;

    private Dimse() {}
}
