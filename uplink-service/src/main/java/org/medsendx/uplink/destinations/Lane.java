package org.medsendx.uplink.destinations;

import org.medsendx.contracts.Checks;
import org.medsendx.uplink.upload.Uplink;

/**
 * The way to one destination: a queue, workers and progress of its own, so that one that is away
 * holds back no other.
 *
 * @param name of the destination
 * @param uplink what carries
 * @param rule what it is to have
 */
public record Lane(String name, Uplink uplink, Rule rule) {
    public Lane {
        Checks.destination(name);
    }
}
