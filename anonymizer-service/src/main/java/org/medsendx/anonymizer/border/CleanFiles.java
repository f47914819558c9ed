package org.medsendx.anonymizer.border;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/** Where originals lie and verified copies go. */
public interface CleanFiles {

    /** The original below the volume {@code identified}. */
    Path original(String file);

    /** A place in the identified zone for a copy that is not verified yet. */
    Path work(UUID objectId) throws IOException;

    /**
     * Moves a verified copy over the border; when this returns it is on disk there.
     *
     * @return its path below the volume {@code deidentified}
     */
    String keep(UUID objectId, Path copy) throws IOException;

    /**
     * Puts the report of a released instance beside its copy; when this returns it is on disk.
     *
     * @return its path below the volume {@code deidentified}
     */
    String keepReport(UUID objectId, byte[] report) throws IOException;

    /** Keeps a picture of what was blanked in an instance, in the identified zone. */
    void keepPicture(UUID objectId, byte[] png) throws IOException;

    /** Keeps the report of a withheld instance in the identified zone. */
    void keepWithheldReport(UUID objectId, byte[] report) throws IOException;
}
