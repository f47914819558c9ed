package org.medsendx.uplink.upload;

import java.nio.file.Path;
import org.medsendx.contracts.deidentified.Encryption;

/** Where objects go. */
public interface ObjectStore {

    /**
     * Makes one attempt to store one object under its key, and verifies it there. Nothing that is
     * there already is overwritten: the same content is a success, another is refused as {@code
     * key-conflict}.
     *
     * @param file the file of the job
     * @param progress is told of every byte that moves
     * @throws StoreRefused this object is refused; others may go
     * @throws StoreUnavailable nothing can be said of this object; to be tried again
     */
    Receipt put(UploadJob job, Path file, Progress progress)
            throws StoreRefused, StoreUnavailable, InterruptedException;

    /**
     * The object is in the store, and its digest was verified there.
     *
     * @param bucket where; of another destination its name
     * @param encryption server-side encryption that was asked for
     * @param existed whether it had been there before this attempt
     */
    record Receipt(String bucket, Encryption encryption, boolean existed) {

        /** Of a destination that is no bucket. */
        public static Receipt of(String destination) {
            return new Receipt(destination, Encryption.NONE, false);
        }
    }
}
