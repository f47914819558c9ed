package org.medsendx.ingest.archive;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.medsendx.ingest.tasks.Acts;

/**
 * The archive as it runs, for pages. While the volume could not be opened all throw what HTTP
 * answers with 503.
 */
public interface RunningArchive {

    /** How many originals wait for it; empty without one. */
    OptionalLong waiting();

    /** How many wait for a person, because it refuses them each time. */
    int asideCount();

    /** Those, the earliest first. */
    List<Aside> asides();

    /** Whether and why one of them waits. */
    Optional<Aside> aside(UUID objectId);

    /** As {@link SendAgain#act}. */
    Acts.Ended again(String code, Acts.By by) throws IOException;
}
