package org.medsendx.miner.statistics;

/**
 * Something that moved on half of the fleet or more at the same time.
 *
 * @param feature label of the {@link Feature}
 * @param effect median of those that moved
 * @param since when
 * @param moved how many scanners moved
 * @param of of how many that could have
 */
public record FleetShift(String feature, Effect effect, Since since, int moved, int of) {}
