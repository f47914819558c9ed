package org.medsendx.segmenter.retention;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.medsendx.outbox.retention.Confirmation;
import org.medsendx.outbox.retention.Confirmation.What;
import org.medsendx.outbox.retention.ConfirmedFiles;
import org.medsendx.outbox.retention.ConfirmedFiles.Deleted;
import org.medsendx.outbox.retention.DeletedFile;

/**
 * The pictures on the volume {@code derived}: they go a while after the cloud has confirmed them.
 */
public final class UploadedHighlights implements ConfirmedFiles.Owner {

    private final Function<UUID, Path> picture;

    /**
     * @param picture where the picture of an object is, in a folder of its own
     */
    public UploadedHighlights(Function<UUID, Path> picture) {
        this.picture = picture;
    }

    @Override
    public Deleted delete(
            Confirmation confirmation, ConfirmedFiles.Confirmed others, Duration keep, Instant now)
            throws IOException {
        String sha256 = confirmation.sha256();
        if (confirmation.what() != What.HIGHLIGHT || sha256 == null) {
            return Deleted.NOTHING;
        }
        Path file = picture.apply(confirmation.objectId());
        var deleted = DeletedFile.ifConfirmed(file, sha256);
        if (!Files.exists(file)) {
            deleteIfEmpty(file.getParent());
        }
        return deleted;
    }

    // A picture that is written again in this moment, or a folder that is gone already, is no
    // fault.
    private static void deleteIfEmpty(@Nullable Path folder) throws IOException {
        try {
            if (folder != null) {
                Files.delete(folder);
            }
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            return;
        }
    }
}
