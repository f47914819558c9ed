package org.medsendx.dicom.net;

import java.io.IOException;

/** Asked before each piece of a data set is sent: holds the sender to a rate, or counts. */
@FunctionalInterface
public interface SendRate {

    /** As fast as the peer takes it. */
    SendRate UNLIMITED = bytes -> {};

    /**
     * Returns when so many bytes may go. A peer that hears nothing for longer than it is willing to
     * wait ends the association, so this does not take minutes.
     *
     * @param bytes at least 1, 128 KiB at most
     * @throws IOException the association is to be aborted
     */
    void await(int bytes) throws IOException;
}
