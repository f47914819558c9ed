package org.medsendx.ingest.send;

import java.util.List;
import java.util.function.BiConsumer;
import org.medsendx.dicom.net.StorableFile;

/** A node that takes instances. */
interface Destination extends AutoCloseable {

    /** There is no use in trying the rest. */
    final class GivenUpException extends Exception {

        private static final long serialVersionUID = 1L;

        /**
         * @param why in our words
         */
        GivenUpException(String why) {
            super(why);
        }
    }

    /**
     * Sends files in their order.
     *
     * @param told of each that was tried
     * @throws GivenUpException the node cannot be reached or lets nobody in; those that nothing was
     *     told of were not sent
     */
    void send(List<StorableFile> files, BiConsumer<StorableFile, Result> told)
            throws GivenUpException, InterruptedException;

    @Override
    void close();
}
