package org.medsendx.uplink.service;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the uplink kept before it was a process of its own: jobs and outbox in the folder {@code
 * uplink} of the volume {@code deidentified}, which this process may read and not move. Begun
 * without them, it would upload again and number its events anew.
 *
 * @param deidentified mount point of that volume
 * @param own mount point of the volume {@code uplink}
 */
record EarlierState(Path deidentified, Path own) {

    /** Why the service may not start, and what to do; null when it may. */
    @Nullable String problem() {
        Path earlier = deidentified.resolve("uplink");
        if (Files.isDirectory(own.resolve("outbox"))
                || !Files.isDirectory(earlier.resolve("outbox"))) {
            return null;
        }
        return "an earlier version kept the uplink's jobs and events in "
                + earlier
                + ". While no service runs, move everything that is in it to "
                + own
                + " (mv "
                + earlier
                + "/* "
                + own
                + "/), then start again. See docs/operations.md, From an earlier version.";
    }
}
