package org.medsendx.dicom.net;

import java.io.IOException;
import org.medsendx.dicom.net.Association.Message;

/** A service beside storage within one association of a {@link StorageScp}. */
interface AssociationService extends AutoCloseable {

    /** Whether the message belongs here. */
    boolean concerns(Message message, int field);

    /**
     * Takes the message, with what follows it.
     *
     * @return false when the peer has released the association meanwhile
     */
    boolean serve(Message message, int field) throws IOException;

    /** At the end of the association. */
    @Override
    default void close() {}
}
