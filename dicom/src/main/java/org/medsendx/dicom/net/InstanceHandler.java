package org.medsendx.dicom.net;

import java.io.IOException;
import java.util.Set;
import org.medsendx.dicom.data.DataSet;

/**
 * What a {@link StorageScp} does with instances that peers make and change by N-CREATE and N-SET
 * (PS3.7, 10.1.5 and 10.1.3), such as performed procedure steps (PS3.4, F). Called on the
 * association's own thread; may block.
 */
public interface InstanceHandler {

    /** The SOP classes whose instances are kept. */
    Set<String> instanceClasses();

    /**
     * N-CREATE. What is told to be there must be on disk.
     *
     * @throws IOException it cannot be kept now; the peer is told a processing failure
     */
    Result create(Request request) throws IOException;

    /**
     * N-SET. What is told to be changed must be on disk.
     *
     * @throws IOException it cannot be changed now; the peer is told a processing failure
     */
    Result set(Request request) throws IOException;

    /**
     * What a peer wants.
     *
     * @param caller who it is
     * @param sopInstanceUid which instance; empty when we are to name a new one
     * @param attributes those of the instance, or what to change
     */
    record Request(Caller caller, String sopClassUid, String sopInstanceUid, DataSet attributes) {

        /** Says nothing of the instance. */
        @Override
        public String toString() {
            return "Request[" + sopClassUid + "]";
        }
    }

    /**
     * What became of it.
     *
     * @param errorId Error ID (0000,0903), 0 for none
     * @param sopInstanceUid the instance; empty when there is none
     */
    record Result(StoreStatus status, int errorId, String sopInstanceUid) {

        /** One without an error id. */
        public Result(StoreStatus status, String sopInstanceUid) {
            this(status, 0, sopInstanceUid);
        }

        /** Says what became of it, not of which. */
        @Override
        public String toString() {
            return "Result[" + status + "]";
        }
    }
}
