package org.medsendx.ingest.archive;

import java.time.Instant;

/**
 * An original that is not sent any more because the archive would refuse it each time; it waits for
 * a person and stays on the disk.
 *
 * @param at when it was put aside
 * @param attempts how many there were
 * @param code why the last one failed
 */
public record Aside(ArchiveItem item, Instant at, int attempts, String code) {}
