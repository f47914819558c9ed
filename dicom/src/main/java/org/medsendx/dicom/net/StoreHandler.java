package org.medsendx.dicom.net;

import java.io.IOException;
import java.io.OutputStream;

/**
 * What a {@link StorageScp} does with an instance. Called on the association's own thread; may
 * block.
 */
public interface StoreHandler {

    /** A C-STORE-RQ was read; its data set follows. */
    Sink begin(StoreRequest request) throws IOException;

    /**
     * The command of a C-STORE.
     *
     * @param associationId random, for logs
     */
    record StoreRequest(
            String associationId,
            String callingAeTitle,
            String calledAeTitle,
            String remoteAddress,
            String sopClassUid,
            String sopInstanceUid,
            String transferSyntaxUid) {}

    /** Takes the data set as it arrives and decides the status. */
    interface Sink extends AutoCloseable {

        /** Where the data set's bytes go. An IOException from it becomes status 0xA700. */
        OutputStream stream();

        /**
         * All bytes are in. The returned status is sent to the scanner: return success only when on
         * disk.
         */
        StoreStatus complete() throws IOException;

        /**
         * Always called at the end; when {@link #complete} was not called, what came in is to be
         * dropped.
         */
        @Override
        void close();
    }
}
