package org.medsendx.segmenter.retention;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.medsendx.contracts.deidentified.DerivedKind;
import org.medsendx.outbox.retention.Confirmation;
import org.medsendx.outbox.retention.Confirmation.What;
import org.medsendx.outbox.retention.ConfirmedFiles;
import org.medsendx.outbox.retention.ConfirmedFiles.Deleted;
import org.medsendx.outbox.retention.DeletedFile;

/**
 * What was derived of scans and lies on the volume {@code derived}: each file goes a while after
 * the cloud has confirmed it.
 */
public final class UploadedFiles implements ConfirmedFiles.Owner {

    private final BiFunction<UUID, DerivedKind, Path> files;

    /**
     * @param files where what was derived of an object is, in a folder of its own
     */
    public UploadedFiles(BiFunction<UUID, DerivedKind, Path> files) {
        this.files = files;
    }

    /** The kind of derived object that a confirmation is about, or null when it is about others. */
    public static @Nullable DerivedKind kind(What what) {
        return switch (what) {
            case HIGHLIGHT -> DerivedKind.HIGHLIGHT;
            case SEGMENTATION -> DerivedKind.SEGMENTATION;
            case MEASUREMENTS -> DerivedKind.MEASUREMENTS;
            case THUMBNAIL -> DerivedKind.THUMBNAIL;
            case INSTANCE, OTHER, ASSESSED -> null;
        };
    }

    @Override
    public Deleted delete(
            Confirmation confirmation, ConfirmedFiles.Confirmed others, Duration keep, Instant now)
            throws IOException {
        String sha256 = confirmation.sha256();
        DerivedKind kind = kind(confirmation.what());
        if (kind == null || sha256 == null) {
            return Deleted.NOTHING;
        }
        Path file = files.apply(confirmation.objectId(), kind);
        var deleted = DeletedFile.ifConfirmed(file, sha256);
        if (!Files.exists(file)) {
            deleteIfEmpty(file.getParent());
        }
        return deleted;
    }

    // A file that is written again in this moment, or a folder that is gone already, is no
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
