package org.medsendx.outbox.kafka;

import java.io.IOException;
import java.nio.file.Path;
import org.medsendx.journal.AtomicFile;
import org.medsendx.journal.ForcedFolders;

/**
 * Records that are no event of their topic, kept as files of the truck for a person to look at:
 * named by topic, partition and offset, mode 0600 in a folder of mode 0700.
 */
public final class DeadLetters {

    private final Path folder;

    public DeadLetters(Path folder) {
        this.folder = folder;
    }

    /** Keeps the bytes of a record; when this returns they survive a power cut. */
    public void keep(String topic, int partition, long offset, byte[] value) throws IOException {
        ForcedFolders.create(folder, "rwx------");
        AtomicFile.write(folder.resolve(topic + "-" + partition + "-" + offset), value);
    }
}
