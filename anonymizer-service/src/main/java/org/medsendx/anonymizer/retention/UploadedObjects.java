package org.medsendx.anonymizer.retention;

import java.io.IOException;
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
 * The clean objects and their reports on the volume {@code deidentified}: they go a while after the
 * cloud has confirmed the instance and it was assessed, because the segmenter reads it from here. A
 * report goes when the cloud confirmed it with its instance. Originals are on another volume and
 * never go by this.
 */
public final class UploadedObjects implements ConfirmedFiles.Owner {

    private final Function<UUID, Path> object;
    private final Function<UUID, Path> report;

    /**
     * @param object where the clean file of an object is
     * @param report where its verification report is
     */
    public UploadedObjects(Function<UUID, Path> object, Function<UUID, Path> report) {
        this.object = object;
        this.report = report;
    }

    @Override
    public Deleted delete(
            Confirmation confirmation, ConfirmedFiles.Confirmed others, Duration keep, Instant now)
            throws IOException {
        UUID id = confirmation.objectId();
        Confirmation instance = found(confirmation, others, What.INSTANCE);
        Confirmation assessed = found(confirmation, others, What.ASSESSED);
        if (instance == null || assessed == null) {
            return Deleted.NOTHING;
        }
        // The later of the two acts, so that each object has its turn once.
        var later = assessed.at().isAfter(instance.at()) ? assessed : instance;
        if (later.what() != confirmation.what() || later.at().plus(keep).isAfter(now)) {
            return Deleted.NOTHING;
        }
        return delete(object.apply(id), instance.sha256())
                .and(delete(report.apply(id), instance.reportSha256()));
    }

    private static @Nullable Confirmation found(
            Confirmation one, ConfirmedFiles.Confirmed others, What what) throws IOException {
        return one.what() == what ? one : others.find(one.objectId(), what);
    }

    private static Deleted delete(Path file, @Nullable String sha256) throws IOException {
        return sha256 == null ? Deleted.NOTHING : DeletedFile.ifConfirmed(file, sha256);
    }

    /** Whether an instance is at its end: in the cloud, and assessed. */
    public static boolean atItsEnd(UUID id, ConfirmedFiles.Confirmed confirmed) throws IOException {
        return confirmed.find(id, What.INSTANCE) != null
                && confirmed.find(id, What.ASSESSED) != null;
    }
}
