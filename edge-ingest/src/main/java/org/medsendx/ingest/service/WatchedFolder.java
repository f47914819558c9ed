package org.medsendx.ingest.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that is watched for files, which are removed from it. */
final class WatchedFolder {

    private WatchedFolder() {}

    /** Creates it where it is not there. @param key the setting that names it */
    static Path open(Path folder, String key) {
        try {
            Files.createDirectories(folder);
            if (!Files.isReadable(folder) || !Files.isWritable(folder)) {
                throw new IOException("no permission");
            }
            return folder;
        } catch (IOException e) {
            throw new CannotStartException(
                    "the folder "
                            + folder
                            + " cannot be read and written (files are removed from it). Give this"
                            + " user the right, or set medsendx.ingest."
                            + key
                            + " to another one.");
        }
    }
}
