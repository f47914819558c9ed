package org.medsendx.dicom.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where the instances of one C-MOVE or C-GET go. */
interface InstanceSink extends AutoCloseable {

    /**
     * Sends one.
     *
     * @return the answer; null when it could not be sent, or was not taken in its transfer syntax
     * @throws PeerReleasedException who asked has released the association
     * @throws IOException the association of who asked is gone
     */
    @Nullable StoreStatus store(StorableFile instance) throws IOException;

    /** Passes an instance by that is not to be sent. */
    default void skip() {}

    /** Whether who asked has said meanwhile that it is enough. */
    boolean cancelled();

    @Override
    void close();

    /** Who asked has released the association in the middle. */
    final class PeerReleasedException extends IOException {

        private static final long serialVersionUID = 1L;

        PeerReleasedException() {
            super("released within a retrieve");
        }
    }
}
