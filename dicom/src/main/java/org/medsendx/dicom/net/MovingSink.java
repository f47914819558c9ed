package org.medsendx.dicom.net;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * C-STOREs over associations of our own with the destination of a C-MOVE. One that breaks is made
 * anew for the next instance; a destination that cannot be reached, or breaks three of them in a
 * row, is not tried again.
 */
final class MovingSink implements InstanceSink {

    private static final Logger LOG = LoggerFactory.getLogger(MovingSink.class);
    private static final int MOST_BREAKS = 3;

    private final Peer destination;
    private final MoveOriginator originator;
    private final Queue<List<StorableFile>> groups;
    private List<StorableFile> group = List.of();
    private int sent;
    private int breaks;
    private @Nullable StorageScu scu;

    /**
     * @param instances in the order in which they are going to be stored
     */
    MovingSink(Peer destination, List<StorableFile> instances, MoveOriginator originator) {
        this.destination = destination;
        this.originator = originator;
        this.groups = new ArrayDeque<>(StorableFile.byAssociation(instances, one -> one));
    }

    /** Goes on to the group of the next instance, whose contexts may need another association. */
    private void advance() {
        if (sent == group.size()) {
            close();
            group = groups.remove();
            sent = 0;
        }
        sent++;
    }

    /** Passes an instance by that is not to be sent. */
    @Override
    public void skip() {
        advance();
    }

    @Override
    public @Nullable StoreStatus store(StorableFile instance) {
        advance();
        if (breaks >= MOST_BREAKS) {
            return null;
        }
        StorageScu open = scu;
        try {
            if (open == null) {
                open = open();
            }
            StoreStatus status = instance.store(open, originator).orElse(null);
            breaks = 0;
            return status;
        } catch (IOException e) {
            LOG.info("a destination of C-MOVE breaks off: {}", e.getClass().getSimpleName());
            breaks = scu == null ? MOST_BREAKS : breaks + 1;
            close();
            return null;
        }
    }

    private StorageScu open() throws IOException {
        StorageScu opened = StorageScu.open(destination, StorableFile.proposals(group));
        scu = opened;
        return opened;
    }

    @Override
    public boolean cancelled() {
        return false;
    }

    @Override
    public void close() {
        StorageScu open = scu;
        scu = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // Every status that came stays true.
            }
        }
    }
}
