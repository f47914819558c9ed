package org.medsendx.dicom.net;

import java.io.IOException;
import java.util.Set;
import org.medsendx.dicom.data.DataSet;

/**
 * What a {@link StorageScp} answers to C-FIND (PS3.4, C.4.1 and K.4.1). Called on the association's
 * own thread; may block.
 */
public interface QueryHandler {

    /** The SOP classes that can be asked. */
    Set<String> queryClasses();

    /**
     * Answers a query.
     *
     * @throws IOException it cannot be answered now; the peer is told that it cannot be processed
     */
    Answers find(Query query) throws IOException;

    /**
     * A query.
     *
     * @param associationId random, for logs
     * @param caller who asks
     * @param identifier the keys, as they came
     */
    record Query(String associationId, Caller caller, String sopClassUid, DataSet identifier) {

        /** Says that there is a query, not for whom. */
        @Override
        public String toString() {
            return "Query[" + associationId + "]";
        }
    }

    /**
     * The answers, one after the other; a peer may cancel between two of them, and then no more are
     * asked for.
     *
     * @param matches what matches; each is sent as a pending response
     * @param allKeys whether every optional key was matched and returned: else pending responses
     *     warn of it (FF01)
     * @param end the status after the last: success, or why there are no or not all answers, such
     *     as 0xA700 (out of resources) or 0xA900 (identifier does not match SOP class)
     */
    record Answers(Iterable<DataSet> matches, boolean allKeys, StoreStatus end) {}
}
