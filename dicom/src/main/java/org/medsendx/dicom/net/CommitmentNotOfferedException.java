package org.medsendx.dicom.net;

import java.io.IOException;

/** A node that was called about storage commitment did not accept its presentation context. */
public final class CommitmentNotOfferedException extends IOException {

    private static final long serialVersionUID = 1L;

    CommitmentNotOfferedException() {
        super("the peer does not offer storage commitment");
    }
}
