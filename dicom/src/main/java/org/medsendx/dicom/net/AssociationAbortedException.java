package org.medsendx.dicom.net;

import java.io.IOException;

/** The peer sent an A-ABORT (PS3.8, 9.3.8). */
public final class AssociationAbortedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int source;
    private final int reason;

    public AssociationAbortedException(int source, int reason) {
        super("association aborted by the peer: source " + source + ", reason " + reason);
        this.source = source;
        this.reason = reason;
    }

    /** 0 service user, 2 service provider. */
    public int source() {
        return source;
    }

    /** Meaningful when the provider aborted (PS3.8, table 9-26). */
    public int reason() {
        return reason;
    }
}
