package org.medsendx.dicom.net;

import java.io.IOException;

/**
 * The peer sent what the upper layer or DIMSE does not allow. The association is aborted. The
 * message names the rule, never a value.
 */
public final class PduException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    PduException(Reason reason, String rule) {
        super(rule);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Reasons of an A-ABORT by the service provider (PS3.8, table 9-26). */
    public enum Reason {
        NOT_SPECIFIED(0),
        UNRECOGNIZED_PDU(1),
        UNEXPECTED_PDU(2),
        UNRECOGNIZED_PARAMETER(4),
        UNEXPECTED_PARAMETER(5),
        INVALID_PARAMETER(6);

        private final int code;

        Reason(int code) {
            this.code = code;
        }

        /** As it stands in the PDU. */
        public int code() {
            return code;
        }
    }
}
