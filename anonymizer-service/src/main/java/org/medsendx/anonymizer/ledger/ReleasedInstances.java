package org.medsendx.anonymizer.ledger;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The released instances in the order of their release, as the uplink reads them. The order is kept
 * on disk: an instance keeps its index for ever. Thread safe.
 */
public interface ReleasedInstances {

    /** The released instance of this id, or null when it is unknown or was withheld. */
    @Nullable ReleasedInstance find(UUID objectId) throws IOException;

    /**
     * The released instances from an index on; the first of the list has that index.
     *
     * @param index from 0
     * @param limit at most so many
     */
    List<ReleasedInstance> since(long index, int limit) throws IOException;

    /** How many there are. */
    long size();

    /**
     * Registers a callback for every release. It runs on the releasing thread after the instance is
     * on disk and must return at once.
     *
     * @return closes the registration
     */
    AutoCloseable onReleased(Runnable wake);
}
