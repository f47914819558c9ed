package org.medsendx.dicom.net;

import java.io.IOException;

/** The peer sent an A-ASSOCIATE-RJ (PS3.8, 9.3.4). */
public final class AssociationRejectedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int result;
    private final int source;
    private final int reason;

    public AssociationRejectedException(int result, int source, int reason) {
        super(
                "association rejected: "
                        + (result == 2 ? "transient" : "permanent")
                        + ", "
                        + words(source, reason)
                        + " (result "
                        + result
                        + ", source "
                        + source
                        + ", reason "
                        + reason
                        + ")");
        this.result = result;
        this.source = source;
        this.reason = reason;
    }

    /** 1 permanent, 2 transient. */
    public int result() {
        return result;
    }

    /** 1 service user, 2 provider (ACSE), 3 provider (presentation). */
    public int source() {
        return source;
    }

    /** PS3.8, table 9-21. */
    public int reason() {
        return reason;
    }

    private static String words(int source, int reason) {
        return switch (source * 16 + reason) {
            case 0x11, 0x21 -> "no reason given";
            case 0x12 -> "application context name not supported";
            case 0x13 -> "calling AE title not recognized";
            case 0x17 -> "called AE title not recognized";
            case 0x22 -> "protocol version not supported";
            case 0x31 -> "temporary congestion";
            case 0x32 -> "local limit exceeded";
            default -> "reason unknown";
        };
    }
}
