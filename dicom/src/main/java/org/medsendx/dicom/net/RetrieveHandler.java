package org.medsendx.dicom.net;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.medsendx.dicom.data.DataSet;

/**
 * Which instances a {@link StorageScp} sends when it is asked to by C-MOVE or C-GET (PS3.4, C.4.2
 * and C.4.3). Called on the association's own thread; may block.
 */
public interface RetrieveHandler {

    /** The SOP classes of C-MOVE. */
    Set<String> moveClasses();

    /** The SOP classes of C-GET. */
    Set<String> getClasses();

    /**
     * Decides about a request.
     *
     * @throws IOException it cannot be decided now; the peer is told that it cannot be processed
     */
    Retrieval retrieve(Request request) throws IOException;

    /**
     * A request.
     *
     * @param associationId random, for logs
     * @param caller who asks
     * @param sopClassUid of the query/retrieve model
     * @param identifier what is wanted, as it came
     * @param destination AE title of C-MOVE; empty for C-GET
     */
    record Request(
            String associationId,
            Caller caller,
            String sopClassUid,
            DataSet identifier,
            Optional<String> destination) {

        /** Says that there is a request, not for whom. */
        @Override
        public String toString() {
            return "Request[" + associationId + "]";
        }
    }

    /** What is done about a request. */
    sealed interface Retrieval {

        /** Nothing is sent. */
        record Refused(StoreStatus status) implements Retrieval {}

        /**
         * These are sent, one after the other.
         *
         * @param instances at most 65535, as many as responses can count
         * @param lost how many more are wanted and cannot be read; they count as failed
         * @param destination where C-MOVE sends them; empty for C-GET
         * @param leaving asked before each
         */
        record Granted(
                List<StorableFile> instances, int lost, Optional<Peer> destination, Leaving leaving)
                implements Retrieval {
            public Granted {
                instances = List.copyOf(instances);
                if (lost < 0 || instances.size() + lost > 0xffff) {
                    throw new IllegalArgumentException("more instances than can be counted");
                }
            }
        }
    }

    /** Is told of each instance before it goes, and when all have gone. */
    @FunctionalInterface
    interface Leaving extends AutoCloseable {

        /**
         * An instance is about to be sent.
         *
         * @return whether it may go; if not, it counts as failed
         * @throws IOException it cannot be told: it does not go either
         */
        boolean mayGo(StorableFile instance) throws IOException;

        /**
         * The same instance in another native transfer syntax, for a caller of C-GET that takes its
         * class but not its syntax. The file is deleted when it has gone.
         *
         * @return empty when it goes as it is or not at all
         * @throws IOException it cannot be made: the instance counts as failed
         */
        default Optional<StorableFile> converted(StorableFile instance, String transferSyntaxUid)
                throws IOException {
            return Optional.empty();
        }

        /** Nothing more goes, whatever the reason. */
        @Override
        default void close() {}
    }
}
