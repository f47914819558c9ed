package org.medsendx.dicom.net;

import java.io.IOException;

/** A-ASSOCIATE-RJ (PS3.8, 9.3.4). */
public final class AssociationRejectedException extends IOException {

    private static final long serialVersionUID = 1L;

    public AssociationRejectedException(int result, int source, int reason) {
        super(
                "association rejected: result "
                        + result
                        + ", source "
                        + source
                        + ", reason "
                        + reason);
    }
}
