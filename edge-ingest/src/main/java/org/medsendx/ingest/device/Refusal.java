package org.medsendx.ingest.device;

import java.time.Instant;
import org.medsendx.contracts.identified.Intake;

/**
 * Somebody who was turned away, as often as it tried alike.
 *
 * @param first when it tried first
 * @param last when it tried last
 * @param times how often
 * @param via how it wanted to send
 * @param name the AE title or account it gave itself, at most 16 characters for an AE title and 64
 *     for an account, printable ones; never to be trusted, nor to be written to a log
 * @param address where it called from
 */
public record Refusal(
        Instant first,
        Instant last,
        long times,
        Intake via,
        String name,
        String address,
        RefusalReason reason) {}
