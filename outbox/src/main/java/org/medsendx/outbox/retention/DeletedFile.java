package org.medsendx.outbox.retention;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.medsendx.contracts.Sha256;
import org.medsendx.outbox.retention.ConfirmedFiles.Deleted;

/** Deletion of one file that the cloud has. */
public final class DeletedFile {

    private DeletedFile() {}

    /**
     * Deletes a file when its bytes are those that were confirmed; one that is not there is as good
     * as deleted.
     */
    public static Deleted ifConfirmed(Path file, String sha256) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Deleted.NOTHING;
        }
        if (!Sha256.of(file).equals(sha256)) {
            return new Deleted(0, 0, 1);
        }
        long bytes = Files.size(file);
        Files.delete(file);
        return new Deleted(1, bytes, 0);
    }
}
