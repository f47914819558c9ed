package org.medsendx.ingest.archive;

import java.time.Instant;
import java.util.UUID;

/**
 * An original that the archive has committed itself to.
 *
 * @param bytes size of the file
 * @param at when its report came
 * @param stays whether its answer to C-STORE lets us doubt that it has all of this original, which
 *     then stays
 */
public record Committed(UUID objectId, long bytes, Instant at, boolean stays) {}
