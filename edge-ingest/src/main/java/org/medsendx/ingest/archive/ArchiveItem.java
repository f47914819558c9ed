package org.medsendx.ingest.archive;

import java.util.UUID;
import org.medsendx.contracts.Checks;

/**
 * An original that is to be archived.
 *
 * @param objectId names its file
 * @param sha256 of the file as the ledger has it
 * @param bytes size of the file
 */
public record ArchiveItem(UUID objectId, String sha256, long bytes) {
    public ArchiveItem {
        Checks.sha256(sha256);
        Checks.bytes(bytes);
    }
}
