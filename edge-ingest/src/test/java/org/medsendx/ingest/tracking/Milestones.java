package org.medsendx.ingest.tracking;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What the border told of an instance, for tests. */
public final class Milestones {

    private Milestones() {}

    /** The border withheld it now. */
    public static Milestone withheld(UUID id) {
        return new Milestone(
                id,
                Stage.WITHHELD,
                Instant.now(),
                null,
                null,
                null,
                null,
                0,
                List.of("PIXELS-no-rule"));
    }
}
